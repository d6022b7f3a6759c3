"""One ticket, with the rights of the person who asks; and the people who take part in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from careline.tickets.contracts import Conflict, NotVisible, Refused
from careline.tickets.models import Ticket
from careline.tickets.models.ticket import OPEN_WORK

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_REMAINING = """
WITH RECURSIVE way(id, merged_into_id, n) AS (
    SELECT id, merged_into_id, 1 FROM tickets_ticket WHERE id = %s
    UNION ALL SELECT t.id, t.merged_into_id, n + 1 FROM way JOIN tickets_ticket t ON t.id = way.merged_into_id WHERE n < 100)
SELECT id FROM way WHERE merged_into_id IS NULL
"""
_HOLD = "SELECT * FROM tickets_ticket WHERE id = %s AND merged_into_id IS NULL FOR KEY SHARE"


def find_remaining_id(number: int) -> int | None:
    """The ticket that a number stands for now: itself, or what it was merged into, however often."""
    with connection.cursor() as cursor:
        cursor.execute(_REMAINING, [number])
        row = cursor.fetchone()
    return row[0] if row else None


def lock_remaining(number: int) -> Ticket | None:
    """The ticket that a number stands for now, locked until the transaction ends; for what acts without a person.

    A pointer is not waited for, so that this and the undoing of a merge don't block each other.
    """
    while (remaining := find_remaining_id(number)) is not None:
        before = transaction.savepoint()
        ticket = Ticket.objects.select_for_update().filter(pk=remaining, merged_into=None).first()
        if ticket is not None and find_remaining_id(number) == remaining:
            return ticket
        transaction.savepoint_rollback(before)  # lets go of the lock
    return None


def lock_free(ticket_ids: Iterable[int]) -> dict[int, Ticket]:
    """Of these tickets those that nobody else holds right now, locked until the transaction ends; it never waits."""
    free = Ticket.objects.select_for_update(skip_locked=True).filter(pk__in=[*ticket_ids])
    return {ticket.pk: ticket for ticket in free.order_by("pk")}


def lock_open_after(
    number: int, *, limit: int, customer_ids: Sequence[int] = (), organisation_id: int = 0
) -> list[int]:
    """The numbers of the next open tickets behind a number, in order, locked until the transaction ends.

    Of everybody; or those of these customers, whatever records of them there are, or of an organisation.
    """
    behind = Ticket.objects.filter(OPEN_WORK, pk__gt=number, merged_into=None).order_by("pk")
    if customer_ids or organisation_id:
        theirs = Q(customer__organisation_id=organisation_id) if organisation_id else Q()
        if customer_ids:
            theirs = Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids)
        behind = behind.filter(pk__in=Ticket.objects.filter(theirs).values("pk"))
    return [*behind.select_for_update().values_list("pk", flat=True)[:limit]]


def hold_remaining(number: int) -> Ticket:
    """The ticket that a number stands for now; others may change it, but no merge takes it away meanwhile.

    Raises NotVisible where there is none.
    """
    while (remaining := find_remaining_id(number)) is not None:
        ticket = next(iter(Ticket.objects.raw(_HOLD, [remaining])), None)
        if ticket is not None:
            return ticket
    raise NotVisible(number)


def access_ticket(agent: Agent, number: int) -> Ticket:
    """The ticket of this number, or the one it was merged into. Raises NotVisible for who may not see it."""
    visible = Ticket.objects.visible_to(agent).select_related("team", "assignee", "customer")
    ticket = visible.filter(pk=number).first()
    if ticket is not None and ticket.merged_into_id is not None:
        ticket = visible.filter(pk=find_remaining_id(number) or 0).first()
    if ticket is None:
        raise NotVisible(number)
    return ticket


def lock_ticket(ticket: Ticket, *, by: Agent, version: int | None = None) -> Ticket:
    """The ticket as it stands now, locked until the transaction ends.

    Raises NotVisible, Refused for one that was merged into another, or Conflict if `version` is stale.
    """
    fresh = Ticket.objects.visible_to(by).select_for_update().filter(pk=ticket.pk).first()
    if fresh is None:
        raise NotVisible(ticket.pk)
    if fresh.merged_into_id is not None:
        raise Refused(_("This ticket was merged into #%(number)s.") % {"number": fresh.merged_into_id})
    if version is not None and fresh.version != version:
        raise Conflict(fresh.version)
    return fresh
