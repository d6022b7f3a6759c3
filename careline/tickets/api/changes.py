"""Making and changing tickets."""

import re
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query
from ninja import Status as Answer

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.values import Given, Id
from careline.tickets.actions.change import Changes, change
from careline.tickets.actions.link import link, unlink
from careline.tickets.actions.merge import merge
from careline.tickets.actions.outbound import outbound
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.spend_files import kept_files, spend_files
from careline.tickets.actions.split import split
from careline.tickets.actions.take_next import take_next
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.actions.wake import wake
from careline.tickets.actions.write_down import write_down
from careline.tickets.api.given import (
    ChangesGiven,
    LinkGiven,
    LinkKind,
    MergeGiven,
    OutboundGiven,
    SnoozeGiven,
    SplitGiven,
    TicketGiven,
    priority_of,
    status_of,
)
from careline.tickets.api.routers import tickets as router
from careline.tickets.api.shown import LinkShown, SplitShown, TicketShown
from careline.tickets.contracts import Conflict, InboundMessage, Refused
from careline.tickets.models import Link, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.related import access_merge
from careline.tickets.wording import as_text, clean

WRITE = Bearer(Scope.WRITE_TICKETS)
_ETAG = re.compile(r'^"([0-9]{1,9})"$')
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The `ETag` that you know: refused with 412 if the ticket changed since (RFC 9110, 13.1.1).",
    "schema": {"type": "string", "pattern": _ETAG.pattern},
}


class Stale(Conflict):
    """The ticket is not at the version that `If-Match` names (RFC 9110, 13.1.1)."""


@router.post(
    "/tickets", response=changing(TicketShown, status=201), auth=WRITE, operation_id="createTicket",
    summary="Make a ticket for a customer",
)  # fmt: skip
@transaction.atomic
def create(request: HttpRequest, given: TicketGiven) -> Any:
    """Write down what a customer asked for elsewhere, in their name, with files that were uploaded before. Nobody is
    mailed."""
    agent = caller_of(request)
    html = clean(given.html)
    text = given.text.strip() or as_text(html)
    said = InboundMessage(
        sender=given.customer.address(), subject=given.subject, text=text, html=html, reply_text=text,
        files=kept_files(given.file_keys, by=agent),
    )  # fmt: skip
    ticket = write_down(said, team_id=given.team_id, by=agent)
    spend_files(given.file_keys, by=agent)
    wishes = Changes(
        priority=priority_of(given.priority), type=given.type, add_tags=tuple(given.tags), fields=given.fields or None,
        assignee_id=given.assignee_id,
    )  # fmt: skip
    return Answer(201, change(ticket, wishes, by=agent))


@router.post(
    "/tickets/outbound", response=changing(TicketShown, status=201), auth=WRITE, operation_id="writeFirst",
    summary="Write to a customer first",
)  # fmt: skip
@transaction.atomic
def write_first(request: HttpRequest, given: OutboundGiven) -> Any:
    """Open a ticket with a message to somebody; it is pending, and the token's owner's unless you say whose."""
    agent = caller_of(request)
    message = outbound(given.outgoing(), by=agent, team_id=given.team_id, beginning=given.beginning())
    spend_files(given.file_keys, by=agent)
    return Answer(201, access_ticket(agent, message.ticket_id))


@router.post(
    "/tickets/next", response={**changing(TicketShown), 204: None}, auth=WRITE, operation_id="takeNext",
    summary="Take the next ticket",
)  # fmt: skip
def take_one(request: HttpRequest) -> Any:
    """Assign the ticket that needs an answer most to the token's owner; 204 where nobody waits."""
    ticket = take_next(by=caller_of(request))
    return Answer(200, ticket) if ticket else Answer(204, None)


