"""Which of the latest tickets conditions would have held of: what a rule in the making would have found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from careline.accounts.queries import visible_team_ids
from careline.tickets.queries.conditions.asking import Field
from careline.tickets.queries.conditions.clauses import clause_of
from careline.tickets.queries.conditions.language import Conditions

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AMONG = 1000
_LATEST = """
SELECT t.id, t.subject, c.name FROM (SELECT * FROM tickets_ticket x WHERE x.merged_into_id IS NULL
    AND x.team_id = ANY(%(teams)s) ORDER BY x.id DESC LIMIT %(among)s) t
JOIN customers_customer c ON c.id = t.customer_id WHERE {condition} ORDER BY t.id DESC
"""
_COUNT = "SELECT count(*) FROM (SELECT FROM tickets_ticket x WHERE x.merged_into_id IS NULL AND x.team_id = ANY(%s) LIMIT %s) y"


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
        values = clause.values | {"teams": teams, "among": AMONG}
        cursor.execute(_LATEST.format(condition=clause.sql), values)
        found = tuple(Fit(*row) for row in cursor.fetchall())
        cursor.execute(_COUNT, [teams, AMONG])
        row = cursor.fetchone()
    return LatestFits(found, int(row[0]) if row else 0)
