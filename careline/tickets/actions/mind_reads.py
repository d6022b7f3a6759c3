"""Look through the read log: raise the alarm where one person opens very many tickets, and let old rows go."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from careline.core.events import emit
from careline.core.models import Event
from careline.tickets.events import ReadsUnusual

UNUSUAL_AN_HOUR = 300
KEPT_DAYS = 180
_MANY = """
SELECT agent_id, count(DISTINCT object_id) FROM tickets_read
WHERE kind = 'ticket' AND at > now() - interval '1 hour' GROUP BY agent_id HAVING count(DISTINCT object_id) > %s
"""
_OLD = """
DELETE FROM tickets_read WHERE id IN (
    SELECT id FROM tickets_read WHERE at < now() - make_interval(days => %s) ORDER BY at LIMIT 20000)
"""


@transaction.atomic
def mind_reads() -> int:
    """Emit ReadsUnusual for who opened over 300 tickets within the hour, once an hour each; how many. No rights.

    Rows older than 180 days are removed, at most 20,000 at a time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('careline.mind_reads'))")
        cursor.execute(_OLD, [KEPT_DAYS])
        cursor.execute(_MANY, [UNUSUAL_AN_HOUR])
        many = cursor.fetchall()
    told = 0
    for agent_id, tickets in many:
        lately = timezone.now() - timedelta(hours=1)
        fact = ReadsUnusual(agent_id=agent_id, tickets=tickets)
        if not Event.objects.filter(subject=fact.subject, name=fact.name, at__gt=lately).exists():
            emit(fact)
            told += 1
    return told
