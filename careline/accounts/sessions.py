"""How long a session lives; its limits lie in the session itself, so that no page has to ask for the rules."""

import time
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from careline.accounts.models import SignInRules

DOOR = "door"
NOTED_EVERY_SECONDS = 60
BY_ITSELF = "X-By-Itself"


def begin(session: SessionBase, rules: SignInRules) -> None:
    """Note when a session began, and what binds it."""
    now = int(time.time())
    session[DOOR] = {"began": now, "seen": now, **_limits(rules)}


def has_run_out(request: HttpRequest) -> bool:
    """Whether the time of the request's session is over; if not, what its person does is noted, once a minute."""
    door: dict[str, int] | None = request.session.get(DOOR)
    if door is None:
        return False
    now = int(time.time())
    if door["hours"] and now - door["began"] > door["hours"] * 3600:
        return True
    if not door["idle"]:
        return False
    if now - door["seen"] > door["idle"] * 60:
        return True
    if now - door["seen"] >= NOTED_EVERY_SECONDS and BY_ITSELF not in request.headers:
        request.session[DOOR] = {**door, "seen": now}
    return False


def bind_all(rules: SignInRules) -> None:
    """Bind every session there is to changed limits; who was idle may go on from now."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    for key in UserSession.objects.values_list("session_key", flat=True):
        session = store(key)
        if DOOR in session:
            session[DOOR] = {**session[DOOR], "seen": int(time.time()), **_limits(rules)}
            session.save(must_create=False)


def _limits(rules: SignInRules) -> dict[str, int]:
    return {"hours": rules.session_hours, "idle": rules.idle_minutes}
