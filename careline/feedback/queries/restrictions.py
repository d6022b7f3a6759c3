"""Which customers are restricted, and how: a short list, kept in memory for a few seconds, so that intake asks nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock

from django.db import connection, transaction

FRESH_SECONDS = 3.0
_lock = Lock()
_READ = """
WITH RECURSIVE person(id, measure_id, n) AS (
    SELECT customer_id, id, 1 FROM feedback_measure WHERE kind = 'restrict' AND lifted_at IS NULL
    UNION SELECT same.id, p.measure_id, n + 1 FROM person p CROSS JOIN LATERAL (
        SELECT c.id FROM customers_customer c WHERE c.merged_into_id = p.id
        UNION ALL SELECT c.merged_into_id FROM customers_customer c WHERE c.id = p.id AND c.merged_into_id IS NOT NULL) same
    WHERE n < 20)
SELECT DISTINCT p.id, m.id, m.by_mail_only, coalesce(m.contact_id, 0) FROM person p JOIN feedback_measure m ON m.id = p.measure_id
"""
_BY_ADDRESS = """
SELECT i.customer_id FROM customers_identity i WHERE i.kind = 'email' AND i.normalised = %s
"""
_OPEN = "SELECT id FROM tickets_ticket WHERE customer_id = %s AND status IN (1, 2, 3, 4) AND merged_into_id IS NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class Restriction:
    """How a customer is served: by mail only, by one person (0: anybody), by which measure."""

    measure_id: int
    by_mail_only: bool
    contact_id: int


_kept: tuple[float, dict[int, Restriction]] = (0.0, {})


def restriction_of(customer_id: int) -> Restriction | None:
    """How a customer is restricted, whichever of their merged records is asked for; None for nearly everybody."""
    return _restrictions().get(customer_id)


def restriction_on(ticket_id: int) -> Restriction | None:
    """How the customer of a ticket is restricted. Asks nothing where nobody is."""
    if not _restrictions():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT customer_id FROM tickets_ticket WHERE id = %s", [ticket_id])
        row = cursor.fetchone()
    return restriction_of(row[0]) if row else None


def takes_mail_only(address: str) -> bool:
    """Whether nothing but mail is taken from who has this address. Asks nothing where nobody is restricted so."""
    strict = {pk for pk, one in _restrictions().items() if one.by_mail_only}
    if not strict:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_BY_ADDRESS, [address.strip().lower()])
        return any(row[0] in strict for row in cursor.fetchall())


def open_tickets_of(customer_id: int) -> list[int]:
    """The numbers of a customer's tickets that are not done. No rights: for what is done to all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [customer_id])
        return [row[0] for row in cursor.fetchall()]


def changed_restrictions() -> None:
    """Read the list again at the next use, here at once and again when this is committed."""
    forget_restrictions()
    transaction.on_commit(forget_restrictions)


def forget_restrictions() -> None:
    """Read the list again at the next use."""
    global _kept
    with _lock:
        _kept = (0.0, {})


def _restrictions() -> dict[int, Restriction]:
    global _kept
    with _lock:
        if not _kept[0] or time.monotonic() - _kept[0] > FRESH_SECONDS:
            with connection.cursor() as cursor:
                cursor.execute(_READ)
                _kept = (time.monotonic(), {row[0]: Restriction(*row[1:]) for row in cursor.fetchall()})
        return _kept[1]
