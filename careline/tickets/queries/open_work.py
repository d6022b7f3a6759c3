"""How much open work there was at given moments, from the ledger, and how much there is now. No rights but where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from careline.tickets.queries.kept_out import not_kept_in

_AT = """
SELECT d.day, coalesce(team.value, t.team_id), s.value,
    width_bucket(extract(epoch FROM d.at - t.created_at)::float8, %(ages)s::float8[]), count(*)
FROM unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS d(day, at)
JOIN tickets_interval s ON s.kind = 'status' AND s.value < 5 AND s.started_at <= d.at
    AND (s.ended_at IS NULL OR s.ended_at > d.at)
JOIN tickets_ticket t ON t.id = s.ticket_id
LEFT JOIN tickets_interval team ON team.ticket_id = s.ticket_id AND team.kind = 'team' AND team.started_at <= d.at
    AND (team.ended_at IS NULL OR team.ended_at > d.at)
WHERE %(some)s::bigint[] IS NULL OR s.ticket_id = ANY(%(some)s::bigint[])
GROUP BY 1, 2, 3, 4
"""
KEYS = {
    "status": "t.status",
    "team": "t.team_id",
    "channel": "t.channel",
    "priority": "t.priority",
    "assignee": "coalesce(t.assignee_id, 0)",
}
"""By what the open work of this moment is told apart and narrowed; nobody is the assignee 0."""
_NOW = f"""
SELECT {{key}}, width_bucket(extract(epoch FROM %(now)s::timestamptz - t.created_at)::float8, %(ages)s::float8[]), count(*)
FROM tickets_ticket t WHERE t.status IN (1, 2, 3, 4) AND t.merged_into_id IS NULL AND t.team_id = ANY(%(teams)s::bigint[])
    AND {not_kept_in("t.id")}{{only}} GROUP BY 1, 2
"""  # noqa: S608  (our own words)
Counted = tuple[date, int, int, int, int]


def open_work_at(
    ends: Mapping[date, datetime], *, ages: Sequence[float], among: Iterable[int] | None = None
) -> list[Counted]:
    """Day, team then, status then, place of its age among `ages` (seconds), and how many tickets, at the end of each day.

    `among` looks at these tickets alone; without it the whole ledger of statuses is read once.
    """
    some = None if among is None else [*among]
    values: dict[str, Any] = {"days": [*ends], "ends": [*ends.values()], "ages": [*ages], "some": some}
    with connection.cursor() as cursor:
        cursor.execute(_AT, values)
        return [*cursor.fetchall()]


def open_work_now(
    team_ids: Iterable[int], *, viewer_id: int, ages: Sequence[float], now: datetime, by: str = "status",
    only: Mapping[str, Any] | None = None,
) -> dict[tuple[Any, int], int]:  # fmt: skip
    """How many tickets of these teams are open work now, by a key of KEYS and age, without those the viewer is kept out of.

    `only` narrows it to values of other keys.
    """
    wanted = only or {}
    narrowed = "".join(f" AND {KEYS[name]} = %({name})s" for name in wanted)
    values: dict[str, Any] = {"teams": [*team_ids], "me": viewer_id, "ages": [*ages], "now": now, **wanted}
    with connection.cursor() as cursor:
        cursor.execute(_NOW.format(key=KEYS[by], only=narrowed), values)
        return {(key, age): n for key, age, n in cursor.fetchall()}
