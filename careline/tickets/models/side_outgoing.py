"""From what an agent wants to say to a third party to a message's columns and files: what goes along is checked."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from careline.tickets.contracts import Aside, Refused
from careline.tickets.models.attachment import Attachment, DraftFile
from careline.tickets.models.message import Message
from careline.tickets.models.outgoing import outgoing_values
from careline.tickets.models.side import SideFile
from careline.tickets.models.ticket import Ticket
from careline.tickets.wording import as_html, as_text

MOST_BYTES = 20 * 1024 * 1024
_NOT_KEPT = ("quotes_history",)


def aside_values(aside: Aside, ticket: Ticket) -> dict[str, Any]:
    """The columns of a message to a third party. Raises Refused with words for the agent."""
    values = outgoing_values(aside.outgoing)
    for name in _NOT_KEPT:
        values.pop(name, None)
    if aside.quoted_message_id:
        values["html"] += _quotation(aside.quoted_message_id, ticket)
        values["text"] = as_text(values["html"])
    return values


def aside_files(aside: Aside, ticket: Ticket, own: list[DraftFile], html: str) -> list[SideFile]:
    """The files that go along: the agent's own, and those chosen from the ticket. Refuses others, and too many bytes."""
    chosen = _chosen(aside.attachment_keys, ticket)
    files = [_kept(one, is_inline=f"cid:{one.key}" in html) for one in own]
    files += [_kept(one) for one in chosen]
    if sum(one.size for one in files) > MOST_BYTES:
        raise Refused(_("These files are too large for one message."))
    return files


def files_to_choose(ticket: Ticket) -> list[Attachment]:
    """The files that can go along to a third party: of what the customer and we said to each other, newest first."""
    public = Attachment.objects.filter(message__ticket=ticket, message__is_public=True, is_inline=False)
    return [*public.exclude(message__state=Message.State.CANCELLED).order_by("-pk")[:50]]


def messages_to_quote(ticket: Ticket) -> list[Message]:
    """The customer's messages that can be quoted to a third party, newest first."""
    theirs = Message.objects.filter(ticket=ticket, author=Message.Author.CUSTOMER, is_public=True, machine="")
    return [*theirs.only("pk", "reply_text", "text", "created_at").order_by("-pk")[:20]]


def _quotation(message_id: int, ticket: Ticket) -> str:
    """The customer's words without their name: whoever needs it writes it."""
    rows = Message.objects.filter(
        pk=message_id, ticket=ticket, author=Message.Author.CUSTOMER, is_public=True
    )
    message = rows.first()
    if message is None:
        raise Refused(_("The message to be quoted is no longer in this ticket."))
    said_on = date_format(localtime(message.created_at), "DATETIME_FORMAT")
    words = _("Our customer wrote on %(date)s:") % {"date": said_on}
    quoted = as_html(message.reply_text or message.text)
    return format_html("<p>{}</p>", words) + f"<blockquote>{quoted}</blockquote>"


def _chosen(keys: tuple[str, ...], ticket: Ticket) -> list[Attachment]:
    if not keys:
        return []
    found = {one.key: one for one in files_to_choose(ticket)}
    if missing := [key for key in keys if key not in found]:
        raise Refused(_("%(count)s files are no longer there: attach them again.") % {"count": len(missing)})
    return [found[key] for key in dict.fromkeys(keys)]


def _kept(file: DraftFile | Attachment, *, is_inline: bool = False) -> SideFile:
    return SideFile(
        file_id=file.file_id,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        is_inline=is_inline,
        content_id=file.key if is_inline else "",
    )
