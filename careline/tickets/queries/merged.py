"""Which tickets forward to one, however often they were merged. No rights: for what follows a merge or its undoing."""

from django.db import connection

_FAMILY = """
WITH RECURSIVE family(id, n) AS (
    SELECT %s::bigint, 1
    UNION ALL SELECT t.id, n + 1 FROM family f JOIN tickets_ticket t ON t.merged_into_id = f.id WHERE n < 100)
SELECT DISTINCT id FROM family ORDER BY id
"""


def family_of(ticket_id: int) -> list[int]:
    """The ticket's number and those of all that were merged into it. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [ticket_id])
        return [row[0] for row in cursor.fetchall()]
