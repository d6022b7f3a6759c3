"""Writing figures: many tickets in one statement, whether they are new or known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from careline.core.prepared import prepared_cursor
from careline.insight.models.kept import TicketFigures

COLUMNS = tuple(
    field.attname for field in TicketFigures._meta.concrete_fields if field.attname != "computed_at"
)
_NEW = ", ".join(COLUMNS)
_READ = ", ".join(f"x.{name}" for name in COLUMNS)
_AGAIN = ", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS[1:], "computed_at"))
# The types of the columns are those of the table itself.
_WRITE = (
    f"INSERT INTO insight_ticketfigures ({_NEW}, computed_at) SELECT {_READ}, now()"  # noqa: S608  (our own columns)
    " FROM jsonb_populate_recordset(NULL::insight_ticketfigures, %s::jsonb) x"
    f" ON CONFLICT (ticket_id) DO UPDATE SET {_AGAIN}"
)
_BARE = """
INSERT INTO insight_ticketfigures (ticket_id, team_id, agent_id, channel, priority, type, created_at,
    next_response_business, next_response_calendar, met, missed, computed_at)
SELECT t.id, t.team_id, 0, t.channel, t.priority, t.type, t.created_at, '{}', '{}', '{}', '{}', now()
FROM tickets_ticket t WHERE t.id = ANY(%s::bigint[]) AND t.merged_into_id IS NULL
ON CONFLICT (ticket_id) DO NOTHING
"""


def write_figures(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows by column names as they are; moments as ISO 8601."""
    given = json.dumps([*rows])
    if given != "[]":
        with prepared_cursor() as cursor:
            cursor.execute(_WRITE, [given])


def begin_rows(ticket_ids: Iterable[int]) -> None:
    """Begin the rows of tickets that only just came in, of which there is nothing to compute yet."""
    with prepared_cursor() as cursor:
        cursor.execute(_BARE, [[*ticket_ids]])
