"""Drafts that colleagues offer, as a ticket shows them: whose they are, what they say, and who may take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.models import Draft, Ticket
from careline.tickets.views.words import rich
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


def offered_drafts(agent: Agent, ticket: Ticket) -> list[Offered]:
    """The offered drafts of a ticket that the caller has accessed with rights, oldest first."""
    rows = Draft.objects.filter(ticket=ticket).exclude(offered_at=None).select_related("agent", "offered_to")
    return [_offered(agent, draft) for draft in rows.prefetch_related("files").order_by("offered_at")]


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
