"""Which of the latest tickets conditions would have held of: what a rule in the making would have found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from careline.accounts.queries import visible_team_ids
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.conditions.asking import Field
from careline.tickets.queries.conditions.clauses import clause_of
from careline.tickets.queries.conditions.language import Conditions

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AMONG = 1000
_LATEST = f"""
SELECT t.id, t.subject, c.name FROM (SELECT * FROM tickets_ticket t WHERE t.merged_into_id IS NULL
    AND t.team_id = ANY(%(teams)s) AND {NOT_KEPT} ORDER BY t.id DESC LIMIT %(among)s) t
JOIN customers_customer c ON c.id = t.customer_id WHERE {{condition}} ORDER BY t.id DESC
"""  # noqa: S608
_COUNT = f"""
SELECT count(*) FROM (SELECT FROM tickets_ticket t WHERE t.merged_into_id IS NULL AND t.team_id = ANY(%(teams)s)
    AND {NOT_KEPT} LIMIT %(among)s) y
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Fit:
    """A ticket that fits: its number, subject and customer."""

    number: int
    subject: str
    customer: str


@dataclass(frozen=True, slots=True)
class LatestFits:
    """The tickets that fit, newest first, and among how many was looked."""

    found: tuple[Fit, ...]
    among: int


def latest_that_fit(
    conditions: Conditions, agent: Agent, *, known: Mapping[str, Field] | None = None
) -> LatestFits:
    """The tickets that fit checked conditions, of the latest thousand that this person may see. Raises BadConditions."""
    clause, teams = clause_of(conditions, agent, known=known), visible_team_ids(agent)
    with connection.cursor() as cursor:
        values = clause.values | {"me": agent.pk, "teams": teams, "among": AMONG}
        cursor.execute(_LATEST.format(condition=clause.sql), values)
        found = tuple(Fit(*row) for row in cursor.fetchall())
        cursor.execute(_COUNT, {"me": agent.pk, "teams": teams, "among": AMONG})
        row = cursor.fetchone()
    return LatestFits(found, int(row[0]) if row else 0)
