"""A turn at searching: only a few at once in all processes together, and none for longer than a few seconds.

So however much people search, the queue keeps the database's processors.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from careline.core.waiting import seconds_in_line

SEATS = 4
LONGEST_MS = 3_000
PATIENCE_SECONDS = 0.5
IN_LINE_SECONDS = 2.0
_PAUSE_SECONDS = 0.02
SEARCHING, COMPARING = 0x5EA2C4, 0x5EA2C5
"""The two rooms with seats of their own: what people ask for, and what pages look up by themselves."""
_CANCELLED = "57014"
_SIT_DOWN = """
WITH RECURSIVE seat(n, got) AS (
    SELECT 0, pg_try_advisory_xact_lock(%(lock)s, %(first)s)
    UNION ALL SELECT n + 1, pg_try_advisory_xact_lock(%(lock)s, (%(first)s + n + 1) %% %(seats)s) FROM seat
        WHERE NOT got AND n + 1 < %(seats)s)
SELECT bool_or(got), set_config('statement_timeout', %(longest)s, true) FROM seat
"""


class NoTurn(Exception):
    """Too many search at this moment."""

    def __str__(self) -> str:
        return _("Many are searching at this moment. Try again in a few seconds.")


class TookTooLong(Exception):
    """A statement was ended by its limit; nothing else was undone."""

    def __str__(self) -> str:
        return _("That took too long. Ask for less: another word, a team or a time.")


@contextmanager
def turn(longest_ms: int = LONGEST_MS, *, room: int = SEARCHING) -> Iterator[None]:
    """Hold one of the seats of a room, in a transaction whose statements may each take `longest_ms` milliseconds.

    Raises NoTurn if none comes free in half a second, or if the request stood in line for over two seconds before (so
    that a long line grows short again), TookTooLong if a statement was ended.
    """
    try:
        with transaction.atomic():
            _sit_down(longest_ms, room)
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _CANCELLED:
            raise TookTooLong from error
        raise


def _sit_down(longest_ms: int, room: int) -> None:
    if seconds_in_line() > IN_LINE_SECONDS:
        raise NoTurn
    until = time.monotonic() + PATIENCE_SECONDS
    values: dict[str, int | str] = {"lock": room, "seats": SEATS, "longest": str(longest_ms)}
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_SIT_DOWN, values | {"first": random.randrange(SEATS)})  # noqa: S311 - no secret
            if cursor.fetchone()[0]:
                return
            if time.monotonic() > until:
                raise NoTurn
            time.sleep(_PAUSE_SECONDS)
