"""Start, pause and stop the timer of one's work on a ticket. One runs at a time for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.contracts import NotVisible
from careline.tickets.events import TimeLogged, TimerChanged
from careline.tickets.models import Ticket, TimeEntry
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

# What ran is added by the database, where the row still says that it runs: two who stop at once add it once.
_HOLD = """
UPDATE tickets_timeentry SET running_since = NULL, is_open = %(stays_open)s,
    seconds = seconds + coalesce(floor(extract(epoch FROM greatest(clock_timestamp() - running_since, interval '0'))), 0)
WHERE id = %(entry)s AND is_open AND (running_since IS NOT NULL OR NOT %(stays_open)s) RETURNING seconds
"""


@transaction.atomic
def start_timer(ticket: Ticket, *, by: Agent, activity: str = "", cause: int | None = None) -> TimeEntry:
    """Start, or go on with, a person's timer on a ticket; one that runs elsewhere pauses. Emits TimerChanged."""
    by.require(Right.CHANGE_TICKETS)
    _one_at_a_time(by)
    ticket = lock_ticket(ticket, by=by)
    running = TimeEntry.objects.filter(agent=by, running_since__isnull=False).select_related("ticket").first()
    if running is not None and running.ticket_id == ticket.pk:
        return running
    if running is not None:
        _hold(running, by, stays_open=True, cause=cause)
    chosen = activity if activity in TimeEntry.Activity.values else TimeEntry.Activity.ANSWER
    entry, is_new = TimeEntry.objects.get_or_create(
        agent=by, ticket=ticket, is_open=True, defaults={"activity": chosen}
    )
    entry.running_since = timezone.now()
    entry.save(update_fields=["running_since"])
    _tell(entry, by, "started" if is_new else "resumed", cause)
    return entry


@transaction.atomic
def pause_timer(entry_id: int, *, by: Agent, cause: int | None = None) -> TimeEntry:
    """Pause one's own timer. Emits TimerChanged; nothing if it does not run."""
    return _hold(_own(entry_id, by), by, stays_open=True, cause=cause)


@transaction.atomic
def stop_timer(entry_id: int, *, by: Agent, note: str = "", cause: int | None = None) -> TimeEntry:
    """Stop one's own timer: what it measured is spent. Emits TimeLogged; nothing if it was stopped already."""
    entry = _own(entry_id, by)
    words = " ".join(note.replace("\x00", "").split())[:300]
    if words:
        TimeEntry.objects.filter(pk=entry.pk, is_open=True).update(note=words)
    return _hold(entry, by, stays_open=False, cause=cause)


def _own(entry_id: int, by: Agent) -> TimeEntry:
    by.require(Right.CHANGE_TICKETS)
    _one_at_a_time(by)
    own = TimeEntry.objects.visible_to(by).filter(agent=by, pk=entry_id).select_related("ticket")
    entry = own.first()
    if entry is None:
        raise NotVisible(entry_id)
    return entry


def _one_at_a_time(by: Agent) -> None:
    """Whatever else this person does with timers waits for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('careline.timer'), %s::int)", [by.pk % 2**31])


def _hold(entry: TimeEntry, by: Agent, *, stays_open: bool, cause: int | None) -> TimeEntry:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"entry": entry.pk, "stays_open": stays_open})
        held = cursor.fetchone()
    entry.refresh_from_db(fields=["seconds", "running_since", "is_open", "note"])
    if held and stays_open:
        _tell(entry, by, "paused", cause)
    elif held:
        fact = TimeLogged(
            entry.ticket_id, entry.ticket.team_id, entry_id=entry.pk, agent_id=by.pk, seconds=entry.seconds,
            activity=entry.activity,
        )  # fmt: skip
        emit(fact, by=by.actor, cause=cause)
    return entry


def _tell(entry: TimeEntry, by: Agent, state: str, cause: int | None) -> None:
    ticket = entry.ticket
    fact = TimerChanged(
        ticket.pk, ticket.team_id, entry_id=entry.pk, agent_id=by.pk, state=state, seconds=entry.seconds
    )
    emit(fact, by=by.actor, cause=cause)
