"""Side conversations, prepared for their templates: one in a list, and what was said in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careline.core.models import Event
from careline.tickets.models import SideConversation, SideMessage, Ticket
from careline.tickets.queries.side import side_conversations
from careline.tickets.queries.thread import MOST_EVENTS
from careline.tickets.views.delivery_words import Delivery, delivery_of
from careline.tickets.views.said import GRADES, MACHINES, THREADED_BY, Shown, address_of, is_picture, shown
from careline.tickets.views.words import paragraphs, rich
from careline.ui.faces import avatar
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class SideLine:
    """One side conversation in a list."""

    id: int
    href: str
    who: str
    subject: str
    said: int
    unread: int
    is_done: bool
    at: SafeString
    starter: tuple[int, str]


@dataclass(frozen=True, slots=True)
class SideSaid:
    """One message of a side conversation. `stranger` says that its sender was never written to there."""

    id: int
    is_ours: bool
    name: str
    email: str
    face: SafeString
    to: str
    at: SafeString
    language: str
    html: SafeString
    quoted: SafeString
    files: list[Shown]
    is_unverified: bool
    is_stranger: bool
    machine: str
    facts: list[tuple[str, str]]
    has_original: bool
    delivery: Delivery | None


def side_lines(agent: Agent, ticket: Ticket) -> list[SideLine]:
    """All side conversations of a ticket, open ones first: one statement."""
    return [_line(one) for one in side_conversations(agent, ticket)]


def may_have(events: Sequence[Event], *families: str) -> bool:
    """Whether a ticket may have something of which events of these families ("side.") tell.

    Its events were read anyway: where they speak of none, and nothing came along by a merge, nothing needs asking.
    """
    told = any(event.name.startswith(families) or event.name == "ticket.absorbed" for event in events)
    return told or len(events) >= MOST_EVENTS


def side_said(message: SideMessage) -> SideSaid:
    """Prepare a message, which comes with its agent and its files."""
    name = message.agent.name if message.agent else message.from_name or message.from_email or _("Somebody")
    files = [*message.attachments.all()]
    pictures = {one.content_id: address_of(one) for one in files if one.is_inline and is_picture(one)}
    html = rich(message.html, pictures) if message.is_ours and message.html else _plain(message)
    listed = [one for one in files if f'"{address_of(one)}?inline=1"' not in html]
    return SideSaid(
        id=message.pk,
        is_ours=message.is_ours,
        name=name,
        email="" if message.is_ours else message.from_email,
        face=avatar(name),
        to=_to(message),
        at=local_time(message.created_at),
        language=message.language,
        html=html,
        quoted=paragraphs(message.quoted_text) if message.quoted_text else SafeString(""),
        files=[shown(one) for one in listed],
        is_unverified=message.grade == "unverified",
        is_stranger=not message.is_participant,
        machine=str(MACHINES.get(message.machine, "")),
        facts=_facts(message),
        has_original=bool(message.html) and not message.is_ours,
        delivery=delivery_of(message) if message.is_ours else None,
    )


def people_words(conversation: SideConversation) -> str:
    """With whom it is, by names where there are any."""
    return ", ".join(pair[1] or pair[0] for pair in (*conversation.to, *conversation.cc)) or _("somebody")


def _line(one: SideConversation) -> SideLine:
    return SideLine(
        id=one.pk,
        href=reverse("tickets:side_conversation", args=[one.pk]),
        who=people_words(one),
        subject=one.subject or _("(no subject)"),
        said=getattr(one, "said", 0),
        unread=getattr(one, "unread", 0),
        is_done=one.done_at is not None,
        at=local_time(one.last_message_at),
        starter=(one.started_by_id, one.started_by.name),
    )


def _plain(message: SideMessage) -> SafeString:
    return paragraphs(message.reply_text or message.text)


def _to(message: SideMessage) -> str:
    people = ", ".join(pair[1] or pair[0] for pair in (*message.to, *message.cc))
    return _("to %(people)s") % {"people": people} if people else ""


def _facts(message: SideMessage) -> list[tuple[str, str]]:
    facts = [
        (pgettext("who a message is from", "From"), message.from_email),
        (_("To"), ", ".join(pair[0] for pair in message.to)),
        (_("Cc"), ", ".join(pair[0] for pair in message.cc)),
        (_("Bcc"), ", ".join(pair[0] for pair in message.bcc)),
        (_("Subject"), message.subject),
        (_("Filed here by"), str(THREADED_BY.get(message.threaded_by, ""))),
        (_("Sender"), str(GRADES.get(message.grade, ""))),
        (_("Message-ID"), message.external_id),
    ]
    return [(term, words) for term, words in facts if words]
