"""Where a message from outside belongs. Checks no agent's rights: these answer channels, never a page."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from careline.tickets.contracts import Address, Thread
from careline.tickets.models import Message, SideMessage, Ticket

_TAKES_PART = """
WITH RECURSIVE family(id, customer_id, n) AS (
    SELECT id, customer_id, 1 FROM tickets_ticket WHERE id = %(ticket)s
    UNION ALL SELECT t.id, t.customer_id, n + 1 FROM family f JOIN tickets_ticket t ON t.merged_into_id = f.id WHERE n < 100)
SELECT EXISTS (
    SELECT FROM customers_identity i JOIN family f ON f.customer_id = i.customer_id
    WHERE i.kind = 'email' AND i.normalised = %(email)s
  UNION ALL SELECT FROM tickets_message m WHERE m.ticket_id = %(ticket)s AND m.author = 'customer'
    AND lower(m.from_email) = %(email)s AND m.grade IN ('verified', 'plausible')
  UNION ALL SELECT FROM tickets_message m, jsonb_array_elements(m."to" || m.cc || m.bcc) a
    WHERE m.ticket_id = %(ticket)s AND m.author IN ('agent', 'system', 'bot') AND m.is_public
      AND m.state <> 'cancelled' AND lower(a->>0) = %(email)s)
"""

_WAS_SPLIT = """
WITH RECURSIVE way(id, merged_into_id, n) AS (
    SELECT id, merged_into_id, 1 FROM tickets_ticket WHERE id = %s
    UNION ALL SELECT t.id, t.merged_into_id, n + 1 FROM way JOIN tickets_ticket t ON t.id = way.merged_into_id WHERE n < 100)
SELECT EXISTS (SELECT FROM tickets_split s JOIN way ON s.source_id = way.id) FROM way ORDER BY n LIMIT 1
"""
_SPLIT_FAMILY = """
WITH RECURSIVE family(id, n) AS (
    SELECT %s::bigint, 1
    UNION SELECT next.id, n + 1 FROM family f CROSS JOIN LATERAL (
        SELECT target_id AS id FROM tickets_split WHERE source_id = f.id
        UNION SELECT merged_into_id FROM tickets_ticket WHERE id = f.id AND merged_into_id IS NOT NULL) next WHERE n < 30)
SELECT DISTINCT id FROM family
"""


def is_participant(ticket_id: int, email: str) -> bool:
    """Whether this address takes part in a ticket: a requester (also of a ticket merged into it), a sender
    filed there before, or one we wrote to.

    Being in the Cc of somebody else's mail is not taking part.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKES_PART, {"ticket": ticket_id, "email": email.strip().lower()})
        row = cursor.fetchone()
    return bool(row and row[0])


def find_thread_by_key(key: UUID, *, found_by: str) -> Thread | None:
    """The ticket of one of our own messages, by the key in a Message-ID or address whose signature was checked."""
    ticket_id = Message.objects.filter(key=key).values_list("ticket_id", flat=True).first()
    return Thread(ticket_id, found_by) if ticket_id else None


def find_thread_by_external_ids(ids: Sequence[str]) -> Thread | None:
    """The ticket in which one of these Message-IDs stands already, trying them in the given order.

    Hand them in newest first. The find is no proof (Message-IDs of others can be guessed or reused): `receive` takes
    it only for a sender who takes part.
    """
    wanted = [one for one in dict.fromkeys(ids) if one][:50]
    if not wanted:
        return None
    rows = dict(
        Message.objects.filter(external_id__in=wanted).order_by("id").values_list("external_id", "ticket_id")
    )
    found = next((rows[one] for one in wanted if one in rows), None)
    return Thread(found, "external_id") if found else None


def find_thread_by_number(number: int) -> Thread | None:
    """The ticket that a subject tag names; counts only for who takes part."""
    return Thread(number, "subject_tag") if Ticket.objects.filter(pk=number).exists() else None


def was_split(ticket_id: int) -> bool | None:
    """Whether messages of a ticket, or of one it was merged into, were ever split off; None if there is no such ticket."""
    with connection.cursor() as cursor:
        cursor.execute(_WAS_SPLIT, [ticket_id])
        row = cursor.fetchone()
    return row[0] if row else None


def led_by_split(thread: Thread, ids: Sequence[str], keys: Sequence[UUID]) -> Thread:
    """The thread of the newest message that was answered, where it stands in a ticket split off the thread's; else `thread`.

    A signed reply address names the ticket it was made for; the message that it came with may have moved since.
    `keys` are those of our own Message-IDs, `ids` all others, newest first.
    """
    own = dict(Message.objects.filter(key__in=keys[:50]).values_list("key", "ticket_id"))
    theirs = find_thread_by_external_ids(ids)
    found = next((own[key] for key in keys if key in own), None) or (theirs.ticket_id if theirs else None)
    if found is None or found == thread.ticket_id:
        return thread
    with connection.cursor() as cursor:
        cursor.execute(_SPLIT_FAMILY, [thread.ticket_id])
        family = {row[0] for row in cursor.fetchall()}
    return Thread(found, thread.found_by) if found in family else thread


def find_message_id(key: UUID) -> int | None:
    """The id of the message with this key, for news of its delivery; also of one to a third party."""
    tables = (Message, SideMessage)
    found = (one.objects.filter(key=key).values_list("pk", flat=True).first() for one in tables)
    return next((one for one in found if one is not None), None)


def references_of(ticket_id: int, *, before_id: int, limit: int = 20) -> list[str]:
    """The Message-IDs of the public messages of a ticket before one of them, oldest first, the latest `limit`."""
    rows = Message.objects.filter(ticket_id=ticket_id, is_public=True, pk__lt=before_id).exclude(
        external_id=""
    )
    return list(rows.order_by("-pk").values_list("external_id", flat=True)[:limit])[::-1]


def addresses(stored: list[list[str]]) -> tuple[Address, ...]:
    """Addresses as they are stored in a message or draft: a list of [email, name]."""
    return tuple(_addresses(stored))


def _addresses(stored: list[list[str]]) -> Iterator[Address]:
    for email, name in stored:
        yield Address(email, name)
