"""Playbooks that a type of ticket requires: solving without one is refused, or told if somebody does it all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from careline.accounts.contracts import Right
from careline.core.events import Recorded, emit, reacts_to
from careline.playbooks.events import PlaybookSkipped
from careline.playbooks.models import Playbook
from careline.playbooks.queries.runs import has_finished
from careline.playbooks.queries.titles import title_of
from careline.tickets.events import StatusChanged
from careline.tickets.slots import Objection, register_objector

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

SOLVED = 5


def lacking(ticket_id: int, ticket_type: str) -> list[Playbook]:
    """The playbooks of which one should have been followed to its end on a ticket of this type; none if one was."""
    rows = Playbook.objects.filter(
        required_for__contains=[ticket_type], is_archived=False, published__isnull=False
    )
    wanted = [*rows.select_related("published").order_by("title")]
    return [] if not wanted or has_finished(ticket_id, [one.pk for one in wanted]) else wanted


def object_to_solving(ticket: Ticket, by: Agent) -> Objection | None:
    """Say which playbook a ticket of this type requires, if none was followed to its end. One statement where none does."""
    wanted = lacking(ticket.pk, ticket.type)
    if not wanted:
        return None
    words = ngettext(
        "Tickets of this type follow a playbook to its end before they are solved: %(names)s.",
        "Tickets of this type follow one of these playbooks to its end before they are solved: %(names)s.",
        len(wanted),
    )
    return Objection(
        words % {"names": ", ".join(title_of(one) for one in wanted)}, by.may(Right.SKIP_PLAYBOOKS)
    )


@reacts_to(StatusChanged, inline=True)
def tell_skipped(fact: StatusChanged, recorded: Recorded) -> None:
    """Write down that a ticket was solved without the playbook that its type requires. One statement where none does."""
    if fact.after != SOLVED or fact.before >= SOLVED or recorded.actor.kind != "agent":
        return
    ticket_type = type_of(fact.ticket_id)
    if wanted := lacking(fact.ticket_id, ticket_type):
        keys = [one.key for one in wanted]
        skipped = PlaybookSkipped(fact.ticket_id, fact.team_id, keys=keys, reason=fact.reason)
        emit(skipped, by=recorded.actor, cause=recorded.id)


def type_of(ticket_id: int) -> str:
    """The type of a ticket, as it stands."""
    from careline.tickets.queries.conditions import facts_of

    found = facts_of([ticket_id])
    return found[ticket_id].ticket.type if ticket_id in found else ""


register_objector("playbooks", object_to_solving)
