"""Which tickets belong together: those merged into one, and its children. Says nothing of who may see them."""

from django.db import connection

_MERGED = """
WITH RECURSIVE family(id) AS (SELECT %s::bigint
    UNION SELECT t.id FROM tickets_ticket t JOIN family f ON t.merged_into_id = f.id)
SELECT id FROM family
"""
_BELOW = """
WITH RECURSIVE family(id) AS (SELECT %s::bigint
    UNION SELECT x.id FROM family f CROSS JOIN LATERAL (
        SELECT t.id FROM tickets_ticket t WHERE t.merged_into_id = f.id
        UNION ALL SELECT l.target_id FROM tickets_link l WHERE l.source_id = f.id AND l.kind = 'child') x)
SELECT id FROM family
"""


def merged_ids(ticket_id: int) -> list[int]:
    """The ticket and all that were merged into it, however often."""
    return _ids(_MERGED, ticket_id)


def ids_below(ticket_id: int) -> list[int]:
    """The ticket, its children and theirs, and all that were merged into any of them; each once, also in a circle."""
    return _ids(_BELOW, ticket_id)


def _ids(statement: str, ticket_id: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [ticket_id])
        return [row[0] for row in cursor.fetchall()]
