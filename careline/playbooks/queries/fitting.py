"""Which playbooks fit a ticket: by its type, by words in what was written, by the house's own conditions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from careline.playbooks.procedure.schema import Applies
from careline.playbooks.procedure.wording import found, in_language
from careline.playbooks.queries.playbooks import Published, published
from careline.tickets.queries.conditions import BadConditions, facts_of, from_json, judge
from careline.tickets.queries.said import first_words

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


def fitting(ticket: Ticket, among: Iterable[Published] | None = None) -> list[Published]:
    """The playbooks to suggest for a ticket, those that its type requires first: they are suggested whatever was written."""
    offered = published() if among is None else [*among]
    text = f"{ticket.subject}\n{first_words(ticket)}" if offered else ""
    required = [one for one in offered if ticket.type in one.playbook.required_for]
    fits = (one for one in offered if _fits(one.procedure.playbook.applies, ticket, text))
    return [*required, *(one for one in fits if one not in required)]


def _fits(applies: Applies, ticket: Ticket, text: str) -> bool:
    if applies.types and ticket.type not in applies.types:
        return False
    if applies.words and not any(found(in_language(applies.words, one), text) for one in applies.words):
        return False
    if not applies.types and not applies.words and not applies.where:
        return False
    return not applies.where or _holds(applies, ticket)


def _holds(applies: Applies, ticket: Ticket) -> bool:
    """Whether the house's conditions hold; those about a field that is gone don't."""
    try:
        conditions = from_json(applies.where)
        return judge(conditions, facts_of([ticket.pk])[ticket.pk], at=datetime.now(UTC)).holds
    except (BadConditions, KeyError, TypeError, ValueError):
        return False
