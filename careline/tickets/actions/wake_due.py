"""Wake the tickets whose time has come. A house-keeping action: no rights; each ticket in its own transaction."""

import structlog
from django.db import transaction
from django.utils import timezone

from careline.accounts.queries import open_teams
from careline.core.events import SYSTEM
from careline.tickets.actions.move_team import apply_team
from careline.tickets.actions.wake import apply_wake
from careline.tickets.models import Snooze, Ticket
from careline.tickets.models.ticket import ASLEEP

AT_ONCE = 200
log = structlog.get_logger()


def wake_due() -> int:
    """Wake what slept long enough, at most 200 tickets; how many woke. Emits TicketWoke, and TeamChanged.

    Whoever else is at it takes other tickets; one that fails is logged and tried again the next time.
    """
    due = Ticket.objects.filter(ASLEEP, snoozed_until__lte=timezone.now()).order_by("snoozed_until")
    woken = 0
    for ticket_id in [*due.values_list("pk", flat=True)[:AT_ONCE]]:
        try:
            woken += _wake_one(ticket_id)
        except Exception:
            log.exception("ticket_not_woken", ticket=ticket_id)
    return woken


@transaction.atomic
def _wake_one(ticket_id: int) -> bool:
    due = Ticket.objects.filter(ASLEEP, pk=ticket_id, snoozed_until__lte=timezone.now())
    ticket = due.select_for_update(skip_locked=True).first()
    if ticket is None:
        return False
    event_id = apply_wake(ticket, "time", by=SYSTEM)
    snooze = Snooze.objects.filter(ticket=ticket).first()
    team = open_teams().filter(pk=snooze.team_id).first() if snooze and snooze.team_id else None
    if team is not None:
        apply_team(ticket, team, by=SYSTEM, cause=event_id)
    return True
