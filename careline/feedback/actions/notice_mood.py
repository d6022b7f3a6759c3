"""Read how upset a customer sounds in a message, keep it, and raise the ticket once. A house-keeping action: no rights."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.core.events import SYSTEM, emit
from careline.feedback.contracts import Level
from careline.feedback.events import MoodNoticed
from careline.feedback.models import MoodReading
from careline.feedback.mood.reading import read_mood
from careline.feedback.queries.context import course_before
from careline.feedback.queries.moods import was_raised
from careline.feedback.queries.settings import feedback_settings
from careline.feedback.words import MARKED
from careline.tickets.actions.set_mark import set_mark
from careline.tickets.actions.set_priority import apply_priority
from careline.tickets.queries.access import lock_remaining
from careline.tickets.queries.said import find_message

if TYPE_CHECKING:
    from careline.tickets.models import Message

HIGHEST_PRIORITY = 4


@transaction.atomic
def notice_mood(message_id: int, *, cause: int | None = None) -> MoodReading | None:
    """Read the mood of a customer's message, once. Emits MoodNoticed and PriorityChanged where it is upset.

    Machines and side conversations are not read. A ticket is raised by one step at most once, whatever is written later.
    """
    message = find_message(message_id)
    if message is None or message.author != "customer" or message.machine:
        return None
    if MoodReading.objects.filter(pk=message_id).exists():
        return None
    context, before = course_before(message.ticket_id, message_id, message.created_at)
    mood = read_mood(message.reply_text or message.text, language=message.language, context=context)
    reading = MoodReading(
        message=message, level=mood.level, standing=max(before, mood.level), points=mood.points,
        evidence=[asdict(one) for one in mood.evidence],
    )  # fmt: skip
    if mood.level >= Level.UPSET:
        _raise(message, reading, Level(mood.level), cause)
    reading.save(force_insert=True)
    standing = Level(reading.standing)
    set_mark(message.ticket_id, "mood", standing.word if standing in MARKED else "")
    return reading


def _raise(message: Message, reading: MoodReading, level: Level, cause: int | None) -> None:
    ticket = lock_remaining(message.ticket_id)
    if ticket is None:
        return
    fact = MoodNoticed(ticket.pk, ticket.team_id, message_id=message.pk, level=level.word)
    noticed = emit(fact, by=SYSTEM, cause=cause)
    if not ticket.is_open_work or not feedback_settings().raises_priority or was_raised(ticket.pk):
        return
    reading.raised_at = timezone.now()
    if ticket.priority < HIGHEST_PRIORITY:
        apply_priority(ticket, ticket.priority + 1, by=SYSTEM, cause=noticed)
