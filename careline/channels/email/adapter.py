"""Hop 3 for mail: bytes into an InboundMessage. Pure: no database, no clock, no network; bounded in size and time."""

from dataclasses import replace

from careline.channels.email.parsing import machines
from careline.channels.email.parsing.addresses import addresses, bare_emails
from careline.channels.email.parsing.attachments import files_of
from careline.channels.email.parsing.authentication import trusted_results
from careline.channels.email.parsing.body import Body, plain_text, raw_html, read_body, safe_html
from careline.channels.email.parsing.bounces import Bounce, find_bounce
from careline.channels.email.parsing.dates import sent_at
from careline.channels.email.parsing.encoded_words import decode_value
from careline.channels.email.parsing.header_block import Headers, message_start
from careline.channels.email.parsing.language import language_of
from careline.channels.email.parsing.limits import (
    MAX_KEPT_HEADERS,
    MAX_KEPT_VALUE_CHARS,
    MAX_RAW_BYTES,
    MAX_SUBJECT_CHARS,
    MAX_TEXT_CHARS,
    Cuts,
)
from careline.channels.email.parsing.message_ids import message_id, message_ids
from careline.channels.email.parsing.mime import Part, split
from careline.channels.email.parsing.quoting import split as split_quotes
from careline.channels.email.parsing.spam import spam_reason
from careline.tickets.contracts import Address, InboundMessage, Machine

_OUTLOOK_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # the mark of OLE compound files


class Unreadable(Exception):
    """The bytes can't be a message at all; `reason` says why in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(
    raw: bytes,
    *,
    own_domains: frozenset[str] = frozenset(),
    trusted_authserv_ids: frozenset[str] = frozenset(),
) -> InboundMessage:
    """Understand one mail. Never raises but `Unreadable`; what had to be cut is named in `truncated`.

    `own_domains` are ours, in lower case: lists under them are not counted as lists. `trusted_authserv_ids` name the
    servers whose Authentication-Results we believe (RFC 8601).
    """
    cuts = Cuts()
    if len(raw) > MAX_RAW_BYTES:
        cuts.note("size")
        raw = raw[:MAX_RAW_BYTES]
    if raw.startswith(_OUTLOOK_FILE):
        raise Unreadable("this is an Outlook file (.msg), not a mail: save it as .eml")
    start = message_start(raw)
    if start >= len(raw) or not raw[start : start + 10_000].strip(b"\0 \t\r\n"):
        raise Unreadable("the message is empty")
    if b"\n" not in raw[start : start + 100_000] and b"\r" in raw[start : start + 100_000]:
        raw = raw.replace(b"\r", b"\n")
    root = split(raw, start, len(raw), cuts=cuts)
    return _message(root, cuts, own_domains, trusted_authserv_ids)


def _message(root: Part, cuts: Cuts, own_domains: frozenset[str], trusted: frozenset[str]) -> InboundMessage:
    body = read_body(root, cuts=cuts)
    text, html_raw = _bounded_text(body, cuts), raw_html(body)
    html = safe_html(body, cuts=cuts)
    parts = split_quotes(text, raw_html=html_raw)
    message = _of_headers(root.headers, body.charset, cuts, trusted)
    sender, subject = message.sender, message.subject
    bounce = find_bounce(
        root, sender=sender.email, sender_name=sender.name, subject=subject, text=text, cuts=cuts
    )
    verdict = _verdict(root, bounce, subject, sender, own_domains)
    return replace(
        message,
        text=text,
        html=html,
        reply_text=parts.reply,
        quoted_text=parts.quoted,
        signature=parts.signature,
        files=files_of(body, html=html_raw, cuts=cuts),
        language=language_of(parts.reply) or language_of(f"{subject}\n{text}"),
        machine=verdict.machine,
        machine_reason=verdict.reason,
        bounced=bounce.recipients if bounce else (),
        delivered=bounce.delivered if bounce else (),
        bounced_message_id=bounce.message_id if bounce else "",
        truncated=cuts.names(),
    )


def _of_headers(headers: Headers, hint: str, cuts: Cuts, trusted: frozenset[str]) -> InboundMessage:
    """Give what the headers alone say. `hint` is the charset of the body."""
    sender = _sender(headers, hint)
    spam = spam_reason(headers)
    subject = decode_value(headers.get("subject")[: MAX_SUBJECT_CHARS * 8], hint=hint)
    return InboundMessage(
        sender=sender,
        to=_all_addresses(headers, "to", hint),
        cc=_all_addresses(headers, "cc", hint),
        reply_to=_all_addresses(headers, "reply-to", hint),
        subject=subject[:MAX_SUBJECT_CHARS],
        message_id=message_id(headers.get("message-id")),
        in_reply_to=message_ids(headers.all("in-reply-to"), cuts=cuts),
        references=message_ids(headers.all("references"), cuts=cuts),
        sent_at=sent_at(headers.get("date")),
        is_spam=bool(spam),
        spam_reason=spam,
        authentication=trusted_results(headers, sender=sender.email, trusted=trusted),
        headers=_kept(headers, cuts),
        delivered_to=_delivered_to(headers),
        list_id=machines.list_id(headers),
    )


def _bounded_text(body: Body, cuts: Cuts) -> str:
    text = plain_text(body)
    if len(text) > MAX_TEXT_CHARS:
        cuts.note("text")
        text = text[:MAX_TEXT_CHARS]
    return text.strip()


def _sender(headers: Headers, hint: str) -> Address:
    """Give the first address of From, or who else the message names as its sender; empty if nobody."""
    for name in ("from", "sender", "reply-to", "return-path", "x-original-from"):
        for value in headers.all(name)[:5]:
            if found := addresses(value, hint=hint):
                return found[0]
    return Address("", decode_value(headers.get("from")[:1000], hint=hint)[:200].strip(' <>"'))


def _all_addresses(headers: Headers, name: str, hint: str) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for value in headers.all(name)[:20]:
        for address in addresses(value, hint=hint):
            found.setdefault(address.email, address)
    return tuple(found.values())


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    """Give where the mail was really delivered, as the servers on the way wrote it down, topmost first."""
    found: dict[str, None] = {}
    for name in (
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-envelope-to",
        "x-delivered-to",
        "x-forwarded-to",
    ):
        for value in headers.all(name)[:20]:
            found.update(dict.fromkeys(bare_emails(value[:4000])))
    return tuple(found)


def _verdict(
    root: Part, bounce: Bounce | None, subject: str, sender: Address, own_domains: frozenset[str]
) -> machines.Verdict:
    """Say which kind of machine wrote it; a failed delivery weighs most, a list least."""
    if bounce is not None:
        return machines.Verdict(Machine.BOUNCE if bounce.is_failure else Machine.REPORT, bounce.reason)
    receipt = machines.read_receipt(root, root.headers)
    if receipt.machine:
        return receipt
    if (complaint := machines.complaint(root)).machine:
        return complaint
    listed = machines.mailing_list(root.headers, own_domains=own_domains)
    automatic = machines.auto_reply(root.headers, subject=subject, sender=sender.email)
    if listed.machine and not automatic.reason.startswith(("Auto-Submitted: auto-replied", "header x-auto")):
        return listed
    return automatic


def _kept(headers: Headers, cuts: Cuts) -> tuple[tuple[str, str], ...]:
    """Give the headers decoded, in order, bounded in number and length."""
    if len(headers.items) > MAX_KEPT_HEADERS:
        cuts.note("headers kept")
    return tuple(
        (name, decode_value(value[:MAX_KEPT_VALUE_CHARS])) for name, value in headers.items[:MAX_KEPT_HEADERS]
    )
