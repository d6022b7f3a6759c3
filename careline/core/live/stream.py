"""`GET /live?topics=…`: Server-Sent Events (WHATWG HTML, 9.2) as a plain ASGI application.

A stream never holds a thread. Its ids say how far the reader had come; `Last-Event-ID` fetches what was missed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.db import DatabaseError

from careline.core.live.hub import Hub, Watcher
from careline.core.live.person import watchable
from careline.core.live.telling import RELOAD, RETRY, STILL_HERE, Telling, ready

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

CHECK_SECONDS = 60
MOST_TOPICS = 500
hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one stream until the browser goes, the session ends, or the server stops."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    wanted = frozenset(",".join(query.get("topics", [])).split(",")[:MOST_TOPICS])
    cookie = headers.get("cookie", "")
    last = headers.get("last-event-id") or query.get("last", [""])[0]
    try:
        topics = await watchable(cookie, wanted)
    except DatabaseError:
        await _refuse(send, 503)
        return
    if topics is None:
        await _refuse(send, 401)
        return
    await _begin(send)
    watcher = Watcher(topics, topics, kin=hash(cookie))
    stream = asyncio.create_task(_feed(send, watcher, cookie, last))
    try:
        await _gone(receive, stream)
    finally:
        stream.cancel()
        hub.leave(watcher)
        await asyncio.gather(stream, return_exceptions=True)


async def _gone(receive: Receive, stream: asyncio.Task[None]) -> None:
    async def disconnected() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    waiting = asyncio.create_task(disconnected())
    await asyncio.wait({waiting, stream}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


async def _feed(send: Send, watcher: Watcher, cookie: str, last: str) -> None:
    first = await hub.join(watcher, last)
    await _write(send, RELOAD if first is None else ready(first, watcher.topics))
    while (item := await watcher.queue.get()) is not None and await _may_stay(watcher, cookie):
        if block := item.block(watcher.topics) if isinstance(item, Telling) else STILL_HERE:
            await _write(send, block)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _may_stay(watcher: Watcher, cookie: str) -> bool:
    """Look at the rights again when an event may have changed them, and once a minute."""
    now = asyncio.get_running_loop().time()
    if not watcher.must_check and now - watcher.checked_at < CHECK_SECONDS:
        return True
    watcher.must_check, watcher.checked_at = False, now
    allowed = await watchable(cookie, watcher.wanted)
    watcher.topics = allowed or frozenset()
    return allowed is not None


async def _begin(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _write(send, RETRY)


async def _write(send: Send, block: bytes) -> None:
    await send({"type": "http.response.body", "body": block, "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
