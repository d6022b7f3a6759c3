"""The way into the journal for those who live in an event loop: what comes at the same moment shares one commit."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from django.db import close_old_connections

from careline.channels.intake.accepting import accept
from careline.channels.protocol import NewArrival

MOST_BYTES = 64 * 1024 * 1024
MOST_ITEMS = 500
log = structlog.get_logger()
Answer = TypeVar("Answer")
_Waiting = tuple[Sequence[NewArrival], "asyncio.Future[None]"]


class Gate:
    """Accepts arrivals in one thread of its own; each caller returns when theirs are committed."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gate")

    async def accept(self, items: Sequence[NewArrival]) -> None:
        """Return when these are in the journal, durably. Raises what the database raised; then they are not."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put((items, done))
        await done

    async def look_up(self, question: Callable[[], Answer]) -> Answer:
        """Ask the database something, in the same thread: one connection for all who come in."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _asked, question)

    async def run(self) -> None:
        """Serve those who wait, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            group = [await self._queue.get()]
            while not self._queue.empty() and _fits(group):
                group.append(self._queue.get_nowait())
            errors = await loop.run_in_executor(self._thread, _accept_group, [items for items, _ in group])
            for (_items, done), error in zip(group, errors, strict=True):
                _answer(done, error)


def _asked(question: Callable[[], Answer]) -> Answer:
    close_old_connections()
    return question()


def _answer(done: "asyncio.Future[None]", error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)


def _fits(group: list[_Waiting]) -> bool:
    held = sum(len(one.raw) for items, _ in group for one in items)
    return held < MOST_BYTES and len(group) < MOST_ITEMS


def _accept_group(groups: list[Sequence[NewArrival]]) -> list[Exception | None]:
    """Accept all in one commit; if that fails, each caller's own, so that one can't refuse its neighbours."""
    close_old_connections()
    try:
        accept([one for items in groups for one in items])
    except Exception as error:
        log.warning("accepting_failed", error=str(error)[:300], callers=len(groups))
        return [_accept_alone(items) for items in groups] if len(groups) > 1 else [error]
    return [None] * len(groups)


def _accept_alone(items: Sequence[NewArrival]) -> Exception | None:
    try:
        accept(items)
    except Exception as error:
        return error
    return None
