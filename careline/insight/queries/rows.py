"""The kept figures of a slice ticket by ticket, for files: read in pieces, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from careline.insight.contracts import TIMES, Figure, Slice
from careline.insight.queries.summing import values_of, where

PIECE = 2000
COLUMNS = (
    "ticket_id", "team_id", "agent_id", "channel", "priority", "type", "created_at", "solved_at",
    *(f"{figure}_{kind}" for figure in TIMES if figure != Figure.NEXT_RESPONSE for kind in ("business", "calendar")),
    "first_contact", "one_touch", "reopened", "met", "missed",
)  # fmt: skip
_FROM = "FROM insight_ticketfigures t"


def rows_of(asked: Slice) -> Iterator[tuple[Any, ...]]:
    """The rows in the order in which they were solved, COLUMNS each, in one snapshot of the database.

    Whose figures the viewer may not see has no `agent_id` in them (0).
    """
    whose = (
        "t.agent_id"
        if asked.agent_ids is None
        else "CASE WHEN t.agent_id = ANY(%(agents)s::bigint[]) THEN t.agent_id ELSE 0 END"
    )
    columns = ", ".join(whose if name == "agent_id" else f"t.{name}" for name in COLUMNS)
    said = "t.settles_at <= %(now)s"
    columns = columns.replace(
        "t.first_contact", f"CASE WHEN NOT t.first_contact OR {said} THEN t.first_contact END"
    )
    statement = f"SELECT {columns} {_FROM} WHERE {where(asked)} ORDER BY t.solved_at, t.ticket_id"
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, values_of(asked))
        while piece := cursor.fetchmany(PIECE):
            yield from piece
