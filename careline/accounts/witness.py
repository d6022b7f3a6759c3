"""What happens at the door, written down as events: log in and out, failures, passwords, second factors.

Logging in is django-allauth's work; this listens to its signals and changes nothing.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db import transaction
from django.http import HttpRequest

from careline.accounts import events, sessions
from careline.accounts.actions.factors import remember_factors
from careline.accounts.browsers import browser_name
from careline.accounts.limits import client_address
from careline.accounts.models import Agent
from careline.accounts.queries import sign_in_rules
from careline.core.events import SYSTEM, Fact, emit


def watch() -> None:
    """Begin to listen, once a process."""
    account.user_logged_in.connect(_on_log_in, dispatch_uid="witness")
    auth.user_logged_in.connect(_on_session, dispatch_uid="witness")
    auth.user_logged_out.connect(_on_log_out, dispatch_uid="witness")
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(_on_password, dispatch_uid="witness")
    mfa.authentication_failed.connect(_on_wrong_code, dispatch_uid="witness")
    for way in ("added", "removed", "reset"):
        getattr(mfa, f"authenticator_{way}").connect(_on_factor[way], dispatch_uid="witness")


def failed(request: HttpRequest | None, *, address: str, what: str) -> None:
    """Write down a failure for an account, if there is one with this address."""
    agent = Agent.objects.filter(email__iexact=address).only("pk").first() if address else None
    fact = events.LogInFailed(agent_id=agent.pk if agent else 0, what=what, **_origin(request))
    _write(fact, None)


def _on_log_in(request: HttpRequest, user: Agent, **_given: Any) -> None:
    _write(events.LoggedIn(agent_id=user.pk, **_origin(request)), user)


def _on_session(request: HttpRequest | None, **_given: Any) -> None:
    """Every way of log in ends here, also set-up and joining."""
    if request is not None:
        sessions.begin(request.session, sign_in_rules())


def _on_log_out(request: HttpRequest | None, user: Agent | None, **_given: Any) -> None:
    if isinstance(user, Agent):
        _write(events.LoggedOut(agent_id=user.pk, **_origin(request)), user)


def _on_password(user: Agent, **_given: Any) -> None:
    _write(events.PasswordChanged(agent_id=user.pk), user)


def _on_wrong_code(request: HttpRequest | None, user: Agent, **_given: Any) -> None:
    _write(events.LogInFailed(agent_id=user.pk, what="code", **_origin(request)), None)


def _change(way: str) -> Any:
    def changed(user: Agent, authenticator: Any, **_given: Any) -> None:
        fact = events.SecondFactorChanged(agent_id=user.pk, kind=str(authenticator.type), way=way)
        with transaction.atomic():
            remember_factors([user.pk])
            _write(fact, user)

    return changed


_on_factor = {way: _change(way) for way in ("added", "removed", "reset")}


def _origin(request: HttpRequest | None) -> dict[str, str]:
    if request is None:
        return {"address": "", "browser": ""}
    return {
        "address": client_address(request),
        "browser": browser_name(request.headers.get("User-Agent", "")),
    }


def _write(fact: Fact, agent: Agent | None) -> None:
    with transaction.atomic():
        emit(fact, by=agent.actor if agent else SYSTEM)