@router.patch(
    "/tickets/{int:ticket_id}", response=changing(TicketShown, 404, 412), auth=WRITE, operation_id="changeTicket",
    summary="Change a ticket", openapi_extra={"parameters": [IF_MATCH]},
)  # fmt: skip
def change_one(request: HttpRequest, response: HttpResponse, ticket_id: Id, given: ChangesGiven) -> Ticket:
    """Change fields of a ticket: all that are given, or none. With `If-Match` (412) or `version` (409) only one that
    nobody changed meanwhile."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    known = _known_version(request)
    try:
        changed = change(ticket, _changes(given), by=agent, version=known or given.version)
    except Conflict as conflict:
        raise Stale(conflict.version) if known else conflict from None
    response["ETag"] = f'"{changed.version}"'
    return changed


def _known_version(request: HttpRequest) -> int | None:
    header = request.headers.get("If-Match", "").strip()
    if not header:
        return None
    known = _ETAG.match(header)
    if known is None:
        raise Refused("If-Match needs the ETag of this ticket.")
    return int(known[1])


def _changes(given: ChangesGiven) -> Changes:
    nobody = 0 if "assignee_id" in given.model_fields_set else None
    return Changes(
        subject=given.subject, status=status_of(given.status), reason=given.reason, priority=priority_of(given.priority), type=given.type,
        team_id=given.team_id, assignee_id=given.assignee_id or nobody, customer_id=given.customer_id,
        tags=tuple(given.tags) if given.tags is not None else None, add_tags=tuple(given.add_tags),
        remove_tags=tuple(given.remove_tags), fields=given.fields,
    )  # fmt: skip


@router.post(
    "/tickets/{int:ticket_id}/merge", response=changing(TicketShown, 404), auth=WRITE, operation_id="mergeTicket",
    summary="Merge a ticket into another",
)  # fmt: skip
def merge_into(request: HttpRequest, ticket_id: Id, given: MergeGiven) -> Ticket:
    """Make two tickets one; shows the one that remains. It can be undone."""
    agent = caller_of(request)
    merge(access_ticket(agent, ticket_id), into=access_ticket(agent, given.into_id), by=agent)
    return access_ticket(agent, given.into_id)


@router.post(
    "/tickets/{int:ticket_id}/merge/undo", response=changing(TicketShown, 404), auth=WRITE, operation_id="undoMerge",
    summary="Undo a merge",
)  # fmt: skip
def undo_merge(request: HttpRequest, ticket_id: Id) -> Ticket:
    """Make the ticket of this number, which was merged, a ticket of its own again."""
    agent = caller_of(request)
    source = unmerge(access_merge(agent, ticket_id).pk, by=agent)
    return access_ticket(agent, source.pk)


@router.post(
    "/tickets/{int:ticket_id}/links", response=changing(LinkShown, 404, status=201), auth=WRITE,
    operation_id="linkTicket", summary="Relate two tickets",
)  # fmt: skip
def link_to(request: HttpRequest, ticket_id: Id, given: LinkGiven) -> Any:
    """Say what another ticket is to this one. Said twice it is so once."""
    agent = caller_of(request)
    made: Link = link(
        access_ticket(agent, ticket_id), access_ticket(agent, given.target_id), kind=given.kind, by=agent
    )
    return Answer(201, made)


class LinkAsked(Given):
    """Which relation."""

    target_id: Id
    kind: LinkKind


@router.delete(
    "/tickets/{int:ticket_id}/links", response=changing(None, 404, status=204), auth=WRITE, operation_id="unlinkTicket",
    summary="End a relation",
)  # fmt: skip
def unlink_from(request: HttpRequest, ticket_id: Id, asked: Query[LinkAsked]) -> Any:
    """End a relation; it is well if there was none."""
    agent = caller_of(request)
    unlink(access_ticket(agent, ticket_id), access_ticket(agent, asked.target_id), kind=asked.kind, by=agent)
    return Answer(204, None)


@router.put(
    "/tickets/{int:ticket_id}/snooze", response=changing(TicketShown, 404), auth=WRITE, operation_id="snoozeTicket",
    summary="Let a ticket sleep",
)  # fmt: skip
def let_sleep(request: HttpRequest, ticket_id: Id, given: SnoozeGiven) -> Ticket:
    """Take a ticket out of the lists until a moment, or until something happens."""
    agent = caller_of(request)
    return snooze(access_ticket(agent, ticket_id), given.until, by=agent, version=given.version)


@router.delete(
    "/tickets/{int:ticket_id}/snooze", response=changing(TicketShown, 404), auth=WRITE, operation_id="wakeTicket",
    summary="Wake a ticket",
)  # fmt: skip
def wake_up(request: HttpRequest, ticket_id: Id) -> Ticket:
    """Bring a sleeping ticket back into the lists."""
    agent = caller_of(request)
    return wake(access_ticket(agent, ticket_id), by=agent)


@router.post(
    "/tickets/{int:ticket_id}/split", response=changing(SplitShown, 404, status=201), auth=WRITE,
    operation_id="splitTicket", summary="Split a ticket",
)  # fmt: skip
def split_off(request: HttpRequest, ticket_id: Id, given: SplitGiven) -> Any:
    """Move messages into a new ticket, linked with this one."""
    agent = caller_of(request)
    done = split(access_ticket(agent, ticket_id), given.message_ids, by=agent, version=given.version)
    return Answer(201, {"ticket_id": ticket_id, "new_ticket_id": done.target_id})
