"""Whether the business hours that count for a ticket are open: its organisation's, inbox's or team's, or the usual ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from careline.customers.queries import ORGANISATION_ID
from careline.tickets.queries.conditions.asking import Asking, Judging
from careline.tickets.queries.conditions.facts import Facts
from careline.workforce.queries import calendar_of, hours_for, hours_in_use, organisations_have_hours

_OWNERS = (
    ("organisation", f"(SELECT {ORGANISATION_ID} FROM customers_customer c WHERE c.id = t.customer_id)"),  # noqa: S608  (our own words)
    ("inbox", "t.inbox_id"),
    ("team", "t.team_id"),
)


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Open or closed at the moment of asking."""

    name: str = "open_hours"
    operators: tuple[str, ...] = ("yes", "no")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Nothing: the operator says it all."""
        return None

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Looked up among those that have hours of their own, each of which is open now or not."""
        pieces = [_looked_up(kind, column, asking) for kind, column in _OWNERS if hours_in_use(kind)]
        usual = f"{asking.bind(calendar_of(None).is_open(asking.now))}::boolean"
        found = f"coalesce({', '.join([*pieces, usual])})"
        return found if op == "yes" else f"NOT {found}"

    def holds(self, op: str, value: Any, found: int | None, judging: Judging) -> bool:
        """The same of the hours that count."""
        return calendar_of(found).is_open(judging.at) == (op == "yes")


def _looked_up(kind: str, column: str, asking: Asking) -> str:
    used = hours_in_use(kind)
    ids = asking.bind([*used])
    states = asking.bind([calendar_of(hours_id).is_open(asking.now) for hours_id in used.values()])
    return f"(SELECT u.is_open FROM unnest({ids}::bigint[], {states}::boolean[]) u(id, is_open) WHERE u.id = {column})"  # noqa: S608


def hours_of(facts: Facts) -> int | None:
    """The hours that count for a ticket."""
    organisation_id = facts.of("customer").organisation_id if organisations_have_hours() else None
    ticket = facts.ticket
    return hours_for(team_id=ticket.team_id, inbox_id=ticket.inbox_id, organisation_id=organisation_id)
