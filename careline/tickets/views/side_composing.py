"""What the composer of a side conversation shows: for whom, from which draft, and what of the ticket may go along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from careline.tickets.models import Draft, Message, SideConversation, Ticket
from careline.tickets.models.outgoing import reply_subject
from careline.tickets.models.side_outgoing import files_to_choose, messages_to_quote
from careline.tickets.queries.side_people import known_third_parties
from careline.tickets.views.composing import Composing, fill_from_draft, persons
from careline.tickets.views.neighbours import inbox_address
from careline.tickets.views.sizes import size_words
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Quotable:
    """A message of the customer that can be quoted: its id, its first words, and when it came."""

    id: int
    words: str
    at: SafeString


@dataclass(frozen=True, slots=True)
class Takeable:
    """A file of the ticket that can go along."""

    key: str
    name: str
    size: str


@dataclass(slots=True)
class SideComposing(Composing):
    """Everything that `_side_composer.html` needs; `conversation_id` is 0 for one that is yet to begin."""

    conversation_id: int = 0
    quotable: list[Quotable] = field(default_factory=list)
    takeable: list[Takeable] = field(default_factory=list)

    @property
    def draft_href(self) -> str:
        """Where drafts are kept: each side conversation has one of its own."""
        return f"{reverse('tickets:draft', args=[self.number])}?side={self.conversation_id}"

    @property
    def files_href(self) -> str:
        """Where files of the draft go."""
        return f"{reverse('tickets:draft_files', args=[self.number])}?kind=side&side={self.conversation_id}"


def side_composing(agent: Agent, ticket: Ticket, conversation: SideConversation | None) -> SideComposing:
    """Return the composer as the person left it, or ready for a first message or the next one."""
    composing = SideComposing(
        kind="side",
        word=_("Write to a third party"),
        href=_href(ticket, conversation),
        number=ticket.pk,
        based_on=0,
        conversation_id=conversation.pk if conversation else 0,
        quotable=[_quotable(one) for one in messages_to_quote(ticket)],
        takeable=[Takeable(one.key, one.name, size_words(one.size)) for one in files_to_choose(ticket)],
        everybody=persons(known_third_parties(agent)),
    )
    if conversation is not None:
        composing.to, composing.cc = persons(conversation.to), persons(conversation.cc)
        composing.subject = reply_subject(conversation.subject)
    if address := inbox_address(ticket):
        composing.by = _("by e-mail from %(address)s") % {"address": address}
    draft = _draft(agent, ticket, composing.conversation_id)
    if draft is not None:
        fill_from_draft(composing, draft)
    return composing


def _href(ticket: Ticket, conversation: SideConversation | None) -> str:
    if conversation is None:
        return reverse("tickets:side_start", args=[ticket.pk])
    return reverse("tickets:side_messages", args=[conversation.pk])


def _draft(agent: Agent, ticket: Ticket, conversation_id: int) -> Draft | None:
    own = Draft.objects.filter(ticket=ticket, agent=agent, kind=Draft.Kind.SIDE)
    return own.filter(side_conversation_id=conversation_id).prefetch_related("files").first()


def _quotable(message: Message) -> Quotable:
    words = Truncator(" ".join((message.reply_text or message.text).split())).chars(60)
    return Quotable(message.pk, words, local_time(message.created_at))
