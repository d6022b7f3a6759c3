"""Failed and delayed deliveries: standard reports (see `delivery_report`) and the common undocumented ones."""

import re
from dataclasses import dataclass

from careline.channels.email.message_ids import has_own_form
from careline.channels.email.parsing.addresses import bare_emails
from careline.channels.email.parsing.bounce_texts import addresses_before_the_mail, known_failures
from careline.channels.email.parsing.charsets import decode_bytes
from careline.channels.email.parsing.delivery_report import find_report, status_in
from careline.channels.email.parsing.encoded_words import decode_value
from careline.channels.email.parsing.header_block import Headers, read_headers
from careline.channels.email.parsing.limits import Cuts
from careline.channels.email.parsing.machine_words import FAILED_DELIVERY, NOT_REACHED
from careline.channels.email.parsing.message_ids import message_id
from careline.channels.email.parsing.mime import Part
from careline.channels.email.parsing.transfer import decoded
from careline.tickets.contracts import BouncedRecipient

_DAEMON = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|mail\.?delivery.*|mailerdaemon|bounce.*|ndr)@",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail delivery|mailer-daemon|postmaster|microsoft outlook|delivery (?:sub)?system", re.IGNORECASE
)
_SUBJECT = re.compile("|".join(FAILED_DELIVERY), re.IGNORECASE)
_REFUSAL = re.compile("|".join(NOT_REACHED), re.IGNORECASE)
_PASSED_ON = re.compile(r"^\s*(?:fwd?|wg|tr|rv|enc|i|vs|doorst)\s*:", re.IGNORECASE)
_RETURNED_ID = re.compile(rb"^[>\s]{0,8}message-id:\s{0,200}<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce tells: who was not reached, which message it was (its Message-ID), and by what we knew.

    `delivered` are those who were reached; a report that nobody was missed is none of a failure.
    """

    recipients: tuple[BouncedRecipient, ...]
    message_id: str
    reason: str
    delivered: tuple[str, ...] = ()
    is_failure: bool = True


def find_bounce(
    root: Part, *, sender: str, sender_name: str, subject: str, text: str, cuts: Cuts
) -> Bounce | None:
    """Read a bounce, or a report that all went well; None if the message is neither."""
    report = find_report(root, cuts=cuts)
    if report is not None:
        named = report.envelope_id if has_own_form(report.envelope_id) else _returned_id(root, text, cuts)
        reason = "delivery status notification"
        failed = report.failed
        if report.is_failure and not failed:
            failed = _named_in_prose(root, text, loosely=True)
        return Bounce(failed, named, reason, report.delivered, report.is_failure)
    header = root.headers.get("x-failed-recipients")
    looks = looks_like_daemon(root.headers, sender=sender, sender_name=sender_name)
    if header.strip() and (looks or _SUBJECT.search(subject)):
        recipients = tuple(_recipient(email, text) for email in bare_emails(header[:20_000]))
        return Bounce(recipients, _returned_id(root, text, cuts), "header X-Failed-Recipients")
    found = _by_a_server(root, subject, text) if looks else _by_an_odd_sender(root, subject, text)
    return None if found is None else Bounce(found, _returned_id(root, text, cuts), "text of a mail server")


def _by_a_server(root: Part, subject: str, text: str) -> tuple[BouncedRecipient, ...] | None:
    """Read what a mail server's voice says in prose; None if it speaks of something else."""
    says = bool(_SUBJECT.search(subject) or _REFUSAL.search(text[:1500]))
    if not says and not _empty_return_path(root.headers):
        return _named_in_prose(root, text, loosely=False) or None
    found = _named_in_prose(root, text, loosely=says)
    return found if found or _SUBJECT.search(subject) else None


def _by_an_odd_sender(root: Part, subject: str, text: str) -> tuple[BouncedRecipient, ...] | None:
    """Read a bounce whose From could be a person's: only if subject, first words and a known form all say so.

    Instead of a known form, the returned mail may hang on it.
    A person who passes a bounce on, or asks about one, begins otherwise.
    """
    if _PASSED_ON.match(subject) or not _SUBJECT.search(subject) or not _REFUSAL.search(text[:400]):
        return None
    found = _named_in_prose(root, text, loosely=False)
    return found if found or any(part.content_type == "message/rfc822" for part in root.children) else None


def _named_in_prose(root: Part, text: str, *, loosely: bool) -> tuple[BouncedRecipient, ...]:
    """Name who was not reached by the known forms of bounces; `loosely`, else any address above the returned mail."""
    found = known_failures(root) or (addresses_before_the_mail(text) if loosely else [])
    return tuple(_recipient(email, text) for email in found)


def looks_like_daemon(headers: Headers, *, sender: str, sender_name: str) -> bool:
    """Tell whether the sender is a mail server's voice."""
    if _DAEMON.match(sender) or headers.has("x-ms-exchange-message-is-ndr"):
        return True
    if b"<>" in headers.get("from"):
        return True
    path = headers.get("return-path").strip().lower()
    from_server = path == b"<>" or path.startswith((b"<mailer-daemon", b"mailer-daemon"))
    return from_server and (not sender or bool(_DAEMON_NAME.search(sender_name)))


def _empty_return_path(headers: Headers) -> bool:
    return headers.has("return-path") and headers.get("return-path").strip() == b"<>"


def _recipient(email: str, text: str) -> BouncedRecipient:
    """Make a recipient of a report in prose: the status is the one that stands nearest after the address."""
    place = text.lower().find(email.lower())
    status = status_in(text[place : place + 1500] if place >= 0 else text[:3000])
    late = status.startswith("4") or bool(
        re.search(
            r"\b(?:delayed|postponed|will (?:keep|be) retr|still trying|not yet|will continue to|attempts will continue)",
            text[:3000],
            re.I,
        )
    )
    return BouncedRecipient(email, status, "", permanent=not late)


def _returned_id(root: Part, text: str, cuts: Cuts) -> str:
    """Find the Message-ID of the mail that came back: in the returned part, else among lines of the text."""
    for count, part in enumerate(root.walk()):
        if part.content_type in (
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "message/rfc822-headers",
        ):
            content = decoded(part, limit=1_000_000).lstrip()
            headers, _ = read_headers(content, 0, len(content), cuts=cuts)
            if found := message_id(headers.get("message-id")):
                return found
        if count > 100:
            break
    for part in root.walk():
        if not part.children and part.content_type.startswith("text/"):
            matched = _RETURNED_ID.search(decoded(part, limit=200_000))
            if matched:
                return decode_bytes(matched.group(1))
    return _last_reference(root.headers)


def _last_reference(headers: Headers) -> str:
    for name in ("x-original-message-id", "in-reply-to", "references"):
        if ids := re.findall(r"<([^<>\s]{1,500})>", decode_value(headers.get(name)[-4000:])):
            return str(ids[-1])
    return ""
