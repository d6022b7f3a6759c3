"""The event log page by page for programs: no gap, nothing twice, whatever order transactions commit in.

A window lies between two snapshots of the database (see `log.py`) and is read in the order of ids; the next begins where
it ended. What was not yet committed when a window closed is in a later one. A cursor is `cluster/before/until/id`.
"""

import re
from dataclasses import dataclass, replace

from django.db import DataError, connection, transaction

from careline.core.models import Event

_SNAPSHOT = r"\d{1,19}:\d{1,19}:(?:\d{1,19}(?:,\d{1,19})*)?"
_CURSOR = re.compile(rf"(\d{{1,20}})/({_SNAPSHOT}|)/({_SNAPSHOT}|)/(\d{{1,18}})")
_NOW = "SELECT (SELECT system_identifier FROM pg_control_system())::text, pg_current_snapshot()::text"
IN_WINDOW = """
e.txid >= pg_snapshot_xmin(%(before)s::pg_snapshot) AND e.txid < pg_snapshot_xmax(%(until)s::pg_snapshot)
AND NOT pg_visible_in_snapshot(e.txid, %(before)s::pg_snapshot) AND pg_visible_in_snapshot(e.txid, %(until)s::pg_snapshot)
"""
# The first id of a window, by the index of transactions: from there on its pages are read by the primary key.
_FIRST = (
    f"WITH w AS MATERIALIZED (SELECT e.id FROM core_event e WHERE {IN_WINDOW})"  # noqa: S608 (our own words)
    " SELECT coalesce(min(id), 0), count(*) FROM w"
)
_PAGE = (
    f"SELECT e.id FROM core_event e WHERE e.id > %(id)s AND {IN_WINDOW}"  # noqa: S608 (our own words)
    " ORDER BY e.id LIMIT %(limit)s"
)
_HISTORY = """
SELECT e.id FROM core_event e WHERE e.id > %(id)s AND pg_visible_in_snapshot(e.txid, %(until)s::pg_snapshot)
ORDER BY e.id LIMIT %(limit)s
"""


NO_CURSOR = "This is no cursor of the event log."


class UnknownPosition(ValueError):
    """This is no cursor of ours."""


class OtherDatabase(Exception):
    """The cursor was given out by another database, say before a restore: it says nothing about this one."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader has come: all that `before` shows (nothing if ""), and of the window up to `until` the ids to `id`."""

    cluster: str
    before: str = ""
    until: str = ""
    id: int = 0

    def __str__(self) -> str:
        return f"{self.cluster}/{self.before}/{self.until}/{self.id}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some events in order, where the reader is after them, and whether there is more at once."""

    events: list[Event]
    position: Position
    has_more: bool


def at_start() -> Position:
    """The position before the first event that was kept."""
    return Position(_now()[0])


def at_end() -> Position:
    """The position after all that is committed now."""
    cluster, snapshot = _now()
    return Position(cluster, snapshot)


def parse_position(text: str) -> Position:
    """Read a cursor. Raises UnknownPosition."""
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise UnknownPosition(NO_CURSOR)
    return Position(match[1], match[2], match[3], int(match[4]))


def read(position: Position, *, limit: int) -> Stretch:
    """The next events after a position, at most `limit`. Raises OtherDatabase, UnknownPosition."""
    cluster, snapshot = _now()
    if position.cluster != cluster:
        raise OtherDatabase("This cursor is from another database, or from before a restore: begin again.")
    try:
        with transaction.atomic():
            return _read(position, snapshot, limit)
    except DataError as error:
        raise UnknownPosition(NO_CURSOR) from error


def _read(position: Position, snapshot: str, limit: int) -> Stretch:
    if not position.until:
        position = replace(position, until=snapshot, id=0)
        if position.before:
            first, count = _one(_FIRST, position)
            if not count:
                return Stretch([], Position(position.cluster, snapshot), has_more=False)
            position = replace(position, id=first - 1)
    ids = _ids(_PAGE if position.before else _HISTORY, position, limit + 1)
    found = Event.objects.in_bulk(ids[:limit])
    events = [found[one] for one in ids[:limit] if one in found]
    if len(ids) > limit:
        return Stretch(events, replace(position, id=ids[limit - 1]), has_more=True)
    return Stretch(events, Position(position.cluster, position.until), has_more=False)


def _now() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        row = cursor.fetchone()
    return str(row[0]), str(row[1])


def _one(statement: str, position: Position) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"before": position.before, "until": position.until})
        row = cursor.fetchone()
    return row[0], row[1]


def _ids(statement: str, position: Position, limit: int) -> list[int]:
    values: dict[str, str | int] = {
        "before": position.before,
        "until": position.until,
        "id": position.id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
