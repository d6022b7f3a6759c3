"""A customer's tickets, and the people who take part in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.customers.queries import same_person_ids
from careline.tickets.models import Message, Ticket
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.queue import ROWS, QueueRow, with_viewers

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.customers.models import Customer

_THEIRS = ROWS + (
    f"WHERE {NOT_KEPT} AND t.customer_id = ANY(%(customers)s) AND t.team_id = ANY(%(teams)s) AND t.merged_into_id IS NULL"
    " ORDER BY t.id DESC LIMIT %(limit)s"
)


_OF_ORGANISATION = ROWS + (  # noqa: S608 - values are bound
    f"WHERE {NOT_KEPT} AND t.customer_id IN (SELECT id FROM customers_customer WHERE organisation_id = %(organisation)s)"  # noqa: S608
    " AND t.team_id = ANY(%(teams)s) AND t.merged_into_id IS NULL ORDER BY t.id DESC LIMIT %(limit)s"
)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody outside who takes part in a ticket, by the latest name they used."""

    email: str
    name: str
    is_requester: bool


def customer_tickets(agent: Agent, customer: Customer, *, limit: int = 50) -> tuple[QueueRow, ...]:
    """The tickets of a person (whatever records of them were merged) that may be seen, newest first."""
    if not agent.may(Right.READ_TICKETS):
        return ()
    values: dict[str, Any] = {
        "me": agent.pk,
        "customers": same_person_ids(customer),
        "teams": visible_team_ids(agent),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_THEIRS, values)
        return with_viewers(cursor.fetchall(), agent)


def organisation_tickets(agent: Agent, organisation_id: int, *, limit: int = 50) -> tuple[QueueRow, ...]:
    """The tickets of an organisation's members that may be seen, newest first."""
    if not agent.may(Right.READ_TICKETS):
        return ()
    values: dict[str, Any] = {
        "me": agent.pk,
        "organisation": organisation_id,
        "teams": visible_team_ids(agent),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_ORGANISATION, values)
        return with_viewers(cursor.fetchall(), agent)


def participants(ticket: Ticket) -> tuple[Participant, ...]:
    """Who wrote in a ticket or was written to, the requester first. The ticket was accessed with rights."""
    people: dict[str, tuple[str, bool]] = {}
    rows = (
        Message.objects.filter(ticket_id=ticket.pk, is_public=True).exclude(state="cancelled").order_by("-pk")
    )
    for message in rows.only("author", "customer_id", "from_email", "from_name", "to", "cc")[:200]:
        if message.author == Message.Author.CUSTOMER:
            said = [(message.from_email, message.from_name, message.customer_id == ticket.customer_id)]
        else:
            said = [(email, name, False) for email, name in [*message.to, *message.cc]]
        for email, name, is_requester in said:
            known_name, known = people.get(email.lower(), ("", False))
            people[email.lower()] = (known_name or name, known or is_requester)
    found = [Participant(email, name, requester) for email, (name, requester) in people.items() if email]
    return tuple(sorted(found, key=lambda one: not one.is_requester))
