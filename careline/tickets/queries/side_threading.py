"""Which side conversation a mail belongs to. For channels only: checks no agent's rights."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from careline.tickets.contracts import SideThread
from careline.tickets.models import Message, SideConversation, SideMessage

_TAKES_PART = """
SELECT EXISTS (SELECT FROM tickets_sidemessage m
    LEFT JOIN LATERAL jsonb_array_elements(m."to" || m.cc || m.bcc) a ON m.is_ours AND m.state <> 'cancelled'
    WHERE m.conversation_id = %(conversation)s AND (lower(a->>0) = %(email)s
        OR (NOT m.is_ours AND m.is_participant AND m.grade IN ('verified', 'plausible') AND lower(m.from_email) = %(email)s)))
"""


def is_side_participant(conversation_id: int, email: str) -> bool:
    """Whether we wrote to this address in a side conversation. Being in the Cc of somebody else's mail is not enough."""
    values: dict[str, str | int] = {"conversation": conversation_id, "email": email.strip().lower()}
    with connection.cursor() as cursor:
        cursor.execute(_TAKES_PART, values)
        row = cursor.fetchone()
    return bool(email and row and row[0])


def find_side_by_id(conversation_id: int) -> SideThread | None:
    """The side conversation of a reply address whose signature was checked."""
    rows = SideConversation.objects.filter(pk=conversation_id).values_list("ticket_id", flat=True)
    ticket_id = rows.first()
    return SideThread(conversation_id, ticket_id, "reply_token") if ticket_id else None


def find_side_by_keys(keys: Sequence[tuple[UUID, str]]) -> SideThread | None:
    """The side conversation of the newest of our messages that a mail answers, given as (key, found by), newest first.

    None also where that is a message to the customer: then the mail belongs to the ticket.
    """
    asked = [key for key, _found_by in keys][:50]
    rows = SideMessage.objects.filter(key__in=asked).values_list(
        "key", "conversation_id", "conversation__ticket_id"
    )
    aside = {key: (conversation_id, ticket_id) for key, conversation_id, ticket_id in rows}
    if not aside:
        return None
    to_customers = set(Message.objects.filter(key__in=asked).values_list("key", flat=True))
    newest = next(((key, by) for key, by in keys if key in aside or key in to_customers), None)
    if newest is None or newest[0] not in aside:
        return None
    return SideThread(*aside[newest[0]], newest[1])


def find_side_by_external_ids(ids: Sequence[str]) -> SideThread | None:
    """The side conversation in which one of these Message-IDs of others stands, trying them in order; no proof."""
    wanted = [one for one in dict.fromkeys(ids) if one][:50]
    if not wanted:
        return None
    rows = SideMessage.objects.filter(external_id__in=wanted).order_by("pk")
    found = {
        external_id: (conversation_id, ticket_id)
        for external_id, conversation_id, ticket_id in rows.values_list(
            "external_id", "conversation_id", "conversation__ticket_id"
        )
    }
    place = next((found[one] for one in wanted if one in found), None)
    return SideThread(*place, "external_id") if place else None


def find_sent_side_message_id(conversation_id: int, email: str) -> int | None:
    """The latest message of ours there that went to this address, or the latest that went out if "" is asked."""
    sent = SideMessage.objects.filter(
        conversation_id=conversation_id, is_ours=True, state__in=["sending", "sent", "delivered"]
    )
    for message in sent.order_by("-pk")[:50]:
        everyone = {one[0].lower() for one in (*message.to, *message.cc, *message.bcc)}
        if not email or email.lower() in everyone:
            return message.pk
    return None


def side_references_of(conversation_id: int, *, before_id: int, limit: int = 20) -> list[str]:
    """The Message-IDs of what was said in a side conversation before a message, oldest first, the latest `limit`."""
    rows = SideMessage.objects.filter(conversation_id=conversation_id, pk__lt=before_id).exclude(
        external_id=""
    )
    return [*rows.order_by("-pk").values_list("external_id", flat=True)[:limit]][::-1]
