"""Write an internal note: seen by the staff, sent to nobody outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.core.events import Actor, emit
from careline.tickets.actions.speak import own_files
from careline.tickets.contracts import Refused
from careline.tickets.events import NoteAdded
from careline.tickets.models import Draft, DraftFile, Message, Ticket, Watcher
from careline.tickets.models.said import add_message
from careline.tickets.queries.access import lock_ticket
from careline.tickets.wording import as_text, clean, mentioned_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def note(
    ticket: Ticket,
    html: str,
    *,
    by: Agent,
    file_keys: tuple[str, ...] = (),
    spends_draft: bool = True,
    cause: int | None = None,
) -> Message:
    """Add an internal note. Mentioned colleagues (`<span data-mention="7">`) who may see the ticket begin to watch.

    The writer's note draft is spent, unless it was written elsewhere. Refuses an empty note and files that are not
    the writer's own. Emits NoteAdded.
    """
    by.require(Right.NOTE)
    ticket = lock_ticket(ticket, by=by)
    html = clean(html, image_keys=file_keys)
    text = as_text(html)
    if not text and not file_keys:
        raise Refused(_("Write something first."))
    mentioned = _can_see(mentioned_ids(html), ticket)
    message = Message(
        author=Message.Author.AGENT, agent=by, from_name=by.name, is_public=False, channel="note",
        html=html, text=text, reply_text=text, language=by.language,
    )  # fmt: skip
    add_message(message, ticket=ticket, files=own_files(file_keys, by, ticket))
    if spends_draft:
        DraftFile.objects.filter(
            key__in=file_keys, uploaded_by=by
        ).delete()  # or they would go out with the reply
        Draft.objects.filter(ticket=ticket, agent=by, kind=Draft.Kind.NOTE).delete()
    watchers = [Watcher(ticket=ticket, agent_id=agent_id) for agent_id in mentioned]
    Watcher.objects.bulk_create(watchers, ignore_conflicts=True)
    emit(
        NoteAdded(ticket.pk, ticket.team_id, message_id=message.pk, mentioned=mentioned),
        by=by.actor,
        cause=cause,
    )
    return message


def apply_note(ticket: Ticket, html: str, *, by: Actor, cause: int | None = None) -> Message:
    """Write an internal note that no person writes, in a ticket that the caller locked. Emits NoteAdded."""
    html = clean(html)
    text = as_text(html)
    if not text:
        raise Refused(_("Write something first."))
    message = Message(
        author=Message.Author.SYSTEM, is_public=False, channel="note", html=html, text=text, reply_text=text
    )
    add_message(message, ticket=ticket)
    emit(NoteAdded(ticket.pk, ticket.team_id, message_id=message.pk), by=by, cause=cause)
    return message


def _can_see(agent_ids: tuple[int, ...], ticket: Ticket) -> tuple[int, ...]:
    visible = Ticket.objects.filter(pk=ticket.pk)
    return tuple(agent.pk for agent in find_agents(agent_ids[:50]) if visible.visible_to(agent).exists())
