"""The web server's listening socket. The supervisor holds it too, so that visitors only wait when a web process dies."""

import socket

from careline.config.configuration import Configuration

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
