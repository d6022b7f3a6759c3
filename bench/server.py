"""A real Careline web server on a bench database, started by its own command and stopped again."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from bench.cores import children, cpu_seconds

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running web process: where its pages are, and what it has cost."""

    url: str
    pid: int

    @property
    def cpu(self) -> float:
        """CPU seconds that the process has used so far, its database not counted."""
        return cpu_seconds(self.pid)

    @property
    def cpu_aside(self) -> float:
        """CPU seconds that the processes beside it have used so far, which answer searches."""
        return sum(cpu_seconds(pid) for pid in children(self.pid))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def web(address: str) -> Iterator[Server]:
    """Run `careline web` on a database, with the files of its pages. Raises RuntimeError if it won't start."""
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
        subprocess.run(
            [sys.executable, "-m", "careline", "migrate"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        server = subprocess.Popen([sys.executable, "-m", "careline", "web"], env=environment)
        try:
            _wait(f"http://127.0.0.1:{port}/health/live", server)
            yield Server(f"http://127.0.0.1:{port}", server.pid)
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
