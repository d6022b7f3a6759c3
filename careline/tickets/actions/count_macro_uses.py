"""Add the uses of macros to their figures. A house-keeping action: no rights, no event."""

from django.db import connection, transaction

_COUNT = """
WITH taken AS (UPDATE tickets_macrouse SET is_counted = true WHERE id IN (
    SELECT id FROM tickets_macrouse WHERE NOT is_counted ORDER BY id LIMIT 5000 FOR UPDATE SKIP LOCKED) RETURNING macro_id)
UPDATE tickets_macro m SET used_count = m.used_count + t.n
FROM (SELECT macro_id, count(*) AS n FROM taken GROUP BY 1) t WHERE m.id = t.macro_id
"""


@transaction.atomic
def count_macro_uses() -> None:
    """Count what was used since the last time, each use once: the agents who use a macro never wait for its row."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
