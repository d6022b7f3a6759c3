"""What an agent reads: a notice that says why it came and can be answered, or that an answer was not sent."""

import hashlib
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from careline.accounts.queries import find_company, spoken_language
from careline.channels.contracts import StaffMail
from careline.channels.email.message_ids import agent_reply_address, notice_id, own_message_id
from careline.channels.email.outgoing.letter import Letter
from careline.channels.email.parsing.quoting import REPLY_MARKER
from careline.channels.email.sending import takes_tags
from careline.channels.models import Inbox
from careline.tickets.contracts import Address

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AUTOMATIC = "auto-generated"


def staff_letter(agent: "Agent", inbox: Inbox, mail: StaffMail) -> Letter:
    """Write a mail to one of the staff as a letter; one of a ticket carries the proof that lets them answer it."""
    lines = [*((REPLY_MARKER, "") if mail.ticket_id else ()), *mail.lines]
    message_id, references = _ids(agent, inbox, mail)
    return Letter(
        message_id=message_id,
        sender=Address(inbox.address, _sender_name()),
        written_at=(mail.written_at or timezone.now()).astimezone(UTC),
        subject=mail.subject,
        text="\n".join([*lines, "", *(f"{words}: {url}" for words, url in mail.links)]),
        html=_paragraphs(lines) + "".join(_link(words, url) for words, url in mail.links),
        to=(Address(agent.email, agent.name),),
        reply_to=_reply_to(agent, inbox, mail.ticket_id) if mail.ticket_id else "",
        return_path=inbox.address,
        references=references,
        automatic=AUTOMATIC,
        unsubscribe=mail.choices_url,
        language=agent.language,
    )


def told_letter(agent: "Agent", inbox: Inbox, *, ticket_id: int, reason: str) -> Letter:
    """Tell the agent that what they wrote by mail did not go to the customer."""
    with _speaking(agent.language):
        subject = _("Your answer to #%(number)s was not sent") % {"number": ticket_id}
        lines = [_("The customer did not get your answer by mail."), reason, _("Your text is kept.")]
        link = (_("Open the ticket"), f"{settings.CARELINE_URL}/tickets/{ticket_id}")
    return Letter(
        message_id=own_message_id(uuid4(), _domain(inbox)),
        sender=Address(inbox.address, _sender_name()),
        written_at=timezone.now().astimezone(UTC),
        subject=subject,
        text="\n\n".join([*lines, ": ".join(link)]),
        html=_paragraphs(lines) + _link(*link),
        to=(Address(agent.email, agent.name),),
        automatic=AUTOMATIC,
        language=agent.language,
    )


def _ids(agent: "Agent", inbox: Inbox, mail: StaffMail) -> tuple[str, tuple[str, ...]]:
    """Its Message-ID, and what it refers to: all mails of a ticket to one person stand together."""
    nonce = hashlib.sha256(f"{agent.pk}:{mail.key}".encode()).digest()
    if not mail.ticket_id:
        return own_message_id(UUID(bytes=nonce[:16]), _domain(inbox)), ()
    here = {"ticket_id": mail.ticket_id, "agent_id": agent.pk}
    return notice_id(_domain(inbox), nonce=nonce, **here), (notice_id(_domain(inbox), nonce=b"", **here),)


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _link(words: str, url: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(words)}</a></p>'


def _reply_to(agent: "Agent", inbox: Inbox, ticket_id: int) -> str:
    """The signed address where the mailbox takes such; else the inbox's, and the Message-ID carries the proof."""
    if not takes_tags(inbox):
        return inbox.address
    return agent_reply_address(inbox.address, ticket_id=ticket_id, agent_id=agent.pk)


def _domain(inbox: Inbox) -> str:
    return inbox.address.rpartition("@")[2]


def _sender_name() -> str:
    company = find_company()
    return f"{company.name} (Careline)" if company else "Careline"


def _speaking(language: str) -> translation.override:
    return translation.override(spoken_language(language))
