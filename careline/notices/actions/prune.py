"""Forget notices that have served. A house-keeping action: no rights."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

KEPT_READ = timedelta(days=30)
KEPT_UNREAD = timedelta(days=120)
AT_ONCE = 10_000
_PRUNE = """
WITH gone AS MATERIALIZED (
  SELECT id FROM notices_notice n WHERE created_at < %s AND (read_at IS NOT NULL OR created_at < %s)
    AND NOT EXISTS (SELECT FROM notices_sending s WHERE s.notice_id = n.id AND s.state = 'due')
  ORDER BY created_at LIMIT %s),
sent AS (DELETE FROM notices_sending s USING gone WHERE s.notice_id = gone.id)
DELETE FROM notices_notice n USING gone WHERE n.id = gone.id
"""


def prune() -> int:
    """Remove notices a month after they were made if they were read, else after four months; how many.

    The key of a thing goes with its notice, long after anything could tell of it again.
    """
    now = timezone.now()
    gone = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PRUNE, [now - KEPT_READ, now - KEPT_UNREAD, AT_ONCE])
            count: int = cursor.rowcount
        gone += count
        if count < AT_ONCE:
            return gone
