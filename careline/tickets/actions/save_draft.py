"""Keep what an agent is writing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.contracts import Conflict, DraftContent, NotVisible, Refused
from careline.tickets.models import Draft, SideConversation, Ticket
from careline.tickets.models.filing import stored
from careline.tickets.queries.access import hold_remaining
from careline.tickets.wording import image_keys, safe

if TYPE_CHECKING:
    from careline.accounts.models import Agent


PICTURE_KEPT = timedelta(hours=1)


class DraftConflict(Conflict):
    """The draft was saved elsewhere meanwhile: `draft` is what stands there now, the refused text is the caller's."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.version)
        self.draft = draft


@transaction.atomic
def save_draft(content: DraftContent, *, ticket: Ticket | None, by: Agent, version: int) -> Draft:
    """Save the agent's own draft of one kind, on a ticket or for a new one (None); returns it with its new version.

    `version` is the one that was edited, 0 for none yet. Refuses with DraftConflict when another window saved since:
    nothing is overwritten, and both texts can be shown. Light agents may draft too. Emits nothing: drafts are private.
    """
    by.require(Right.NOTE)
    if content.kind not in Draft.Kind.values or (ticket is None) != (content.kind == Draft.Kind.OUTBOUND):
        raise Refused(_("There is no such draft."))
    if ticket is not None and not Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        raise NotVisible(ticket.pk)
    refuse_foreign(ticket, content.kind, content.side_conversation_id)
    draft = find_or_make(ticket, content.kind, by, side_conversation_id=content.side_conversation_id)
    if draft.version != version:
        raise DraftConflict(draft)
    draft.html, draft.subject = safe(content.html), content.subject[:300]
    draft.to, draft.cc, draft.bcc = (stored(one[:100]) for one in (content.to, content.cc, content.bcc))
    draft.inbox_id, draft.quotes_history = content.inbox_id, content.quotes_history
    draft.based_on_message_id = content.based_on_message_id
    draft.beginning = dict(content.beginning)
    draft.version += 1
    draft.save()
    _prune_pictures(draft)
    return draft


def _prune_pictures(draft: Draft) -> None:
    """Remove pictures that have stood outside the text for long: until then, undoing may bring them back."""
    long_ago = timezone.now() - PICTURE_KEPT
    gone = draft.files.filter(is_inline=True, created_at__lt=long_ago)
    gone.exclude(key__in=image_keys(draft.html)).delete()


def refuse_foreign(ticket: Ticket | None, kind: str, side_conversation_id: int) -> None:
    """Raise NotVisible where a draft names a side conversation that is not one of this ticket."""
    if not side_conversation_id:
        return
    theirs = SideConversation.objects.filter(pk=side_conversation_id, ticket=ticket)
    if kind != Draft.Kind.SIDE or not theirs.exists():
        raise NotVisible(side_conversation_id)


def find_or_make(ticket: Ticket | None, kind: str, by: Agent, *, side_conversation_id: int = 0) -> Draft:
    """The agent's draft of this kind, locked; an empty one of version 0 where there was none.

    That of a merged ticket is the one of the ticket that remains. Each side conversation has one of its own.
    """
    ticket = ticket and hold_remaining(ticket.pk)
    which = {"ticket": ticket, "agent": by, "kind": kind, "side_conversation_id": side_conversation_id}
    rows = Draft.objects.select_for_update().filter(**which)
    draft = rows.first()
    if draft is not None:
        return draft
    try:
        with transaction.atomic():
            return Draft.objects.create(**which, version=0)
    except IntegrityError:
        return rows.get()
