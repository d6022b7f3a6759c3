"""Write down time that was spent, and correct what stands there, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.events import TimeCorrected, TimeLogged
from careline.tickets.models import Ticket, TimeEntry
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST_SECONDS = 24 * 3600


@transaction.atomic
def write_time(
    ticket: Ticket, seconds: int, *, by: Agent, activity: str = "", note: str = "", cause: int | None = None
) -> TimeEntry:
    """Write down time that a person spent on a ticket. Refuses none, and over a day. Emits TimeLogged (by_hand)."""
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    _refuse_odd(seconds, least=1)
    chosen = activity if activity in TimeEntry.Activity.values else TimeEntry.Activity.OTHER
    words = " ".join(note.replace("\x00", "").split())[:300]
    entry = TimeEntry.objects.create(ticket=ticket, agent=by, activity=chosen, note=words, seconds=seconds)
    fact = TimeLogged(
        ticket.pk,
        ticket.team_id,
        entry_id=entry.pk,
        agent_id=by.pk,
        seconds=seconds,
        activity=chosen,
        by_hand=True,
    )
    emit(fact, by=by.actor, cause=cause)
    return entry


@transaction.atomic
def correct_time(
    entry_id: int, seconds: int, *, reason: str, by: Agent, cause: int | None = None
) -> TimeEntry:
    """Correct the seconds of one's own entry; who leads teams may correct anybody's. Emits TimeCorrected.

    Refuses a timer that was not stopped, a correction without a reason, less than nothing, and over a day.
    """
    by.require(Right.CHANGE_TICKETS)
    seen = TimeEntry.objects.visible_to(by).select_related("ticket").select_for_update(of=("self",))
    entry = seen.filter(pk=entry_id).first()
    if entry is None:
        raise NotVisible(entry_id)
    if entry.agent_id != by.pk and not by.may(Right.MANAGE_TEAMS):
        raise Forbidden(_("Only who leads a team may correct the time of others."))
    if entry.is_open:
        raise Refused(_("Stop the timer first."))
    words = " ".join(reason.replace("\x00", "").split())[:300]
    if not words:
        raise Refused(_("Say why the time is corrected."))
    _refuse_odd(seconds, least=0)
    before = entry.seconds
    if seconds == before:
        return entry
    entry.seconds, entry.corrections = seconds, entry.corrections + 1
    entry.save(update_fields=["seconds", "corrections"])
    fact = TimeCorrected(
        entry.ticket_id, entry.ticket.team_id, entry_id=entry.pk, agent_id=entry.agent_id, before=before,
        after=seconds, reason=words,
    )  # fmt: skip
    emit(fact, by=by.actor, cause=cause)
    return entry


def _refuse_odd(seconds: int, *, least: int) -> None:
    if not least <= seconds <= LONGEST_SECONDS:
        raise Refused(_("Write the time like “0:45”, “1h 30m” or “20” (minutes), at most a day."))
