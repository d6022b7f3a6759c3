"""Fold the queues' deltas into the counters. A house-keeping action: no rights, no event."""

from django.db import connection, transaction

_FOLD = """
WITH taken AS (DELETE FROM tickets_ticketdelta RETURNING team_id, status, assignee_id, n),
teams AS (INSERT INTO tickets_teamcount (team_id, status, n)
    SELECT team_id, status, sum(n) FROM taken GROUP BY 1, 2 HAVING sum(n) <> 0
    ON CONFLICT (team_id, status) DO UPDATE SET n = tickets_teamcount.n + excluded.n)
INSERT INTO tickets_ticketcount (team_id, status, assignee_id, n)
SELECT team_id, status, assignee_id, sum(n) FROM taken GROUP BY 1, 2, 3 HAVING sum(n) <> 0
ON CONFLICT (assignee_id, team_id, status) DO UPDATE SET n = tickets_ticketcount.n + excluded.n
"""


@transaction.atomic
def fold_counts() -> bool:
    """Sum what changed since the last time into the counters; False if somebody else is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('careline.fold_counts'))")
        row = cursor.fetchone()
        if not row or not row[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM tickets_ticketdelta)")
        if cursor.fetchone() == (True,):
            cursor.execute(_FOLD)
    return True
