"""What a customer told in a ticket already, for soft warnings. No rights: for who has the ticket."""

from django.db import connection

from careline.feedback.mood.draft import Thread

_TOLD = """
SELECT coalesce(string_agg(left(coalesce(nullif(m.reply_text, ''), m.text), 4000), E'\\n' ORDER BY m.id DESC), ''),
  coalesce(bool_or(EXISTS (SELECT FROM tickets_attachment a WHERE a.message_id = m.id AND a.content_type LIKE 'image/%%')), false)
FROM (SELECT * FROM tickets_message WHERE ticket_id = %s AND author = 'customer' ORDER BY id DESC LIMIT 20) m
"""


def told_in(ticket_id: int) -> Thread:
    """The customer's words in a ticket, of their latest twenty messages, and whether they sent pictures."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [ticket_id])
        row = cursor.fetchone() or ("", False)
    return Thread(row[0], bool(row[1]))
