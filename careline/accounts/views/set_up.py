"""The set-up page: open exactly once, to whoever sits at the machine or holds the set-up key."""

import ipaddress

import structlog
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from careline.accounts.actions.set_up import set_up
from careline.accounts.contracts import NotPossible
from careline.accounts.forms.set_up import SetUpForm
from careline.accounts.limits import slow_down
from careline.accounts.queries import find_company
from careline.accounts.setup_key import find_or_make_setup_key, forget_setup_key, setup_key_file
from careline.ui.slots import links

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
log = structlog.get_logger("careline.accounts")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password", "setup_key")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_page(request: HttpRequest) -> HttpResponse:
    """Ask for company and owner, make them, log the owner in. 404 as soon as the company exists."""
    if find_company():
        raise Http404
    needs_key = not sits_at_the_machine(request)
    if needs_key:
        find_or_make_setup_key()
        log.warning("set_up_asked_from_elsewhere", key_file=str(setup_key_file()))
    if request.method == "POST":
        return _answer(request, needs_key=needs_key)
    return _show(request, SetUpForm(needs_key=needs_key))


def sits_at_the_machine(request: HttpRequest) -> bool:
    """Whether the request comes straight from this machine: loopback address and name, and no proxy between.

    The name matters too: a page elsewhere can point its own name at 127.0.0.1 (DNS rebinding).
    """
    if any(header in request.headers for header in FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    host, _colon, _port = request.get_host().rpartition(":")
    return address.is_loopback and (request.get_host() in LOOPBACK_NAMES or host in LOOPBACK_NAMES)


def _answer(request: HttpRequest, *, needs_key: bool) -> HttpResponse:
    slow_down(request, "set-up", limit=20, seconds=600)
    form = SetUpForm(request.POST, needs_key=needs_key)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        owner = set_up(form.opening())
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, status=409)
    forget_setup_key()
    login(request, owner, backend=BACKEND)
    steps = links("first-run", request)
    return redirect(steps[0].href if steps else "/")


def _show(request: HttpRequest, form: SetUpForm, status: int = 200) -> HttpResponse:
    return render(
        request, "accounts/set_up.html", {"form": form, "title": _("Open your desk")}, status=status
    )
