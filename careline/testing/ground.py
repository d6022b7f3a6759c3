"""The ground the tests stand on: a real PostgreSQL, a home of their own, no network beyond this machine.

A pytest plugin (`-p careline.testing.ground`), because it must come before Django reads its settings. DATABASE_URL
says which server; without it the embedded one is started, once for all xdist workers, with durability off.
"""

import gc
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[2] / ".careline" / "test-database"
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
started: list = []
gc.disable()  # until all is collected: nothing of what is loaded now is garbage


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests():
    """Set the environment before Django reads it; workers of xdist inherit it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        home = Path(tempfile.mkdtemp(prefix="careline-tests-"))
        home.chmod(0o711)
        (home / "static").mkdir()
        os.environ |= {"CARELINE_HOME": str(home), "CARELINE_LOG_LEVEL": "warning"}
        os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or _embedded()
        started.append(home)
    _stay_on_this_machine()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """From here on there is garbage, and it isn't looked for among the million objects of the code and the tests."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 5)
    gc.enable()


def _embedded():
    from careline.core.database import EmbeddedServer

    server = EmbeddedServer(CACHE, report=lambda line: sys.stderr.write(f"{line}\n"), fast=True)
    server.start()
    started.append(server)
    return f"postgresql://careline@/careline?host={server.place.sockets}"


def pytest_unconfigure(config):
    """Stop and remove what was started here."""
    for thing in started:
        if isinstance(thing, Path):
            shutil.rmtree(thing, ignore_errors=True)
        else:
            thing.stop()
    started.clear()


def _stay_on_this_machine():
    """Refuse connections beyond this machine: a test that needs the internet is no test."""
    connect = socket.socket.connect

    def guarded(self, address):
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not str(address[0]).startswith(LOOPBACK):
            raise OSError(f"tests may reach only this machine, not {address[0]}")
        return connect(self, address)

    socket.socket.connect = guarded
