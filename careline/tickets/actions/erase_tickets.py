"""Take the words out of tickets: what was said, by whom, and all that names somebody. What figures are made of stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from careline.core.events import emit
from careline.core.redaction import GONE, redact_events
from careline.fields.actions.remove_files import remove_files
from careline.fields.queries.files import keys_for_figures
from careline.tickets.events import TicketErased
from careline.tickets.models import Message, Ticket
from careline.tickets.models.erasing import blank_messages, blank_tickets, orders_without_words
from careline.tickets.models.erasing_side import unsay_aside
from careline.tickets.models.said import index_words
from careline.tickets.models.search import MessageSearch

_KEPT_WORDS = {
    "ticket.type_changed": frozenset({"before", "after"}),
    "ticket.linked": frozenset({"kind", "role"}),
}


@transaction.atomic
def erase_tickets(ticket_ids: Iterable[int]) -> list[int]:
    """Blank tickets, their messages, files, drafts and events; returns contents to forget once this is committed.

    Does not ask for rights or legal holds: whoever calls has. Emits TicketErased for each.
    """
    ids = [*ticket_ids]
    if not ids:
        return []
    let_go = blank_tickets(ids, kept_fields=keys_for_figures("ticket"))
    _say_erased(ids)
    redact_events((f"ticket:{one}" for one in ids), keep=_KEPT_WORDS)
    redact_events(f"bulk:{run.pk}" for run in orders_without_words(ids))
    return [*let_go, *remove_files("ticket", ids)]


def _say_erased(ids: list[int]) -> None:
    for pk, team_id in Ticket.objects.filter(pk__in=ids).values_list("pk", "team_id"):
        emit(TicketErased(pk, team_id))


@transaction.atomic
def erase_elsewhere(
    customer_ids: Iterable[int], addresses: Iterable[str], *, but: Iterable[int]
) -> list[int]:
    """Blank what some people wrote in tickets that are not theirs, and their addresses where others named them there.

    `but` are their own tickets. Returns contents to forget. One look at the messages: for work in the background.
    """
    wrote = Q(customer_id__in=[*customer_ids]) & ~Q(ticket_id__in=[*but])
    touched = [*Ticket.objects.filter(pk__in=Message.objects.filter(wrote).values("ticket_id"))]
    let_go = blank_messages(wrote)
    for ticket in touched:
        latest = ticket.messages.filter(is_public=True).order_by("-pk").first()
        Ticket.objects.filter(pk=ticket.pk).update(snippet=latest.reply_text[:160] if latest else "")
    words = [address for address in addresses if len(address) >= 6]
    if words:
        _unsay(re.compile("|".join(map(re.escape, words)), re.IGNORECASE))
    return let_go


def _unsay(pattern: re.Pattern[str]) -> None:
    """Take addresses out of what others wrote, and out of what search knows of it."""
    naming = Message.objects.filter(Q(text__iregex=pattern.pattern) | Q(subject__iregex=pattern.pattern))
    for message in naming.select_related("ticket"):
        for column in ("text", "html", "reply_text", "quoted_text", "subject"):
            setattr(message, column, pattern.sub(GONE, getattr(message, column)))
        message.save(update_fields=["text", "html", "reply_text", "quoted_text", "subject"])
        MessageSearch.objects.filter(message_id=message.pk).delete()
        index_words(message, message.ticket, names=[message.from_name])
    unsay_aside(pattern, gone=GONE)
