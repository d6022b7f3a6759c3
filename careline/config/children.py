"""The processes of `careline up`: how each is started, prepared and asked whether it lives."""

import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from typing import Any

from careline.config.configuration import Configuration
from careline.core.processes import die_with_parent

SUPERVISED = "CARELINE_SUPERVISED"
PROBE_SECONDS = 0.1
PROBE_PATIENCE_SECONDS = 1.0


class NotPrepared(Exception):
    """The first web process ended before it served a page; its own output says why."""


def web(descriptor: int, *, prepare: bool = False) -> "subprocess.Popen[bytes]":
    """Start a web process on the socket that we hold; `prepare` has it see to tables and static files first."""
    return _launch(
        "web", "--descriptor", str(descriptor), *(["--prepare"] if prepare else []), pass_fds=(descriptor,)
    )


def worker(*, with_services: bool) -> "subprocess.Popen[bytes]":
    """Start a worker process."""
    return _launch("worker", *([] if with_services else ["--only-jobs"]))


def _launch(*arguments: str, **more: Any) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "careline", *arguments],
        stdin=subprocess.DEVNULL,
        env={**os.environ, SUPERVISED: "1"},
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
        **more,
    )


def wait_for_web(
    chosen: Configuration, process: "subprocess.Popen[bytes]", stopping: threading.Event
) -> bool:
    """Wait until a page is served; False if we are told to stop before. Raises NotPrepared if the process ends."""
    host = chosen.listen.host.replace("0.0.0.0", "127.0.0.1").replace("::", "::1")  # noqa: S104 - comparing, not binding
    address = f"http://{f'[{host}]' if ':' in host else host}:{chosen.listen.port}/health/live"
    asking = urllib.request.Request(address, headers={"Host": "localhost"})
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not stopping.wait(PROBE_SECONDS):
        if process.poll() is not None:
            raise NotPrepared("The web server did not start; the lines above say why.")
        try:
            with without_proxy.open(asking, timeout=PROBE_PATIENCE_SECONDS):
                return True
        except (urllib.error.URLError, OSError):
            continue
    return False


def named(kind: str, index: int) -> str:
    """Return the name in status lines: `web`, `web 2`, …"""
    return kind if index == 0 else f"{kind} {index + 1}"


def explain(code: int) -> str:
    """Say in words how a process ended."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
