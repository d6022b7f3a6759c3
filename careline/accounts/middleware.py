"""Who may pass: set-up first, log in by default, refusals as a page; then the person's language and time zone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.defaults import permission_denied

from careline.accounts.contracts import Forbidden
from careline.accounts.limits import TooMany, too_many
from careline.accounts.models import Agent
from careline.accounts.queries import find_company, zone_of
from careline.accounts.sessions import has_run_out

Answer = Callable[[HttpRequest], HttpResponseBase]
SEEN_EVERY = timedelta(minutes=5)
WITHOUT_FACTOR = ("mfa_", "account_", "usersessions_", "change_look")


class DoorMiddleware(LoginRequiredMiddleware):
    """Lets nobody in without log in, but for views marked `login_not_required`.

    Before set-up every page leads to the set-up page. A part asked for by script sends the whole page to log in.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Ask for set-up, then for log in; None lets the request pass."""
        if _is_for_machines(request, view_func):
            return None
        if not request.user.is_authenticated and _is_elsewhere(request) and not find_company():
            return redirect("accounts:set_up")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # a part is answered by a header, not by a redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Lead to log in: by redirect, or for a part by htmx's own header."""
        if request.headers.get("HX-Request"):
            return to_log_in(request)
        return super().handle_no_permission(request, view_func)


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Lead to log in, and back to this page afterwards."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("account_login")})
    return redirect_to_login(
        request.get_full_path() if request.method == "GET" else "/", reverse("account_login")
    )


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": address})
    return redirect(address)


def _is_for_machines(request: HttpRequest, view: Callable[..., HttpResponseBase]) -> bool:
    """Health, figures and the API: no session, no set-up page; the API asks for a token itself."""
    match = request.resolver_match
    return (
        match is not None
        and match.app_name in ("core", "ninja")
        and not getattr(view, "login_required", True)
    )


def _is_elsewhere(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name != "accounts:set_up"


class PersonMiddleware:
    """Speaks the person's language in their time zone, notes that they were seen, and shows refusals as pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the person's language and time zone."""
        agent = request.user
        if not isinstance(agent, Agent):
            return self.get_response(request)
        if has_run_out(request):
            logout(request)
            return to_log_in(request)
        note_seen(agent, request.session.session_key)
        with translation.override(agent.language), timezone.override(zone_of(agent)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", agent.language)
        return response

    def process_view(
        self, request: HttpRequest, view_func: Answer, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Lead who lacks the second factor that their role asks for to where it is set up."""
        match, agent = request.resolver_match, request.user
        if match is None or not getattr(agent, "needs_factor", False):
            return None
        if match.app_name in ("core", "ninja") or (match.url_name or "").startswith(WITHOUT_FACTOR):
            return None
        return _lead(request, reverse("mfa_index"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a missing right into a 403 page, too many attempts into a 429."""
        if isinstance(exception, Forbidden):
            return permission_denied(request, exception)
        if isinstance(exception, TooMany):
            return too_many(request)
        return None


def note_seen(agent: Agent, session_key: str | None = None) -> None:
    """Write down that the person is here, and with which session, at most every five minutes."""
    now = timezone.now()
    if agent.last_seen_at is None or now - agent.last_seen_at > SEEN_EVERY:
        Agent.objects.filter(pk=agent.pk).update(last_seen_at=now)
        if session_key:
            UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)
