"""Open a ticket on our own: its row, its fields and whose it is, before anything is said in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.core.events import emit
from careline.fields.contracts import Target
from careline.fields.queries import begun_with, check_change
from careline.tickets.actions.assign import apply_assignment, can_take
from careline.tickets.actions.tag import MOST_TAGS, tidy_tags
from careline.tickets.contracts import Beginning, Refused
from careline.tickets.events import TicketOpened
from careline.tickets.models import Priority, Ticket, TicketType
from careline.tickets.models.ledger import open_ledger
from careline.tickets.slots import answer_for_fields

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def begin(
    beginning: Beginning, *, by: Agent, team_id: int, cause: int | None = None, **columns: Any
) -> Ticket:
    """Open a ticket with some columns, as `beginning` wants it, in the caller's transaction, who has checked the rest.

    Anything but the usual takes the right to change tickets. Refuses a type, a priority or a person that there is not,
    too many tags, somebody who can't see the ticket, and (FieldsRefused) what the form of its type does not allow, or the
    opener's authority.
    Emits TicketOpened, and TicketAssigned where it is not the opener's.
    """
    if not beginning.is_usual:
        by.require(Right.CHANGE_TICKETS)
    values = _fields(beginning, by)
    columns |= {"team_id": team_id, "fields": values or {}, "tags": _tags(beginning)}
    ticket = Ticket.objects.create(assignee=by, **columns, **_kind(beginning))
    ticket.refresh_from_db()
    opened = emit(TicketOpened(ticket.pk, team_id), by=by.actor, cause=cause)
    if values == {} and begun_with(Target.TICKET):
        Ticket.objects.filter(pk=ticket.pk).update(fields={})  # emptied on purpose: no defaults
    open_ledger(ticket, cause_id=opened)
    if values:
        answer_for_fields(ticket, begun_with(Target.TICKET), by=by, cause=opened)
    _hand_over(ticket, beginning, by, opened)
    return ticket


def _fields(beginning: Beginning, by: Agent) -> dict[str, Any] | None:
    """The values it begins with; None where nothing is said, so that only the defaults count."""
    if not (beginning.fields or beginning.asks_required):
        return None
    change = check_change(
        by, Target.TICKET, beginning.fields, before=begun_with(Target.TICKET),
        ticket_type=beginning.type or TicketType.QUESTION, asks_required=beginning.asks_required,
    )  # fmt: skip
    return change.values


def _kind(beginning: Beginning) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if beginning.type:
        if beginning.type not in TicketType.values:
            raise Refused(_("There is no such type."))
        columns["type"] = beginning.type
    if beginning.priority is not None:
        if beginning.priority not in Priority.values:
            raise Refused(_("There is no such priority."))
        columns["priority"] = beginning.priority
    return columns


def _tags(beginning: Beginning) -> list[str]:
    tags = sorted(tidy_tags(beginning.tags))
    if len(tags) > MOST_TAGS:
        raise Refused(_("A ticket can have at most %(most)s tags.") % {"most": MOST_TAGS})
    return tags


def _hand_over(ticket: Ticket, beginning: Beginning, by: Agent, cause: int) -> None:
    wanted = by.pk if beginning.assignee_id is None else beginning.assignee_id
    if wanted == by.pk:
        return
    to = next(iter(find_agents([wanted])), None) if wanted else None
    if wanted and to is None:
        raise Refused(_("There is no such person."))
    if to is not None and not can_take(to, ticket):
        raise Refused(_("%(name)s can't take this ticket.") % {"name": to.name})
    apply_assignment(ticket, to, by=by.actor, cause=cause)
