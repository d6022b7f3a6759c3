"""Take over a draft that a colleague offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.save_draft import find_or_make
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.events import DraftTaken
from careline.tickets.models import Draft, DraftFile, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@atomic_despite_deadlocks
def take_draft(draft_id: int, *, by: Agent) -> Draft:
    """Make a colleague's offered draft one's own; what one had written oneself stays before it. Returns one's own draft.

    Refuses one that is no longer offered, or is offered to somebody else: of two who take it, one has it. A window of
    the new owner that has not seen the words does not spend them by sending. Emits DraftTaken.
    """
    by.require(Right.REPLY)
    visible = Ticket.objects.visible_to(by).filter(drafts__pk=draft_id).first()
    if visible is None:
        raise NotVisible(draft_id)
    ticket = lock_ticket(visible, by=by)
    both = (
        Draft.objects.select_for_update().filter(Q(pk=draft_id) | Q(agent=by), ticket=ticket).order_by("pk")
    )
    draft = next((one for one in both if one.pk == draft_id), None)
    if draft is None or draft.offered_at is None or draft.agent_id == by.pk:
        raise Refused(_("This draft is no longer offered."))
    if draft.offered_to_id not in (None, by.pk):
        raise Refused(_("This draft is offered to somebody else."))
    was = draft.agent_id
    own = find_or_make(ticket, draft.kind, by)
    _join(draft, own)
    emit(DraftTaken(ticket.pk, ticket.team_id, before=was, after=by.pk), by=by.actor)
    return own


def _join(draft: Draft, own: Draft) -> None:
    """Put a draft below the words of another; an empty one takes its addresses over as they are."""
    is_empty = not own.html and not own.files.exists()
    own.html += draft.html
    for name in ("to", "cc", "bcc"):
        given = getattr(draft, name)
        setattr(own, name, given if is_empty else _united(getattr(own, name), given))
    own.subject = own.subject or draft.subject
    own.quotes_history = own.quotes_history or draft.quotes_history
    own.returned_id = own.returned_id or draft.returned_id
    own.undone_message_id = own.undone_message_id or draft.undone_message_id
    own.based_on_message_id = min(
        filter(None, (own.based_on_message_id, draft.based_on_message_id)), default=0
    )
    own.version += 1
    own.foreign_version = own.version
    own.save()
    DraftFile.objects.filter(draft=draft).update(draft=own, uploaded_by=own.agent_id)
    draft.delete()


def _united(first: list[list[str]], second: list[list[str]]) -> list[list[str]]:
    found = {pair[0].lower(): pair for pair in (*second, *first)}
    return [*found.values()]
