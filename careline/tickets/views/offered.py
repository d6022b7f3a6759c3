"""Drafts that a ticket shows: those that colleagues offer, and one's own that came back from an approver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.models import Draft, Proposal, Ticket
from careline.tickets.views.words import paragraphs, rich
from careline.ui.faces import avatar
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Offered:
    """One offered draft, ready to be shown."""

    id: int
    kind: str
    name: str
    face: SafeString
    words: str
    at: SafeString
    html: SafeString
    files: list[str]
    is_mine: bool
    can_take: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """One's own reply that somebody sent back, ready to be shown: who, when and why."""

    id: int
    kind: str
    name: str
    face: SafeString
    at: SafeString
    comment: SafeString


def shown_drafts(agent: Agent, ticket: Ticket) -> tuple[list[Offered], list[Returned]]:
    """The drafts that a ticket shows, which the caller has accessed with rights, oldest first.

    Those offered to colleagues, and the person's own ones that came back instead of being approved.
    """
    own = Q(agent=agent, returned__isnull=False)
    rows = Draft.objects.filter(Q(offered_at__isnull=False) | own, ticket=ticket)
    rows = rows.select_related("agent", "offered_to", "returned__decided_by").prefetch_related("files")
    drafts = [*rows.order_by("offered_at", "pk")]
    returned = [one for one in drafts if one.agent_id == agent.pk]
    return (
        [_offered(agent, draft) for draft in drafts if draft.offered_at],
        [_returned(draft, draft.returned) for draft in returned if draft.returned],
    )


def _returned(draft: Draft, proposal: Proposal) -> Returned:
    name = proposal.decided_by.name if proposal.decided_by else ""
    return Returned(
        id=draft.pk,
        kind=draft.kind,
        name=name,
        face=avatar(name),
        at=local_time(proposal.decided_at),
        comment=paragraphs(proposal.comment),
    )


def _offered(agent: Agent, draft: Draft) -> Offered:
    to = draft.offered_to
    is_mine = draft.agent_id == agent.pk
    return Offered(
        id=draft.pk,
        kind=draft.kind,
        name=draft.agent.name,
        face=avatar(draft.agent.name),
        words=_("Draft for %(name)s, not sent") % {"name": to.name}
        if to
        else _("Draft for a colleague, not sent"),
        at=local_time(_moment(draft)),
        html=rich(draft.html),
        files=[file.name for file in draft.files.all()],
        is_mine=is_mine,
        can_take=not is_mine and agent.may(Right.REPLY) and draft.offered_to_id in (None, agent.pk),
    )


def _moment(draft: Draft) -> datetime:
    return draft.offered_at or draft.updated_at
