"""Who is at the other end of a stream: the session's person, and what they may watch now."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest

from careline.core.live.gates import allowed_topics

Result = TypeVar("Result")
# Two threads bound the database connections that streams may take, whatever their number.
_threads = ThreadPoolExecutor(2, thread_name_prefix="live")


async def watchable(cookie: str, wanted: frozenset[str]) -> frozenset[str] | None:
    """The topics that the session's person may watch now; None if nobody is logged in with it."""
    return await _in_thread(lambda: _watchable(cookie, wanted))


def _watchable(cookie: str, wanted: frozenset[str]) -> frozenset[str] | None:
    person = _person(cookie)
    return None if person is None else allowed_topics(person, wanted)


def _person(cookie: str) -> Any:
    morsel = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
    person = get_user(request)
    return person if person.is_authenticated and person.is_active else None


async def _in_thread(work: Callable[[], Result]) -> Result:
    def run() -> Result:
        try:
            return work()
        finally:
            connection.close()

    return await asyncio.get_running_loop().run_in_executor(_threads, run)
