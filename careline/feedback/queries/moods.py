"""How upset the customers of tickets sound. No rights: for who has the ticket already, and for conditions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from careline.feedback.contracts import Level
from careline.feedback.models import MoodReading

STANDING_SQL = (
    "coalesce((SELECT CASE WHEN r.corrected_at IS NULL THEN r.standing ELSE 0 END FROM tickets_message rm"
    " JOIN feedback_moodreading r ON r.message_id = rm.id WHERE rm.ticket_id = t.id ORDER BY rm.id DESC LIMIT 1), 0)"
)
"""The mood of a ticket `t` as a number: that of the customer's latest message and of those since our last answer."""


def standings(ticket_ids: Iterable[int]) -> dict[int, Level]:
    """The mood of each of these tickets; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, {STANDING_SQL} FROM tickets_ticket t WHERE t.id = ANY(%s)",  # noqa: S608
            [[*ticket_ids]],
        )
        return {pk: Level(value) for pk, value in cursor.fetchall()}


def latest_mood(ticket_id: int) -> MoodReading | None:
    """The reading that stands for a ticket: the worst since our last answer, else the latest; None where nothing was read."""
    found = MoodReading.objects.filter(message__ticket_id=ticket_id).select_related("corrected_by")
    rows = [*found.order_by("-message_id")[:20]]
    if not rows:
        return None
    standing = rows[0].standing
    return next((row for row in rows if row.level == standing and not row.is_corrected), rows[0])


def was_raised(ticket_id: int) -> bool:
    """Whether a mood raised this ticket's priority already."""
    return MoodReading.objects.filter(message__ticket_id=ticket_id, raised_at__isnull=False).exists()
