"""One web process: uvicorn on the port, or on the socket that the supervisor holds open between restarts."""

import asyncio
import socket
from types import FrameType

import uvicorn

from careline.config.asgi import make_application
from careline.config.beside import Beside
from careline.config.configuration import Configuration
from careline.config.lanes import at_once
from careline.config.port import bind

GRACE_SECONDS = 5


class _Server(uvicorn.Server):
    """uvicorn's server, which also tells the streams when it is asked to end."""

    closing: asyncio.Event

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take note of a signal."""
        self.closing.set()
        super().handle_exit(sig, frame)


def serve(chosen: Configuration, *, descriptor: int | None) -> None:
    """Answer requests until SIGTERM or SIGINT; requests under way may finish, streams end.

    Pages are loaded here, not with this module: their middleware reads the list of static files, which may be made
    anew for this version until now.
    """
    from careline.config.wsgi import application as pages

    searches = Beside(pages, processes=at_once(chosen.web_threads))
    opened = bind(chosen) if descriptor is None else socket.socket(fileno=descriptor)
    closing = asyncio.Event()
    server = _Server(
        uvicorn.Config(
            make_application(pages, searches, threads=chosen.web_threads, closing=closing),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            proxy_headers=True,
            forwarded_allow_ips=chosen.trusted_proxies,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=30,
        )
    )
    server.closing = closing
    server.run(sockets=[opened])
