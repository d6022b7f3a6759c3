"""Claiming the next delivery that is due: in order per subject, a few at a time per webhook."""

from django.db import connection

from careline.webhooks.models import Delivery

AT_ONCE = 4
LEASE_SECONDS = 180
# What was claimed longer ago than any attempt can last belonged to a worker that is gone.
_CLAIM = """
UPDATE webhooks_delivery SET state = 'sending', claimed_at = now(), attempts = attempts + 1 WHERE id = (
    SELECT d.id FROM webhooks_delivery d JOIN webhooks_endpoint e ON e.id = d.endpoint_id AND e.is_active
    WHERE d.state IN ('waiting', 'sending') AND d.due_at <= now()
        AND (d.state = 'waiting' OR d.claimed_at < now() - make_interval(secs => %(lease)s))
        AND NOT EXISTS (SELECT FROM webhooks_delivery b WHERE b.endpoint_id = d.endpoint_id AND b.subject = d.subject
            AND b.id < d.id AND b.state IN ('waiting', 'sending'))
        AND (SELECT count(*) FROM webhooks_delivery s WHERE s.endpoint_id = d.endpoint_id AND s.state = 'sending'
            AND s.id <> d.id) < %(at_once)s
    ORDER BY d.due_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED)
RETURNING id
"""


def claim_delivery() -> Delivery | None:
    """The next delivery that is due, marked as being sent; None if there is none. One claim wins, however many try."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"lease": LEASE_SECONDS, "at_once": AT_ONCE})
        row = cursor.fetchone()
    return Delivery.objects.select_related("endpoint").get(pk=row[0]) if row else None
