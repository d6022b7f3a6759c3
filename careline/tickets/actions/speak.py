"""Say something to the outside as an agent: the message, its files, and the draft that it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from careline.core.events import emit
from careline.tickets.contracts import Outgoing, Refused
from careline.tickets.events import MessageAdded
from careline.tickets.models import Draft, DraftFile, Message, ProposalFile, Ticket
from careline.tickets.models.outgoing import outgoing_values
from careline.tickets.models.said import add_message

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def speak(
    ticket: Ticket,
    outgoing: Outgoing,
    *,
    by: Agent,
    kind: str,
    files: Sequence[DraftFile | ProposalFile] | None = None,
    cause: int | None = None,
) -> Message:
    """Add an agent's public message to a ticket that the caller locked, spend the draft, and emit MessageAdded.

    The caller has seen to it that these words need nobody's approval, or have it. Without `files` they are the
    agent's own draft files that `outgoing` names.
    """
    message = Message(
        author=Message.Author.AGENT,
        agent=by,
        from_name=by.name,
        channel=ticket.channel,
        inbox_id=ticket.inbox_id,
        language=ticket.language,
        is_forward=kind == Draft.Kind.FORWARD,
        **outgoing_values(outgoing),
    )
    chosen = own_files(outgoing.file_keys, by, ticket) if files is None else files
    add_message(message, ticket=ticket, files=chosen)
    spend_draft(ticket, outgoing, by=by, kind=kind)
    emit(MessageAdded(ticket.pk, ticket.team_id, message_id=message.pk), by=by.actor, cause=cause)
    return message


def spend_draft(ticket: Ticket, outgoing: Outgoing, *, by: Agent, kind: str) -> None:
    """Remove the draft that these words were, unless it holds others that came since or was not where they were written."""
    if not outgoing.spends_draft:
        return
    spent = Draft.objects.filter(ticket=None if kind == Draft.Kind.OUTBOUND else ticket, agent=by, kind=kind)
    if outgoing.draft_version is not None:
        spent = spent.filter(foreign_version__lte=outgoing.draft_version)
    spent.delete()


def own_files(keys: tuple[str, ...], by: Agent, ticket: Ticket) -> list[DraftFile]:
    """The files with these keys of the agent's own drafts in this ticket, or of none yet, in this order.

    Refuses any other: those of colleagues, and those of other conversations.
    """
    if not keys:
        return []
    here = Q(draft__ticket=ticket) | Q(draft__ticket=None)
    own = DraftFile.objects.filter(here, key__in=keys, uploaded_by=by, draft__agent=by)
    found = {file.key: file for file in own}
    if missing := [key for key in keys if key not in found]:
        raise Refused(_("%(count)s files are no longer there: attach them again.") % {"count": len(missing)})
    return [found[key] for key in keys]
