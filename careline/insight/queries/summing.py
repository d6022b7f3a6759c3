"""Summing figures up in the database: one statement for all figures of a slice, told apart by one key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from careline.insight.contracts import SHARES, TIMES, Figure, Slice, Summary, Totals
from careline.tickets.queries.kept_out import not_kept_in

KEYS = {
    "all": "1",
    "unit": "width_bucket({moment}, %(starts)s::timestamptz[])",
    "team": "t.team_id",
    "agent": "t.agent_id",
    "channel": "t.channel",
    "priority": "t.priority",
    "type": "t.type",
}
_NARROWED = {
    "channel": "t.channel = %(channel)s",
    "priority": "t.priority = %(priority)s",
    "type": "t.type = %(type)s",
    "agent_id": "t.agent_id = %(agent_id)s",
}
_PARTS = 4


def where(asked: Slice, *, moment: str = "") -> str:
    """The condition of a slice over figures `t`, by another moment than its own if said; `values_of` has its values."""
    moment = moment or asked.moment
    narrowed = [text for name, text in _NARROWED.items() if getattr(asked, name)]
    return " AND ".join(
        [
            f"t.{moment} >= %(since)s AND t.{moment} < %(until)s AND t.team_id = ANY(%(teams)s::bigint[])",
            not_kept_in("t.ticket_id"),
            *narrowed,
        ]
    )


def values_of(asked: Slice) -> dict[str, Any]:
    """What the condition of a slice is filled with."""
    names = ("since", "until", "channel", "priority", "type", "agent_id")
    return {name: getattr(asked, name) for name in names} | {
        "teams": [*asked.team_ids],
        "me": asked.viewer_id,
        "agents": [*(asked.agent_ids or ())],
        "now": timezone.now(),
    }


def sum_up(asked: Slice, key: str, *, times: tuple[Figure, ...] = TIMES, **further: Any) -> dict[Any, Totals]:
    """The totals of a slice by a key of KEYS.

    Each of `times` costs a sorting of all its values: leave out what isn't shown.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(asked, key, times), values_of(asked) | further)
        return {row[0]: _totals(row, times) for row in cursor.fetchall()}


def sum_units(
    asked: Slice, starts: Sequence[datetime], *, times: tuple[Figure, ...] = TIMES
) -> dict[datetime, Totals]:
    """The totals of a slice by the units that begin at these moments, which are in order and the first not after it.

    The moments come from us: the database may know other time zones than we do.
    """
    found = sum_up(asked, "unit", times=times, starts=[*starts])
    return {starts[place - 1]: totals for place, totals in found.items()}


def sum_whole(asked: Slice, *, times: tuple[Figure, ...] = TIMES) -> Totals:
    """The totals of a slice as a whole: without groups nothing but the values themselves is sorted."""
    return sum_up(asked, "all", times=times)[1]


def _statement(asked: Slice, key: str, times: tuple[Figure, ...]) -> str:
    kind = "business" if asked.is_business else "calendar"
    columns = [f"t.{one}_{kind} AS {one}" for one in times]
    singles = [_summary(one) for one in times if one != Figure.NEXT_RESPONSE]
    only = (
        " AND t.agent_id = ANY(%(agents)s::bigint[])"
        if key == "agent" and asked.agent_ids is not None
        else ""
    )
    return f"""
WITH f AS NOT MATERIALIZED (SELECT {", ".join([f"{_key(asked, key)} AS key", *columns, *_KEPT])}
    FROM insight_ticketfigures t WHERE {where(asked)}{only}),
one AS (SELECT {", ".join([_KEY[key == "all"], "count(*) AS tickets", *_SHARES, *singles])} FROM f{_GROUPED[key == "all"]}){_many(times, is_whole=key == "all")}
SELECT {", ".join(["key", "tickets", *_SHARE_NAMES, *_names(times)])} FROM one{_joined(times)} ORDER BY key
"""  # noqa: S608  (our own words; values are bound)


def _key(asked: Slice, key: str) -> str:
    return KEYS[key].format(moment=f"t.{asked.moment}")


