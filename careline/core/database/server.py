"""Starting, watching and stopping the embedded PostgreSQL."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from careline.core.database import account, tuning
from careline.core.database.place import Place, locate, prepare
from careline.core.database.tools import server_program
from careline.core.processes import AlreadyRunning, alone_in, die_with_parent

EXTENSIONS = ("pg_trgm", "unaccent")
SAY_EVERY_SECONDS = 5.0
Report = Callable[[str], None]


class DatabaseTrouble(Exception):
    """The embedded database could not do what it should; the text says why and what helps."""


class EmbeddedServer:
    """One PostgreSQL of our own. Times out never: crash recovery takes as long as it takes, and is reported."""

    def __init__(self, home: Path, *, report: Report = lambda line: None, fast: bool = False) -> None:
        """Know the server of `home`. `fast` gives up durability: for tests only."""
        self.place: Place = locate(home)
        self.process: subprocess.Popen[bytes] | None = None
        self._report = report
        self._fast = fast

    def start(self) -> None:
        """Initialise if needed, start, wait until it answers, and make the database. Raises DatabaseTrouble."""
        prepare(self.place)
        self._end_leftover()
        if not (self.place.data / "PG_VERSION").exists():
            self._initialise()
        tuning.write(self.place.data, fast=self._fast)
        self.launch()
        self.wait()
        self._make_database()

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server process and return at once."""
        with self.place.log.open("ab") as log:
            self.process = subprocess.Popen(
                [server_program("postgres"), "-D", self.place.data, "-k", self.place.sockets],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                cwd="/",
                **account.as_account(),
            )
        return self.process

    def wait(self) -> None:
        """Wait until the server answers. Raises DatabaseTrouble with the end of its log if it ends instead."""
        said = time.monotonic()
        while not self.answers():
            if self.process is not None and self.process.poll() is not None:
                raise DatabaseTrouble(f"PostgreSQL did not start. Its log ends with:\n{self._log_end()}")
            if time.monotonic() - said > SAY_EVERY_SECONDS:
                said = time.monotonic()
                self._report(f"database: still starting ({self._log_end(lines=1)})")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, *, patient: bool = False) -> None:
        """Stop the server: at once and cleanly, or with `patient` after its last client has gone (10 s at most)."""
        if self.process is None or self.process.poll() is not None:
            return
        if patient:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def _connect(self, name: str) -> psycopg.Connection[tuple[object, ...]]:
        host = str(self.place.sockets)
        return psycopg.connect(host=host, user="careline", dbname=name, connect_timeout=5, autocommit=True)

    def _initialise(self) -> None:
        self._report("database: being made for the first time")
        fresh = self.place.base / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        command: list[str | Path] = [
            server_program("initdb"),
            f"--pgdata={fresh}",
            "--username=careline",
            "--auth=trust",
            *locale,
        ]
        done = subprocess.run(
            [*command, *(["--no-sync"] if self._fast else [])],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            **account.as_account(),
        )
        if done.returncode:
            raise DatabaseTrouble(f"The database could not be made:\n{done.stderr.strip()}")
        fresh.rename(self.place.data)

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'careline'").fetchone()
            if known is None:
                connection.execute("CREATE DATABASE careline")
        with self._connect("careline") as connection:
            for name in EXTENSIONS:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")

    def _end_leftover(self) -> None:
        """End a server whose owner was killed, and forget the pid file of one that is long gone."""
        lock = self.place.data / "postmaster.pid"
        pid = _postmaster(lock, self.place.data)
        if pid is None:
            lock.unlink(missing_ok=True)
            return
        self._report("database: ending the server that an earlier run left behind")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        while _postmaster(lock, self.place.data) is not None:
            time.sleep(0.05)

    def _log_end(self, *, lines: int = 8) -> str:
        return "\n".join(self.place.log.read_text(errors="replace").splitlines()[-lines:])


def _postmaster(lock: Path, data: Path) -> int | None:
    """Return the pid of the living server that `lock` names; None for a stale file or another's pid."""
    try:
        first, folder = lock.read_text().splitlines()[:2]
        pid = int(first)
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    asked = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    )
    is_postgres = "postgres" in asked.stdout and "<defunct>" not in asked.stdout
    return pid if Path(folder) == data and is_postgres else None


@contextlib.contextmanager
def running(home: Path, *, name: str, report: Report = lambda line: None) -> Iterator[None]:
    """Have the embedded database running for one command: joins the one that runs, or starts and stops its own."""
    server = EmbeddedServer(home, report=report)
    if server.answers() or "CARELINE_SUPERVISED" in os.environ:
        yield
        return
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(alone_in(home, name=name))
        except AlreadyRunning:
            server.wait()
        else:
            server.start()
            held.callback(server.stop, patient=True)
        yield
