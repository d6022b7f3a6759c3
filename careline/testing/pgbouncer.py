"""A real PgBouncer in front of the tests' PostgreSQL, in transaction pooling mode, under another database name."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from careline.core.database import account
from careline.testing.installation import free_port

ALIAS = "pooled"
SERVER_CONNECTIONS = 4
_SETTINGS = """
[databases]
{alias} = {target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
admin_users = careline
logfile = {home}/pgbouncer.log
pidfile = {home}/pgbouncer.pid
"""


@dataclass(frozen=True)
class PgBouncer:
    """A running one: the address that goes through it, and the one that goes past it."""

    url: str
    direct_url: str
    port: int

    def figures(self) -> dict[str, int]:
        """How many transactions it passed on (`transactions`), and over how many connections (`servers`) now."""
        with psycopg.connect(
            f"postgresql://careline@127.0.0.1:{self.port}/pgbouncer", autocommit=True,
            cursor_factory=psycopg.ClientCursor, prepare_threshold=None,
        ) as console:  # fmt: skip
            stats = {row[0]: row[1] for row in console.execute("SHOW STATS").fetchall()}
            servers = [row for row in console.execute("SHOW SERVERS").fetchall() if row[2] == ALIAS]
        return {"transactions": stats[ALIAS], "servers": len(servers)}


def program() -> str | None:
    """Where PgBouncer is, if it is installed."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def pgbouncer(server_dsn: str, database: str) -> Iterator[PgBouncer]:
    """Run one in front of a database of this server, for the length of a test."""
    found = program()
    assert found, "PgBouncer is not installed"
    home = Path(tempfile.mkdtemp(prefix="careline-pgbouncer-"))
    account.own(home)
    port = free_port()
    given = conninfo_to_dict(server_dsn, dbname=database)
    parts = {name: str(given[name]) for name in ("host", "port", "dbname", "user") if given.get(name)}
    target = " ".join(f"{name}={value}" for name, value in parts.items())
    text = _SETTINGS.format(alias=ALIAS, target=target, port=port, size=SERVER_CONNECTIONS, home=home)
    (home / "pgbouncer.ini").write_text(text)
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [found, str(home / "pgbouncer.ini")], stdout=output, stderr=output, stdin=subprocess.DEVNULL,
            **account.as_account(),
        )  # fmt: skip
    direct = f"postgresql://careline@/{database}?" + urlencode({**parts, "dbname": database})
    running = PgBouncer(f"postgresql://careline@127.0.0.1:{port}/{ALIAS}", direct, port)
    try:
        _wait(running, home)
        yield running
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _wait(running: PgBouncer, home: Path) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            with psycopg.connect(running.url, connect_timeout=2):
                return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                said = (home / "output").read_text()[-2000:]
                raise RuntimeError(f"PgBouncer does not start: {said}") from error
            time.sleep(0.1)
