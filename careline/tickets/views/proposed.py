"""Replies that wait for approval, as a ticket shows them: whose, what they say, and who may do what with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.tickets.models import Draft, Message, Proposal, Status
from careline.tickets.queries.proposals import may_approve
from careline.tickets.views.said import Shown, people_words, shown
from careline.tickets.views.words import rich
from careline.ui.faces import avatar
from careline.ui.times import local_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Proposed:
    """One reply that waits, ready to be shown. `crossed` is what others said since, `anyway` the newest of it."""

    id: int
    name: str
    face: SafeString
    words: str
    to: str
    at: SafeString
    html: SafeString
    files: list[Shown]
    subject: str
    then: str
    send_at: SafeString
    quotes_history: bool
    is_mine: bool
    can_approve: bool
    crossed: int
    crossed_words: str


def proposed_of(agent: Agent, proposals: Iterable[Proposal], messages: list[Message]) -> list[Proposed]:
    """Prepare the replies that wait in a ticket, whose messages the person sees."""
    return [_proposed(agent, one, messages) for one in proposals]


def picture_addresses(proposal: Proposal) -> dict[str, str]:
    """Where the pictures in the text are."""
    return {file.key: f"/attachments/{file.key}/" for file in proposal.files.all()}


def _proposed(agent: Agent, proposal: Proposal, messages: list[Message]) -> Proposed:
    crossed = _crossed(agent, proposal, messages)
    html = rich(proposal.html, picture_addresses(proposal))
    files = [one for one in proposal.files.all() if f'"/attachments/{one.key}/?inline=1"' not in html]
    return Proposed(
        id=proposal.pk,
        name=proposal.agent.name,
        face=avatar(proposal.agent.name),
        words=_("Forward, waits for approval")
        if proposal.kind == Draft.Kind.FORWARD
        else _("Reply, waits for approval"),
        to=people_words(proposal.to, proposal.cc),
        at=local_time(proposal.created_at),
        html=html,
        files=[shown(one) for one in files],
        subject=proposal.subject,
        then=str(Status(proposal.then_status).label) if proposal.then_status else "",
        send_at=local_time(proposal.send_at, "moment"),
        quotes_history=proposal.quotes_history,
        is_mine=proposal.agent_id == agent.pk,
        can_approve=may_approve(agent, proposal),
        crossed=crossed.pk if crossed else 0,
        crossed_words=_("%(name)s wrote after this was written. Read it above first.")
        % {"name": _writer(crossed)}
        if crossed
        else "",
    )


def _crossed(agent: Agent, proposal: Proposal, messages: list[Message]) -> Message | None:
    """The newest public message of others that the writer had not seen, as `refuse_crossed` asks for it."""
    if proposal.seen_message_id is None:
        return None
    for message in reversed(messages):
        if message.pk <= proposal.seen_message_id:
            return None
        is_others = message.is_public and message.agent_id not in (agent.pk, proposal.agent_id)
        if is_others and not message.machine and message.state != Message.State.CANCELLED:
            return message
    return None


def _writer(message: Message) -> str:
    return message.agent.name if message.agent else message.from_name or message.from_email
