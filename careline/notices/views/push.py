"""Pushes to browsers: the worker that shows them, and asking for them or for no more."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.queries import agent_of, browser_of
from careline.notices.actions.subscribe import BrowserKeys, NoSubscription, renew, subscribe, unsubscribe
from careline.notices.queries.people import browsers_of
from careline.notices.vapid import public_key

WORKER = "notices/service-worker.js"


@lru_cache(maxsize=1)
def _worker() -> str:
    found = finders.find(WORKER)
    return Path(found).read_text() if isinstance(found, str) else ""


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows pushes; at the root, because it speaks for all pages. It holds nothing of anybody."""
    answer = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Push to this browser from now on, if its person `asks`; else note its address, or say that it gets none (410)."""
    agent = agent_of(request)
    keys = BrowserKeys(
        endpoint=request.POST.get("endpoint", ""),
        p256dh=request.POST.get("p256dh", ""),
        auth=request.POST.get("auth", ""),
        browser=browser_of(request.headers.get("User-Agent", "")),
        before=request.POST.get("before", ""),
    )
    try:
        here = (subscribe if request.POST.get("asks") else renew)(keys, by=agent)
    except NoSubscription as error:
        return JsonResponse({"problem": str(error)}, status=422)
    if here is None:
        return HttpResponse(status=410)
    shown = {"browsers": browsers_of(agent), "here": here.pk}
    return render(request, "notices/_browsers.html", shown)


@never_cache
@require_safe
def key(request: HttpRequest) -> JsonResponse:
    """What the worker needs to tell of a new address while no page is open: our public key, and the token for forms."""
    return JsonResponse({"key": public_key(), "token": get_token(request)})


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Push no more to one of the person's browsers."""
    if unsubscribe(pk, by=agent_of(request)):
        messages.success(request, _("That browser gets no more pushes."))
    return redirect("notices:preferences")
