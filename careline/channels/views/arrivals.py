"""Arrivals: everything that came in, exactly as it came; what failed or was held back waits for a person."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.channels.actions.discard import discard
from careline.channels.actions.release import release
from careline.channels.actions.retry import retry, retry_all
from careline.channels.models import Arrival
from careline.channels.queries import PAGE, access_arrival, arrivals_page, count_arrivals, reconcile

State = Arrival.State
TABS = (State.FAILED, State.SUSPENDED, State.WAITING, State.IGNORED, State.DONE)
COUNTED = (State.FAILED, State.SUSPENDED, State.WAITING)
RAW_CHARS = 200_000


@require_safe
def arrivals(request: HttpRequest, state: str = "failed") -> HttpResponse:
    """List the arrivals in one state, newest first."""
    agent = agent_of(request)
    agent.require(Right.RELEASE_MAIL)
    if state not in TABS:
        raise Http404
    found = arrivals_page(agent, state, before_id=_number(request.GET.get("before")))
    shown = found[:PAGE]
    context = {
        "arrivals": shown,
        "state": state,
        "more": f"?before={shown[-1].pk}" if len(found) > PAGE else "",
        "tabs": _tabs(request),
    }
    return render(request, "channels/arrivals.html", context)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Compare what was offered with the journal and the messages, inbox by inbox."""
    agent_of(request).require(Right.MANAGE_INBOXES)
    return render(request, "channels/counts.html", {"rows": reconcile(), "tabs": _tabs(request)})


@require_safe
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one arrival: where from, what became of it, and its source as text."""
    shown = _accessed(request, pk)
    raw = bytes(shown.raw or b"")
    context = {
        "arrival": shown,
        "source": raw[:RAW_CHARS].decode("utf-8", "replace"),
        "is_cut": len(raw) > RAW_CHARS,
    }
    return render(request, "channels/arrival.html", context)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the bytes as they came, to be saved: never shown by the browser."""
    shown = _accessed(request, pk)
    answer = HttpResponse(bytes(shown.raw or b""), content_type="application/octet-stream")
    suffix = "eml" if shown.kind == "email" else "json"
    answer["Content-Disposition"] = f'attachment; filename="arrival-{shown.pk}.{suffix}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a failed arrival again."""
    return _done(request, pk, lambda: retry(pk, by=agent_of(request)), _("It is tried again now."))


@require_POST
def let_through(request: HttpRequest, pk: int) -> HttpResponse:
    """Release a held-back arrival."""
    return _done(request, pk, lambda: release(pk, by=agent_of(request)), _("It becomes a message now."))


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard a held-back or failed arrival; its bytes are kept."""
    return _done(
        request, pk, lambda: discard(pk, by=agent_of(request)), _("Set aside. The mail itself is kept.")
    )


@require_POST
def try_all_again(request: HttpRequest) -> HttpResponse:
    """Run everything again that failed."""
    count = retry_all(by=agent_of(request))
    messages.success(
        request, ngettext("%(n)d is tried again.", "%(n)d are tried again.", count) % {"n": count}
    )
    return redirect("channels:arrivals")


def _done(request: HttpRequest, pk: int, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        changed = act()
    except Arrival.DoesNotExist as error:
        raise Http404 from error
    if changed:
        messages.success(request, words)
    else:
        messages.info(request, _("Somebody was faster: nothing changed."))
    return redirect("channels:arrival", pk=pk)


def _accessed(request: HttpRequest, pk: int) -> Arrival:
    try:
        return access_arrival(agent_of(request), pk)
    except Arrival.DoesNotExist as error:
        raise Http404 from error


def _tabs(request: HttpRequest) -> list[tuple[str, str, str]]:
    agent = agent_of(request)
    return [
        (one.value, str(one.label), _short(count_arrivals(agent, one)) if one in COUNTED else "")
        for one in TABS
    ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _short(count: int) -> str:
    return "99+" if count > 99 else str(count)