def _many(times: tuple[Figure, ...], *, is_whole: bool) -> str:
    """The sums of the figure of which a ticket may have several values."""
    if Figure.NEXT_RESPONSE not in times:
        return ""
    return f""",
many AS (SELECT {_KEY[is_whole]}, {_summary("v", Figure.NEXT_RESPONSE)}
    FROM f CROSS JOIN LATERAL unnest(f.{Figure.NEXT_RESPONSE}) v{_GROUPED[is_whole]})"""  # noqa: S608  (our own words)


def _joined(times: tuple[Figure, ...]) -> str:
    return " LEFT JOIN many USING (key)" if Figure.NEXT_RESPONSE in times else ""


# By whether it is one sum of all, or one for each key.
_KEY = {True: "1 AS key", False: "key"}
_GROUPED = {True: "", False: " GROUP BY key"}


def _summary(column: str, named: str = "") -> str:
    """Number, median, nine in ten (nearest rank) and mean of a column."""
    name = named or column
    ordered = f"WITHIN GROUP (ORDER BY {column})"
    return (
        f"count({column}) AS {name}_n, percentile_cont(0.5) {ordered} AS {name}_median,"
        f" percentile_disc(0.9) {ordered} AS {name}_ninth, avg({column}) AS {name}_mean"
    )


_SAID = "first_contact IS NOT NULL AND (NOT first_contact OR settles_at <= %(now)s)"
_KEPT = (
    "t.first_contact", "t.settles_at", "t.one_touch", "t.reopened", "cardinality(t.met) AS met",
    "cardinality(t.missed) AS missed", "t.solved_at",
)  # fmt: skip
_SHARES = (
    f"count(*) FILTER (WHERE first_contact AND {_SAID}) AS contact_true, count(*) FILTER (WHERE {_SAID}) AS contact_said",
    "count(*) FILTER (WHERE one_touch) AS touch_true, count(one_touch) AS touch_said",
    "count(*) FILTER (WHERE reopened) AS reopened_true, count(reopened) AS reopened_said",
    "sum(met) AS met, sum(missed) AS missed, count(solved_at) AS solved",
)
_SHARE_NAMES = (
    "contact_true", "contact_said", "touch_true", "touch_said", "reopened_true", "reopened_said", "met", "missed", "solved",
)  # fmt: skip


def _names(times: tuple[Figure, ...]) -> Iterator[str]:
    for figure in times:
        yield from (f"{figure}_{part}" for part in ("n", "median", "ninth", "mean"))


def _totals(row: tuple[Any, ...], times: tuple[Figure, ...]) -> Totals:
    _key, tickets, *rest = row
    shares = {figure: (rest[2 * n], rest[2 * n + 1]) for n, figure in enumerate(SHARES)}
    told = [rest[9 + _PARTS * n : 9 + _PARTS * (n + 1)] for n in range(len(times))]
    summed = {
        figure: Summary(*parts) if parts[0] else None for figure, parts in zip(times, told, strict=True)
    }
    return Totals(tickets, summed, shares, int(rest[6] or 0), int(rest[7] or 0), rest[8])


def received(asked: Slice, starts: Sequence[datetime]) -> dict[datetime, int]:
    """How many tickets came in, by the beginning of each unit: those created in the time of a slice, solved or not."""
    statement = (
        f"SELECT width_bucket(t.created_at, %(starts)s::timestamptz[]), count(*) FROM insight_ticketfigures t"  # noqa: S608
        f" WHERE {where(asked, moment='created_at')} GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values_of(asked) | {"starts": [*starts]})
        return {starts[place - 1]: count for place, count in cursor.fetchall()}


def targets_of(asked: Slice) -> list[tuple[str, int, int, int]]:
    """Of the targets of a slice's tickets: kind, policy (0: set by hand), how many were kept, and how many missed."""
    statement = f"""
WITH f AS MATERIALIZED (SELECT t.met, t.missed FROM insight_ticketfigures t WHERE {where(asked)}
    AND (t.met <> '{{}}' OR t.missed <> '{{}}'))
SELECT split_part(x.target, ':', 1), split_part(x.target, ':', 2)::bigint, sum(x.kept)::int, sum(1 - x.kept)::int
FROM (SELECT unnest(met) AS target, 1 AS kept FROM f UNION ALL SELECT unnest(missed), 0 FROM f) x GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608  (our own words; values are bound)
    with connection.cursor() as cursor:
        cursor.execute(statement, values_of(asked))
        return [(kind, policy, kept, missed) for kind, policy, kept, missed in cursor.fetchall()]
