"""Take a message to a third party back while it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.tickets.events import SideMessageCancelled
from careline.tickets.models import Draft, DraftFile, MessageSearch, SideMessage
from careline.tickets.queries.side import access_side_message, require_side
from careline.tickets.wording import with_draft_images

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def cancel_side(message_id: int, *, by: Agent) -> SideMessage | None:
    """Undo a held message; its words are the writer's draft again, if they began no other. None if it is too late.

    Only the writer may, or somebody who leads (managing teams). Emits SideMessageCancelled.
    """
    require_side(by)
    message = access_side_message(by, message_id)
    if message.agent_id != by.pk and not by.may(Right.MANAGE_TEAMS):
        raise Forbidden("somebody else's message")
    held = SideMessage.objects.filter(pk=message_id, state="held")
    if not held.update(state="cancelled", state_at=timezone.now()):
        return None
    MessageSearch.objects.filter(message_id=message_id).delete()
    ticket = message.ticket
    emit(
        SideMessageCancelled(ticket.pk, ticket.team_id, message.conversation_id, message_id=message_id),
        by=by.actor,
    )
    _put_back(message, by)
    message.refresh_from_db()
    return message


def _put_back(message: SideMessage, by: Agent) -> None:
    """Make a draft of it, with its files, where the person has not begun another one there."""
    kept = {"subject": message.subject[:300], "to": message.to, "cc": message.cc, "bcc": message.bcc}
    draft, is_new = Draft.objects.get_or_create(
        ticket_id=message.ticket_id, agent=by, kind=Draft.Kind.SIDE, side_conversation_id=message.conversation_id,
        defaults=kept,
    )  # fmt: skip
    if not is_new:
        return
    keys = {}
    for one in message.attachments.all():
        file = DraftFile.objects.create(
            draft=draft, uploaded_by=by, file_id=one.file_id, name=one.name, content_type=one.content_type,
            size=one.size, is_inline=one.is_inline,
        )  # fmt: skip
        keys[one.content_id] = file.key
    Draft.objects.filter(pk=draft.pk).update(html=with_draft_images(message.html, keys))
