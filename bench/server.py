"""A real Careline web server on a bench database, started by its own command and stopped again."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import httpx

PATIENCE_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def web(address: str) -> Iterator[str]:
    """Run `careline web` on a database; gives the address of its pages. Raises RuntimeError if it won't start."""
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "CARELINE_HOME": home,
            "CARELINE_LISTEN": f"127.0.0.1:{port}",
            "CARELINE_SECRET_KEY": os.environ["CARELINE_SECRET_KEY"],
            "CARELINE_LOG_LEVEL": "error",
        }
        server = subprocess.Popen([sys.executable, "-m", "careline", "web"], env=environment)
        try:
            _wait(f"http://127.0.0.1:{port}/health/live", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(15)
            server.kill()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url).status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server did not start")
