"""Who is at the other end of a stream: the session's person, and what they may watch now.

Whoever asks at the same time is answered together, over one connection, and each person is looked up once for all of
their streams: a thousand streams ask as often as the people behind them.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest

from careline.core.live.gates import allowed_topics

MOST_AT_ONCE = 1000
Topics = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Question:
    """What one stream wants to know."""

    cookie: str
    wanted: Topics
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Topics | None]"


# Two threads bound the database connections that streams may take, whatever their number.
_threads = ThreadPoolExecutor(2, thread_name_prefix="live")
_waiting: deque[_Question] = deque()


async def watchable(cookie: str, wanted: Topics) -> Topics | None:
    """The topics that the session's person may watch now; None if nobody is logged in with it.

    Raises DatabaseError when the database is away.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Topics | None] = loop.create_future()
    _waiting.append(_Question(cookie, wanted, loop, answer))
    _threads.submit(_answer_all)
    return await answer


def _answer_all() -> None:
    """Answer whatever waits; mostly an earlier call has done it already."""
    try:
        while batch := _taken():
            for cookie in dict.fromkeys(question.cookie for question in batch):
                _answer(cookie, [question for question in batch if question.cookie == cookie])
    finally:
        connection.close()


def _taken() -> list[_Question]:
    taken: list[_Question] = []
    with contextlib.suppress(IndexError):
        while len(taken) < MOST_AT_ONCE:
            taken.append(_waiting.popleft())
    return taken


def _answer(cookie: str, questions: list[_Question]) -> None:
    try:
        allowed = _allowed(cookie, frozenset[str]().union(*(question.wanted for question in questions)))
    except Exception as error:
        _tell(questions, error)
    else:
        _tell(questions, allowed)


def _allowed(cookie: str, wanted: Iterable[str]) -> Topics | None:
    person = _person(cookie)
    return None if person is None else allowed_topics(person, wanted)


def _tell(questions: list[_Question], said: Topics | Exception | None) -> None:
    for question in questions:
        with contextlib.suppress(RuntimeError):  # its loop has ended meanwhile
            question.loop.call_soon_threadsafe(_settle, question, said)


def _settle(question: _Question, said: Topics | Exception | None) -> None:
    if question.answer.done():
        return
    if isinstance(said, Exception):
        question.answer.set_exception(said)
    else:
        question.answer.set_result(None if said is None else said & question.wanted)


def _person(cookie: str) -> Any:
    morsel = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
    person = get_user(request)
    return person if person.is_authenticated and person.is_active else None
