"""What an agent reads: a notice that says why it came and can be answered, or that an answer was not sent."""

import hashlib
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from careline.accounts.queries import find_company, spoken_language
from careline.channels.email.message_ids import agent_reply_address, notice_id, own_message_id
from careline.channels.email.outgoing.letter import Letter
from careline.channels.email.parsing.quoting import REPLY_MARKER
from careline.channels.email.sending import takes_tags
from careline.channels.models import Inbox
from careline.tickets.contracts import Address

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Message

LONGEST_TEXT = 20_000
AUTOMATIC = "auto-generated"


def notice_letter(
    agent: "Agent",
    inbox: Inbox,
    *,
    ticket_id: int,
    message: "Message | None",
    why: str,
    event_id: int,
    due: str = "",
) -> Letter:
    """Write one notice in the agent's language. The same event, agent and reason make the same Message-ID.

    `due` says what the reminder or the task asks for.
    """
    domain = inbox.address.rpartition("@")[2]
    nonce = hashlib.sha256(f"{event_id}:{why}".encode()).digest()
    with _speaking(agent.language):
        lines = [
            REPLY_MARKER,
            "",
            _reason(why),
            "",
            *([due, ""] if due else []),
            *_words(message),
            "",
            *_footer(ticket_id),
        ]
        subject = f"[#{ticket_id}] {message.ticket.subject if message else due or _headline(why)}"
    return Letter(
        message_id=notice_id(domain, ticket_id=ticket_id, agent_id=agent.pk, nonce=nonce),
        sender=Address(inbox.address, _sender_name()),
        written_at=(message.created_at if message else timezone.now()).astimezone(UTC),
        subject=subject,
        text="\n".join(lines),
        html="".join(f"<p>{escape(line)}</p>" if line else "" for line in lines),
        to=(Address(agent.email, agent.name),),
        reply_to=_reply_to(agent, inbox, ticket_id),
        return_path=inbox.address,
        references=(notice_id(domain, ticket_id=ticket_id, agent_id=agent.pk, nonce=b""),),
        automatic=AUTOMATIC,
        unsubscribe=preferences_url(),
        language=agent.language,
    )


def told_letter(agent: "Agent", inbox: Inbox, *, ticket_id: int, reason: str) -> Letter:
    """Tell the agent that what they wrote by mail did not go to the customer."""
    with _speaking(agent.language):
        subject = _("Your answer to #%(number)s was not sent") % {"number": ticket_id}
        lines = [
            _("The customer did not get your answer by mail."), reason, _("Your text is kept."), *_footer(ticket_id),
        ]  # fmt: skip
    return Letter(
        message_id=own_message_id(uuid4(), inbox.address.rpartition("@")[2]),
        sender=Address(inbox.address, _sender_name()),
        written_at=timezone.now().astimezone(UTC),
        subject=subject,
        text="\n\n".join(lines),
        to=(Address(agent.email, agent.name),),
        automatic=AUTOMATIC,
        language=agent.language,
    )


def preferences_url() -> str:
    """Where an agent chooses which mails they get."""
    return f"{settings.CARELINE_URL}{reverse('channels:notices')}"


def _reason(why: str) -> str:
    reasons = {
        "assigned": _("This ticket was assigned to you."),
        "mine": _("There is a new message in your ticket."),
        "watched": _("There is a new message in a ticket that you watch."),
        "mentioned": _("You were mentioned in an internal note."),
        "undelivered": _("Your message could not be delivered."),
        "reminded": _("You wanted to be reminded of this ticket."),
        "handed": _("A colleague handed you the draft of an answer."),
        "task_due": _("A task of yours is due."),
    }
    return reasons.get(why, "")


def _headline(why: str) -> str:
    return _("A ticket was assigned to you") if why == "assigned" else _reason(why)


def _words(message: "Message | None") -> list[str]:
    if message is None:
        return []
    who = message.from_name or message.from_email
    shown = (message.reply_text or message.text)[:LONGEST_TEXT].splitlines()
    detail = [message.state_detail] if message.state_detail else []
    return [_("%(who)s wrote:") % {"who": who}, "", *detail, *shown]


def _footer(ticket_id: int) -> list[str]:
    return [
        f"{settings.CARELINE_URL}/tickets/{ticket_id}",
        _("Answer this mail to answer the customer; begin with “note:” for an internal note."),
        _("Choose which mails you get: %(url)s") % {"url": preferences_url()},
    ]


def _reply_to(agent: "Agent", inbox: Inbox, ticket_id: int) -> str:
    """The signed address where the mailbox takes such; else the inbox's, and the Message-ID carries the proof."""
    if not takes_tags(inbox):
        return inbox.address
    return agent_reply_address(inbox.address, ticket_id=ticket_id, agent_id=agent.pk)


def _sender_name() -> str:
    company = find_company()
    return f"{company.name} (Careline)" if company else "Careline"


def _speaking(language: str) -> translation.override:
    return translation.override(spoken_language(language))
