"""What is known of a ticket's course when a message arrives: one statement."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from careline.feedback.contracts import Context

_COURSE = """
SELECT
  (SELECT count(*) FROM tickets_message m JOIN tickets_ticket o ON o.id = m.ticket_id WHERE o.customer_id = t.customer_id
     AND m.author = 'customer' AND m.machine = '' AND m.created_at > %(at)s - interval '7 days' AND m.created_at <= %(at)s),
  (SELECT extract(epoch FROM %(at)s - min(m.created_at)) / 3600 FROM tickets_message m WHERE m.ticket_id = t.id
     AND m.author = 'customer' AND m.machine = '' AND m.id > answered.id AND m.id <= %(message)s),
  (SELECT count(*) FROM tickets_interval i WHERE i.ticket_id = t.id AND i.kind = 'status' AND i.value IN (5, 6)
     AND i.ended_at IS NOT NULL),
  (SELECT r.standing FROM feedback_moodreading r JOIN tickets_message m ON m.id = r.message_id WHERE m.ticket_id = t.id
     AND m.id > answered.id AND m.id < %(message)s AND r.corrected_at IS NULL ORDER BY m.id DESC LIMIT 1)
FROM tickets_ticket t, LATERAL (SELECT coalesce(max(m.id), 0) id FROM tickets_message m WHERE m.ticket_id = t.id
  AND m.author = 'agent' AND m.is_public AND NOT m.is_automatic AND m.id < %(message)s) answered
WHERE t.id = %(ticket)s
"""


def course_before(ticket_id: int, message_id: int, at: datetime) -> tuple[Context, int]:
    """The course of a ticket up to a message, and how it stood since our last answer (a level)."""
    with connection.cursor() as cursor:
        cursor.execute(_COURSE, {"ticket": ticket_id, "message": message_id, "at": at})
        row = cursor.fetchone() or (0, 0, 0, 0)
    return Context(int(row[0] or 0), float(row[1] or 0), int(row[2] or 0)), int(row[3] or 0)
