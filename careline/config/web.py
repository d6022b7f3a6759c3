"""One web process: uvicorn on the port, or on the socket that the supervisor holds open between restarts."""

import socket

import uvicorn

from careline.config.asgi import make_application
from careline.config.configuration import Configuration

GRACE_SECONDS = 5
BACKLOG = 2048


def bind(chosen: Configuration) -> socket.socket:
    """Open the listening socket. Raises OSError with the address in its text."""
    host, port = chosen.listen.host, chosen.listen.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError as error:
        opened.close()
        raise OSError(
            f"{chosen.listen} can't be listened on ({error.strerror}); choose another CARELINE_LISTEN"
        ) from error
    opened.listen(BACKLOG)
    return opened


def serve(chosen: Configuration, *, descriptor: int | None) -> None:
    """Answer requests until SIGTERM or SIGINT; requests under way may finish, streams end."""
    opened = bind(chosen) if descriptor is None else socket.socket(fileno=descriptor)
    server = uvicorn.Server(
        uvicorn.Config(
            make_application(threads=chosen.web_threads),
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
    server.run(sockets=[opened])
