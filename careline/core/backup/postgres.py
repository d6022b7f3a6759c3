"""The database's part of a backup, by PostgreSQL's own programs: a dump of one snapshot, and back again, all or nothing."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from careline.core.database import program

FILES_SQL = "SELECT sha256, size FROM core_file ORDER BY sha256"
MIGRATIONS_SQL = "SELECT app, name FROM django_migrations ORDER BY id"
# pg_restore 17 and newer set this for whatever server; older servers don't know it.
UNKNOWN_TO_OLD = b"SET transaction_timeout = 0;\n"
PREAMBLE_LINES = 60
CLEAR_SQL = """
SET client_min_messages = warning;
DO $$ DECLARE statement text; BEGIN
FOREACH statement IN ARRAY ARRAY(
  SELECT format('DROP %s IF EXISTS %s CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass)
    FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
  UNION ALL
  SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype)
    FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE typnamespace = 'public'::regnamespace AND (typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('DROP TEXT SEARCH CONFIGURATION IF EXISTS %s CASCADE', f.oid::regconfig)
    FROM pg_ts_config f WHERE cfgnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('DROP TEXT SEARCH DICTIONARY IF EXISTS %s CASCADE', y.oid::regdictionary)
    FROM pg_ts_dict y WHERE dictnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = y.oid AND d.deptype = 'e'))
LOOP EXECUTE statement; END LOOP; END $$;
"""


class DumpFailed(Exception):
    """One of PostgreSQL's programs failed; the text is what it said."""


@dataclass(frozen=True)
class Snapshot:
    """One moment of the database: its name for pg_dump, and what it refers to."""

    name: str
    server_version: int
    files: list[tuple[str, int]]
    migrations: list[list[str]]


@contextlib.contextmanager
def snapshot(dsn: str) -> Iterator[Snapshot]:
    """Hold one consistent moment of a running database open, for pg_dump and for the list of its files."""
    with psycopg.connect(dsn) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row: Any = connection.execute("SELECT pg_export_snapshot()").fetchone()
        files: list[Any] = connection.execute(FILES_SQL).fetchall()
        migrations = [list(map(str, each)) for each in connection.execute(MIGRATIONS_SQL).fetchall()]
        yield Snapshot(row[0], connection.info.server_version, files, migrations)


def dump(dsn: str, taken: Snapshot, target: Path) -> None:
    """Write the snapshot to `target` in pg_dump's custom format, and have pg_restore read its contents once."""
    address, environment = _address(dsn)
    options = [
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        f"--snapshot={taken.name}",
    ]
    _run([program("pg_dump"), *options, f"--dbname={address}", f"--file={target}"], environment)
    _run([program("pg_restore"), "--list", target], environment)


def restore(dsn: str, source: Path, *, afterwards: list[str]) -> None:
    """Replace everything in the database with the dump, then run the statements of `afterwards`: one transaction.

    Raises DumpFailed and leaves the database as it was when anything goes wrong.
    """
    address, environment = _address(dsn)
    reading = subprocess.Popen(
        [program("pg_restore"), "--no-owner", "--no-privileges", "--no-comments", "--file=-", source],
        stdout=subprocess.PIPE,
    )
    writing = subprocess.Popen(
        [
            program("psql"),
            "-X",
            "-q",
            "-o",
            os.devnull,
            "--single-transaction",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            address,
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    if reading.stdout is None or writing.stdin is None:
        raise DumpFailed("no pipe between pg_restore and psql")
    with contextlib.suppress(BrokenPipeError):
        _pour(reading.stdout, writing.stdin, afterwards, reading)
    reading.stdout.close()
    _, said = writing.communicate()
    if reading.wait() or writing.returncode:
        raise DumpFailed(said.decode(errors="replace").strip() or "pg_restore failed")


def _pour(
    source: IO[bytes], target: IO[bytes], afterwards: list[str], reading: "subprocess.Popen[bytes]"
) -> None:
    target.write(CLEAR_SQL.encode())
    for _ in range(PREAMBLE_LINES):
        line = source.readline()
        if line != UNKNOWN_TO_OLD:
            target.write(line)
    while chunk := source.read(1024 * 1024):
        target.write(chunk)
    # A dump that broke off must not be committed: an error stops psql, which then rolls back.
    last = ["SET search_path = public", *afterwards] if reading.wait() == 0 else ["SELECT 1/0"]
    target.write("".join(f"{statement};\n" for statement in last).encode())


def _address(dsn: str) -> tuple[str, dict[str, str]]:
    """Return the address without its password, which must not show in the list of processes."""
    parts = conninfo_to_dict(dsn)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}


def _run(command: list[str | Path], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    if done.returncode:
        raise DumpFailed(done.stderr.decode(errors="replace").strip())
