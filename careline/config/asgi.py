"""One port for everything: pages go to Django's WSGI handler in threads, `/live` is a plain ASGI application.

Django's own ASGI path costs three times the CPU a page, and a stream must never hold a page's thread.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from a2wsgi import WSGIMiddleware

from careline.config.lanes import at_once, is_search
from careline.core.waiting import came, noting_when_taken_up

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Pages = Callable[..., Any]
"""A WSGI application (PEP 3333)."""
Application = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]


def make_application(pages: Pages, searches: Pages, *, threads: int, closing: asyncio.Event) -> Application:
    """Return the whole web application, of the WSGI applications that answer pages and searches. `threads` bounds the
    pages that one process makes at once; searches have half as many of their own, and stand in a line of their own.

    Streams end when `closing` is set: otherwise each would hold up the server's end for the whole grace time.
    """
    at_the_desk: Any = WSGIMiddleware(noting_when_taken_up(pages), workers=threads)
    aside: Any = WSGIMiddleware(noting_when_taken_up(searches), workers=at_once(threads))

    from careline.core.live.stream import application as live

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/live":
            await _until(closing, live(scope, receive, send), send)
            return
        came()
        is_apart = scope["type"] == "http" and is_search(scope["path"])
        await (aside if is_apart else at_the_desk)(scope, receive, send)

    return application


async def _until(closing: asyncio.Event, work: Coroutine[Any, Any, None], send: Send) -> None:
    stream, end = asyncio.create_task(work), asyncio.create_task(closing.wait())
    try:
        await asyncio.wait({stream, end}, return_when=asyncio.FIRST_COMPLETED)
        if stream.done():
            stream.result()
            return
        stream.cancel()
        await asyncio.gather(stream, return_exceptions=True)
        with contextlib.suppress(RuntimeError):
            await send({"type": "http.response.body", "body": b""})
    finally:
        stream.cancel()
        end.cancel()
