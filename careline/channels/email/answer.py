"""From an outgoing message to the letter that carries it: names, addresses, signatures, history, threading."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from careline.accounts.queries import spoken_language
from careline.channels.email.message_ids import own_message_id, reply_address, side_reply_address
from careline.channels.email.outgoing import wording
from careline.channels.email.outgoing.letter import Letter, LetterFile
from careline.tickets.contracts import Address, OutboundFile, OutboundMessage


@dataclass(frozen=True, slots=True)
class Sending:
    """How one inbox speaks: its address and name, and what it adds.

    `from_name` may hold `{agent}` and `{company}`; empty means "Agent (Company)". `tags_addresses` says that the
    mailbox takes `support+…@` as its own; `return_path_tags` that the server also lets it stand as the sender.
    """

    address: str
    from_name: str = ""
    company: str = ""
    signature: str = ""
    time_zone: str = "UTC"
    language: str = "en"
    tags_addresses: bool = False
    return_path_tags: bool = False
    tags_subject: bool = False


def letter_for(
    message: OutboundMessage, sending: Sending, *, read: Callable[[OutboundFile], bytes]
) -> Letter:
    """Write the letter of a message. `read` gives a file's content; what it raises comes through."""
    tagged = _reply_address(message, sending)
    domain = sending.address.rpartition("@")[2]
    return_path = tagged if sending.return_path_tags else sending.address
    return Letter(
        message_id=own_message_id(message.key, domain),
        sender=Address(sending.address, from_name(sending, message.author_name)),
        written_at=message.created_at.astimezone(UTC),
        subject=_subject(message, sending),
        text=_text(message, sending),
        html=_html(message, sending),
        to=message.to,
        cc=message.cc,
        bcc=message.bcc,
        reply_to=tagged if sending.tags_addresses and tagged != sending.address else "",
        return_path="" if message.is_automatic else return_path,
        in_reply_to=message.in_reply_to,
        references=message.references,
        files=tuple(_file(one, read) for one in message.files),
        automatic="auto-replied" if message.is_automatic else "",
        language=message.language,
        wants_reports=not message.is_automatic,
    )


def _reply_address(message: OutboundMessage, sending: Sending) -> str:
    """Where answers go: to the ticket, or to the side conversation that it is said in."""
    if message.side_conversation_id:
        return side_reply_address(sending.address, message.side_conversation_id)
    return reply_address(sending.address, message.ticket_id)


def from_name(sending: Sending, agent: str) -> str:
    """Return the name beside our address."""
    pattern = sending.from_name or (
        "{agent} ({company})" if agent and sending.company else "{agent}{company}"
    )
    named = pattern.replace("{agent}", agent).replace("{company}", sending.company)
    return " ".join(named.split()) or sending.company


def _subject(message: OutboundMessage, sending: Sending) -> str:
    subject = message.subject
    if message.in_reply_to and not message.is_automatic and not subject.lower().startswith("re:"):
        subject = f"Re: {subject}"
    tag = f"[#{message.ticket_id}]"
    wants_tag = sending.tags_subject and not message.side_conversation_id
    return f"{subject} {tag}" if wants_tag and tag not in subject else subject


def _signature(message: OutboundMessage, sending: Sending) -> str:
    shared = message.team_signature.strip() or sending.signature
    return wording.signature_of(["" if message.is_automatic else message.agent_signature, shared])


def _text(message: OutboundMessage, sending: Sending) -> str:
    body = message.text.strip() or wording.text_of(message.html)
    signature = _signature(message, sending)
    language = spoken_language(message.language, otherwise=sending.language)
    history = wording.quoted_text(message.quoted, language=language, time_zone=sending.time_zone)
    parts = [body, f"-- \n{signature}" if signature else "", history]
    return "\n\n".join(part for part in parts if part)


def _html(message: OutboundMessage, sending: Sending) -> str:
    body = message.html or wording.html_of(message.text)
    signature = wording.html_of(_signature(message, sending))
    language = spoken_language(message.language, otherwise=sending.language)
    history = wording.quoted_html(message.quoted, language=language, time_zone=sending.time_zone)
    below = f'<div class="signature">{signature}</div>' if signature else ""
    return body + below + (f'<div class="history">{history}</div>' if history else "")


def _file(file: OutboundFile, read: Callable[[OutboundFile], bytes]) -> LetterFile:
    return LetterFile(file.name, file.content_type, read(file), file.is_inline, file.content_id)
