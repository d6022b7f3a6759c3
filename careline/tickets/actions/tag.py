"""Put tags on a ticket, and take them off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.contracts import Refused
from careline.tickets.events import TagsChanged
from careline.tickets.models import Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_TAGS = 50


@transaction.atomic
def tag(
    ticket: Ticket,
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    by: Agent,
    version: int | None = None,
    cause: int | None = None,
) -> Ticket:
    """Add and remove tags, in lower case with hyphens. Refuses more than fifty. Emits TagsChanged, if any changed."""
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    apply_tags(ticket, add=add, remove=remove, by=by.actor, cause=cause)
    return ticket


def apply_tags(
    ticket: Ticket,
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    by: Actor,
    cause: int | None = None,
) -> int | None:
    """Change the tags of a ticket that the caller locked and may change; None if they stand so already."""
    before = set(ticket.tags)
    after = (before | tidy_tags(add)) - tidy_tags(remove)
    if len(after) > MOST_TAGS:
        raise Refused(_("A ticket can have at most %(most)s tags.") % {"most": MOST_TAGS})
    if after == before:
        return None
    added, removed = tuple(sorted(after - before)), tuple(sorted(before - after))
    fact = TagsChanged(ticket.pk, ticket.team_id, added=added, removed=removed)
    event_id = emit(fact, by=by, cause=cause)
    ticket.tags = sorted(after)
    save_change(ticket, place_of(ticket), "tags", cause_id=event_id)
    return event_id


def tidy_tags(given: Iterable[str]) -> set[str]:
    """Tags as they are stored: in lower case, with hyphens for spaces."""
    return {cleaned for one in given if (cleaned := "-".join(one.lower().replace(",", " ").split())[:60])}
