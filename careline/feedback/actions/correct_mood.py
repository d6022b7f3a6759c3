"""Say that a message is not upset, though it was read so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.feedback.actions.follow_merge import mark_moods
from careline.feedback.contracts import FeedbackRefused, Level
from careline.feedback.events import MoodCorrected
from careline.feedback.models import MoodReading
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@transaction.atomic
def correct_mood(ticket: Ticket, message_id: int, *, by: Agent) -> MoodReading:
    """Count a message of this ticket as calm. The reading stays, with who said so. Emits MoodCorrected, once.

    The priority stays as it is: it is one press to lower it, and somebody may have meant it.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    rows = MoodReading.objects.select_for_update().filter(pk=message_id, message__ticket_id=ticket.pk)
    reading = rows.first()
    if reading is None:
        raise FeedbackRefused(_("No mood was read from this message."))
    if reading.is_corrected:
        return reading
    reading.corrected_by, reading.corrected_at = by, timezone.now()
    reading.save(update_fields=["corrected_by", "corrected_at"])
    later = MoodReading.objects.filter(message__ticket_id=ticket.pk, pk__gt=message_id)
    later.update(standing=F("level"))  # what stood by this one alone stands by its own words again
    mark_moods(ticket.pk)
    emit(
        MoodCorrected(ticket.pk, ticket.team_id, message_id=message_id, level=Level(reading.level).word),
        by=by.actor,
    )
    return reading
