"""One port for everything: pages go to Django's WSGI handler in threads, `/live` is a plain ASGI application.

Django's own ASGI path costs three times the CPU a page, and a stream must never hold a page's thread.
"""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careline.config.settings")

from django.core.wsgi import get_wsgi_application

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def make_application(*, threads: int) -> Application:
    """Return the whole web application. `threads` bounds the pages that one process makes at once."""
    django: Any = get_wsgi_application()
    pages: Any = WSGIMiddleware(django, workers=threads)

    from careline.core.live.stream import application as live

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        is_live = scope["type"] == "http" and scope["path"] == "/live"
        await (live if is_live else pages)(scope, receive, send)

    return application
