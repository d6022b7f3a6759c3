"""Whose ticket it is, by their addresses: the requester, and those of the tickets merged into it."""

from collections.abc import Iterable

from django.db import connection

_THEIRS = """
WITH RECURSIVE family(id, customer_id, n) AS (
    SELECT id, customer_id, 1 FROM tickets_ticket WHERE id = %s
    UNION ALL SELECT t.id, t.customer_id, n + 1 FROM family f JOIN tickets_ticket t ON t.merged_into_id = f.id WHERE n < 100)
SELECT DISTINCT i.normalised FROM customers_identity i JOIN family f ON f.customer_id = i.customer_id
WHERE i.kind = 'email' AND i.normalised = ANY(%s)
"""


def requesters_among(ticket_id: int, emails: Iterable[str]) -> list[str]:
    """Those of some addresses that are the requester's, in lower case. Says nothing of who may see the ticket."""
    wanted = [one.strip().lower() for one in emails]
    with connection.cursor() as cursor:
        cursor.execute(_THEIRS, [ticket_id, wanted])
        return [row[0] for row in cursor.fetchall()]
