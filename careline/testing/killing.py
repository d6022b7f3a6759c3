"""Processes on the tests' own database, to be killed in the middle of their work."""

import contextlib
import os
import random
import subprocess
import sys
import time

from django.db import connection


def database_url():
    """The address of the tests' own database."""
    chosen = connection.settings_dict
    host, port = chosen["HOST"] or "127.0.0.1", chosen["PORT"] or 5432
    where = (
        f"/{chosen['NAME']}?host={host}" if str(host).startswith("/") else f"{host}:{port}/{chosen['NAME']}"
    )
    user = f"{chosen['USER']}:{chosen['PASSWORD']}" if chosen["PASSWORD"] else chosen["USER"]
    return f"postgresql://{user}@{where}"


def start_python(*arguments, **settings):
    """Start Python with these arguments as a process of the desk under test, which reads and says nothing.

    A script (`-c`) isn't searched for garbage: it lives for seconds.
    """
    if arguments[0] == "-c":
        arguments = ("-c", f"import gc; gc.disable(); {arguments[1]}", *arguments[2:])
    environment = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "careline.config.settings",
        "CARELINE_LOG_LEVEL": "error",
    }
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        env=os.environ | environment | {name: str(value) for name, value in settings.items()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


class Pair:
    """Two processes that run the same script side by side."""

    def __init__(self, script, **settings):
        self._start = lambda: start_python("-c", script, **settings)
        self.running = [self._start(), self._start()]

    def kill(self, times, *, between, seed=7):
        """Kill one of them (SIGKILL) so often, after so many seconds (a least and a most), and put another in its place."""
        chance = random.Random(seed)
        for _ in range(times):
            time.sleep(chance.uniform(*between))
            victim = chance.randrange(2)
            end(self.running[victim])
            self.running[victim] = self._start()


@contextlib.contextmanager
def pair(script, **settings):
    """Two processes with this script, which end with the block."""
    workers = Pair(script, **settings)
    try:
        yield workers
    finally:
        for process in workers.running:
            end(process)


def end(process):
    """Kill a process (SIGKILL) and wait until it is gone."""
    process.kill()
    process.wait(10)


def wait_until(condition, *, seconds, every=0.1):
    """Wait until the condition holds, so many seconds at most; returns what it gave last."""
    until = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < until:
        time.sleep(every)
    return holds
