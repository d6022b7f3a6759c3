"""Change several things about a ticket at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.tickets.actions.assign import assign
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.actions.change_requester import change_requester
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.tag import tag
from careline.tickets.contracts import Refused
from careline.tickets.models import Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to become of a ticket; None leaves a thing as it is. `assignee_id` 0 is nobody; `tags` are all of them.

    `reason` is why it gets its status.
    """

    subject: str | None = None
    status: int | None = None
    priority: int | None = None
    type: str | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    customer_id: int | None = None
    tags: tuple[str, ...] | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    fields: Mapping[str, Any] | None = None
    reason: str = ""


@transaction.atomic
def change(
    ticket: Ticket, changes: Changes, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Ticket:
    """Do what the single actions do, and return the ticket as it stands then.

    Refuses what they refuse, and then nothing is changed. Raises Conflict if `version` is stale. Emits what they emit.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    if changes.subject is not None:
        set_subject(ticket, changes.subject, by=by, cause=cause)
    if changes.type is not None:
        set_type(ticket, changes.type, by=by, cause=cause)
    if changes.priority is not None:
        set_priority(ticket, changes.priority, by=by, cause=cause)
    if changes.customer_id is not None:
        change_requester(ticket, changes.customer_id, by=by, cause=cause)
    _tag(ticket, changes, by, cause)
    if changes.fields is not None:
        change_fields(ticket, changes.fields, by=by, cause=cause)
    if changes.status is not None:
        set_status(ticket, changes.status, by=by, reason=changes.reason, cause=cause)
    _hand_over(ticket, changes, by, cause)
    return Ticket.objects.get(pk=ticket.pk)


def _tag(ticket: Ticket, changes: Changes, by: Agent, cause: int | None) -> None:
    if changes.tags is not None:
        gone = [one for one in ticket.tags if one not in changes.tags]
        tag(ticket, add=changes.tags, remove=gone, by=by, cause=cause)
    if changes.add_tags or changes.remove_tags:
        tag(ticket, add=changes.add_tags, remove=changes.remove_tags, by=by, cause=cause)


def _hand_over(ticket: Ticket, changes: Changes, by: Agent, cause: int | None) -> None:
    """Last: whoever hands a ticket to a team whose tickets they can't see, can't change it afterwards."""
    if changes.team_id is not None:
        move_team(ticket, changes.team_id, by=by, cause=cause)
    if changes.assignee_id is None:
        return
    to = next(iter(find_agents([changes.assignee_id])), None) if changes.assignee_id else None
    if changes.assignee_id and to is None:
        raise Refused(_("There is no such person."))
    assign(ticket, to=to, by=by, cause=cause)
