"""Hand the tickets of somebody absent to their cover, or back to the queue: nothing waits in a holiday. No rights.

Only tickets in which the customer had the last word. A cover who is not there is awaited for a quarter of an hour of
business time, so that who comes in the morning gets what is theirs; then others do. At the end of an absence nothing is
taken back unasked.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.queries import find_agents, find_names, speaking_house
from careline.core.events import Actor, emit
from careline.routing.actions.route import route
from careline.routing.events import CoverAwaited, TicketCovered
from careline.routing.models import Covered, lock_seats
from careline.routing.queries.awaiting import awaited_until, awaiting, patience
from careline.tickets.actions.assign import can_take
from careline.tickets.actions.automate import hand_to
from careline.tickets.actions.note import apply_note
from careline.tickets.contracts import Refused
from careline.tickets.queries.access import lock_remaining
from careline.tickets.queries.conditions import company_zone
from careline.tickets.queries.hands import is_in_work, open_loads, unanswered_of
from careline.ui.times import day_words
from careline.workforce.queries import (
    Gone,
    absences_now,
    capacities_of,
    is_available,
)

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

HOUSE = Actor("routing")


def cover_begun(*, at: datetime | None = None) -> int:
    """See to every absence that has begun and was not seen to yet; how many tickets changed hands.

    Each ticket is a transaction of its own, and the absence is marked once all are done: whoever takes over from a
    worker that was killed finds the rest.
    """
    moment = at or timezone.now()
    gone = {one.absence_id: one for one in absences_now(moment)}
    seen = {*Covered.objects.filter(pk__in=[*gone]).values_list("pk", flat=True)}
    moved = 0
    for one in (gone[key] for key in gone if key not in seen):
        moved += sum(cover(ticket_id, at=moment) for ticket_id in unanswered_of(one.agent_id))
        Covered.objects.bulk_create([Covered(absence_id=one.absence_id)], ignore_conflicts=True)
    return moved


def cover_came(agent_id: int, *, at: datetime | None = None) -> int:
    """Hand over what waits for a cover who is there now; how many tickets changed hands."""
    return sum(cover(ticket_id, at=at) for ticket_id in awaiting(agent_id, at or timezone.now()))


def cover(ticket_id: int, *, at: datetime | None = None) -> bool:
    """Hand one ticket over, if whose it is is absent and its customer waits; then a queue may take it. Emits TicketCovered."""
    moment = at or timezone.now()
    with transaction.atomic(), speaking_house():
        ticket = lock_remaining(ticket_id)
        if ticket is None or not is_in_work(ticket) or ticket.last_customer_at < ticket.last_message_at:
            return False
        gone = next((one for one in absences_now(moment) if one.agent_id == ticket.assignee_id), None)
        if gone is None:
            return False
        who = next(iter(find_agents([gone.cover_id or 0])), None)
        if who is not None and not is_available(who, moment):
            if can_take(who, ticket) and _await(ticket, gone, moment):
                return False
            who = None
        if who is None or not (_has_room(who.pk, ticket) and _hand(ticket, gone, who.pk)):
            _hand(ticket, gone, 0)
    route(ticket_id, at=at)
    return True


def _await(ticket: Ticket, gone: Gone, moment: datetime) -> bool:
    """Give a cover who is not there some time to come, once; False where it is over. Emits CoverAwaited at first."""
    begun = awaited_until(ticket.pk, gone)
    until = begun or patience(ticket, gone)
    if moment >= until:
        return False
    if begun is None:
        absent_id, agent_id, at = gone.agent_id, gone.cover_id or 0, until.isoformat()
        fact = CoverAwaited(ticket.pk, ticket.team_id, absent_id=absent_id, agent_id=agent_id, until=at)
        emit(fact, by=HOUSE)
    return True


def _has_room(agent_id: int, ticket: Ticket) -> bool:
    """Whether the cover takes one more; who else gives them anything meanwhile waits."""
    lock_seats([agent_id])
    load = open_loads([agent_id]).get((agent_id, ticket.channel), 0)
    return load < capacities_of([agent_id], ticket.channel)[agent_id]


def _hand(ticket: Ticket, gone: Gone, to_id: int) -> bool:
    """Hand it over with a note that says why; False where the cover may not see it."""
    fact = TicketCovered(
        ticket.pk, ticket.team_id, absent_id=gone.agent_id, agent_id=to_id, until=gone.ends_at.isoformat()
    )
    try:
        with transaction.atomic():
            cause = emit(fact, by=HOUSE)
            hand_to(ticket, to_id, by=HOUSE, cause=cause)
            apply_note(ticket, f"<p>{escape(_words(gone, to_id))}</p>", by=HOUSE, cause=cause)
    except Refused:
        return False
    return True


def _words(gone: Gone, to_id: int) -> str:
    names = find_names([gone.agent_id, gone.cover_id or 0])
    told = {
        "absent": names[gone.agent_id],
        "day": day_words(gone.ends_at.astimezone(company_zone())),
        "cover": names.get(gone.cover_id or 0, ""),
    }
    if to_id:
        return _("%(absent)s is absent until %(day)s. %(cover)s covers and has this ticket now.") % told
    if gone.cover_id:
        words = _(
            "%(absent)s is absent until %(day)s. %(cover)s covers, but can’t take it now: it is free for others."
        )
        return words % told
    return (
        _("%(absent)s is absent until %(day)s, and nobody could cover: this ticket is free for others.")
        % told
    )
