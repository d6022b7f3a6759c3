"""`careline up`: starts database, web and worker, starts again what dies, and stops all of it cleanly.

Stays small on purpose: it loads no Django, so that it costs little and can't fail with the rest.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from careline.config import children
from careline.config.configuration import Configuration
from careline.config.port import bind
from careline.core.database import EmbeddedServer

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.2
GRACE_SECONDS = 25.0
Say = Callable[[str, str], None]


@dataclass
class Child:
    """One process that must live: how to start it, and how it has fared."""

    name: str
    launch: Callable[[], "subprocess.Popen[bytes]"]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    due: float = 0.0
    pause: float = field(default=FIRST_PAUSE_SECONDS)

    def start(self) -> None:
        """Start the process."""
        self.process, self.started = self.launch(), time.monotonic()

    def ended(self) -> int | None:
        """Return the exit code of a process that ended since the last look, and plan its next start."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        if time.monotonic() - self.started > STEADY_SECONDS:
            self.pause = FIRST_PAUSE_SECONDS
        self.due, self.process = time.monotonic() + self.pause, None
        self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        return code

    def is_due(self) -> bool:
        """Whether it is down and its pause is over."""
        return self.process is None and time.monotonic() >= self.due


class Supervisor:
    """Keeps one installation running until it is told to stop."""

    def __init__(self, chosen: Configuration, say: Say) -> None:
        self.chosen = chosen
        self.say = say
        self.stopping = threading.Event()
        self.database: EmbeddedServer | None = None
        self.children: list[Child] = []

    def run(self) -> None:
        """Start everything, watch, and stop everything. Returns after a clean stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._start()
            while not self.stopping.wait(LOOK_EVERY_SECONDS):
                self._look()
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():
            for child in self.children:
                if child.process is not None:
                    child.process.kill()
        self.stopping.set()

    def _start(self) -> None:
        with bind(self.chosen) as opened:
            descriptor = os.dup(opened.fileno())
        os.set_inheritable(descriptor, True)
        self._start_database()
        if self.stopping.is_set():
            return
        first, *others = self._planned(descriptor)
        first.process, first.started = children.web(descriptor, prepare=True), time.monotonic()
        self.children.append(first)
        if not children.wait_for_web(self.chosen, first.process, self.stopping):
            return
        for child in others:
            child.start()
            self.children.append(child)
        self.say("careline", f"is ready at {self.chosen.url}")

    def _start_database(self) -> None:
        if not self.chosen.is_embedded:
            self.say("database", "is the one in DATABASE_URL")
            return
        started = time.monotonic()
        self.database = EmbeddedServer(self.chosen.home, report=lambda line: self.say(*line.split(": ", 1)))
        self.database.start()
        self.children.append(Child("database", self.database.launch, self.database.process, started))
        self.say("database", f"started in {time.monotonic() - started:.1f} s ({self.database.place.base})")

    def _planned(self, descriptor: int) -> list[Child]:
        webs = range(self.chosen.web_processes)
        workers = range(self.chosen.worker_processes)
        return [Child(children.named("web", n), lambda: children.web(descriptor)) for n in webs] + [
            Child(children.named("worker", n), lambda n=n: children.worker(with_services=n == 0))  # type: ignore[misc]
            for n in workers
        ]

    def _look(self) -> None:
        for child in self.children:
            code = child.ended()
            if code is not None:
                self.say(
                    child.name,
                    f"ended ({children.explain(code)}); starts again in {child.due - time.monotonic():.1f} s",
                )
            elif child.is_due():
                child.start()
                self.say(child.name, "started again")

    def _end(self) -> None:
        self.say("careline", "is stopping")
        ours = [c for c in self.children if c.process is not None and c.name != "database"]
        for child in ours:
            _ask(child)
        limit = time.monotonic() + GRACE_SECONDS
        for child in ours:
            _see_off(child, limit)
        if self.database is not None:
            self.database.stop()
        self.say("careline", "has stopped")


def _ask(child: Child) -> None:
    if child.process is not None:
        with contextlib.suppress(ProcessLookupError):
            child.process.terminate()


def _see_off(child: Child, limit: float) -> None:
    if child.process is None:
        return
    try:
        child.process.wait(max(0.1, limit - time.monotonic()))
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()
