"""The database: reachable, new enough, with its extensions and tables, and waking listeners up."""

import time
from collections.abc import Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from careline.config.settings import CONFIGURATION
from careline.core.diagnosis import Finding, bad, good, warning
from careline.core.health import NotReady, check_migrations

OLDEST_VERSION = 15
EXTENSIONS = ("pg_trgm", "unaccent")
PATIENCE_SECONDS = 5.0
SKEW_SECONDS = 5.0


def check_reachable() -> Iterator[Finding]:
    """Does the database answer, and is it new enough?"""
    version = _one("SHOW server_version_num")
    told = f"PostgreSQL {int(version) // 10000}"
    if int(version) // 10000 < OLDEST_VERSION:
        yield bad(told, f"Careline needs PostgreSQL {OLDEST_VERSION} or newer")
    else:
        yield good(f"{told}, {'embedded' if CONFIGURATION.is_embedded else 'from DATABASE_URL'}")
    if _one("SHOW server_encoding") != "UTF8":
        yield bad("the database is not in UTF-8", "create it with: CREATE DATABASE … ENCODING 'UTF8'")


def check_extensions() -> Iterator[Finding]:
    """Are the extensions there, or can they be made?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        present = {name for (name,) in cursor.fetchall()}
    for name in EXTENSIONS:
        if name in present:
            yield good(name)
        else:
            yield bad(f"{name} is missing", f"as the database's owner or superuser: CREATE EXTENSION {name}")


def check_tables() -> Iterator[Finding]:
    """Are the tables those of this version?"""
    try:
        check_migrations()
    except NotReady as reason:
        yield bad(str(reason), "careline migrate")
    else:
        yield good("the tables are those of this version")


def check_listener() -> Iterator[Finding]:
    """Does a NOTIFY reach a LISTEN? Live updates and quick jobs depend on it."""
    started = time.monotonic()
    with psycopg.connect(settings.CARELINE_LISTENER_DSN, autocommit=True, connect_timeout=5) as listener:
        listener.execute("LISTEN careline_doctor")
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY careline_doctor")
        heard = list(listener.notifies(timeout=PATIENCE_SECONDS, stop_after=1))
    if heard:
        yield good(f"a wake-up took {(time.monotonic() - started) * 1000:.0f} ms")
    else:
        yield bad(
            "a NOTIFY was not heard",
            "behind PgBouncer set LISTENER_DATABASE_URL to the server itself",
        )


def check_clocks() -> Iterator[Finding]:
    """Do this machine and the database agree on the time?"""
    skew = abs(time.time() - float(_one("SELECT extract(epoch FROM clock_timestamp())")))
    if skew > SKEW_SECONDS:
        yield warning(f"the database's clock is {skew:.0f} s away from ours", "set both clocks by NTP")
    else:
        yield good("the database's clock agrees with ours")


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
