"""Failed and delayed deliveries: standard reports (RFC 3464) and the common undocumented ones."""

import re
from dataclasses import dataclass

from careline.channels.email.parsing.addresses import bare_emails, normal_email
from careline.channels.email.parsing.bounce_texts import failures_in_text
from careline.channels.email.parsing.charsets import decode_bytes
from careline.channels.email.parsing.encoded_words import decode_value
from careline.channels.email.parsing.header_block import Headers, read_headers
from careline.channels.email.parsing.limits import Cuts
from careline.channels.email.parsing.machine_words import FAILED_DELIVERY
from careline.channels.email.parsing.message_ids import message_id
from careline.channels.email.parsing.mime import Part
from careline.channels.email.parsing.transfer import decoded
from careline.tickets.contracts import BouncedRecipient

_DAEMON = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|mail\.?delivery.*|mailerdaemon|bounce.*)@",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail delivery|mailer-daemon|postmaster|microsoft outlook|delivery (?:sub)?system", re.IGNORECASE
)
_SUBJECT = re.compile("|".join(FAILED_DELIVERY), re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_RETURNED_ID = re.compile(rb"^[>\s]{0,8}message-id:\s{0,200}<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE)
_BLANK_LINES = re.compile(rb"\r*\n(?:[ \t]*\r*\n)+")
_MAX_RECIPIENTS = 500
_MAX_REPORT_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce tells: who was not reached, which message it was (its Message-ID), and by what we knew."""

    recipients: tuple[BouncedRecipient, ...]
    message_id: str
    reason: str


def find_bounce(
    root: Part, *, sender: str, sender_name: str, subject: str, text: str, cuts: Cuts
) -> Bounce | None:
    """Read a bounce; None if the message is none (or a report that all went well)."""
    report = _report_part(root)
    if report is not None:
        recipients, is_failure = _report_recipients(report, cuts)
        if not is_failure:
            return None
        return Bounce(recipients, _returned_id(root, text, cuts), "delivery status notification")
    failed = root.headers.get("x-failed-recipients")
    looks = looks_like_daemon(root.headers, sender=sender, sender_name=sender_name)
    if failed.strip() and (looks or _SUBJECT.search(subject)):
        recipients = tuple(_recipient(email, text) for email in bare_emails(failed[:20_000]))
        return Bounce(recipients, _returned_id(root, text, cuts), "header X-Failed-Recipients")
    if not looks or not (_SUBJECT.search(subject) or _empty_return_path(root.headers)):
        return None
    found = tuple(_recipient(email, text) for email in failures_in_text(root, text))
    if not found and not _SUBJECT.search(subject):
        return None
    return Bounce(found, _returned_id(root, text, cuts), "text of a mail server")


def looks_like_daemon(headers: Headers, *, sender: str, sender_name: str) -> bool:
    """Tell whether the sender is a mail server's voice."""
    if _DAEMON.match(sender) or headers.has("x-ms-exchange-message-is-ndr"):
        return True
    return _empty_return_path(headers) and (not sender or bool(_DAEMON_NAME.search(sender_name)))


def _empty_return_path(headers: Headers) -> bool:
    return headers.has("return-path") and headers.get("return-path").strip() == b"<>"


def _report_part(root: Part) -> Part | None:
    if not root.content_type.startswith("multipart/"):
        return root if root.content_type == "message/delivery-status" else None
    for count, part in enumerate(root.walk()):
        if (
            part.content_type in ("message/delivery-status", "message/global-delivery-status")
            and part.depth <= 3
        ):
            return part
        if count > 50:
            break
    return None


def _report_recipients(report: Part, cuts: Cuts) -> tuple[tuple[BouncedRecipient, ...], bool]:
    """Read the per-recipient groups; the second value tells whether anything failed or is late."""
    body = decoded(report, limit=_MAX_REPORT_BYTES)
    found: dict[str, BouncedRecipient] = {}
    actions = set()
    for group in _BLANK_LINES.split(body.strip() + b"\n", maxsplit=_MAX_RECIPIENTS * 2):
        headers, _ = read_headers(group, 0, len(group), cuts=cuts)
        email = _typed(headers, "original-recipient") or _typed(headers, "final-recipient")
        final = _typed(headers, "final-recipient") or email
        action = decode_value(headers.get("action")[:200]).strip().lower().partition(" ")[0]
        if not final and not action:
            continue
        status = _status(
            decode_value(headers.get("status")[:300])
            + " "
            + decode_value(headers.get("diagnostic-code")[:300])
        )
        action = action or (
            "delayed" if status.startswith("4") else "delivered" if status.startswith("2") else "failed"
        )
        actions.add(action)
        if action in ("failed", "delayed") and final and len(found) < _MAX_RECIPIENTS:
            diagnostic = decode_value(headers.get("diagnostic-code")[:2000])
            found.setdefault(
                email, BouncedRecipient(email, status, _diagnostic(diagnostic), action == "failed")
            )
    return tuple(found.values()), bool(actions & {"failed", "delayed"}) or not actions


def _typed(headers: Headers, name: str) -> str:
    value = decode_value(headers.get(name)[:1000])
    address = value.partition(";")[2] if ";" in value else value
    return normal_email(address.strip(" <>\"'"))


def _diagnostic(value: str) -> str:
    return re.sub(r"^\s*[A-Za-z0-9-]{1,20};\s*", "", value)[:1000].strip()


def _status(text: str) -> str:
    found = _STATUS.search(text)
    return found.group() if found else ""


def _recipient(email: str, text: str) -> BouncedRecipient:
    """Make a recipient of a report in prose: the status is the one that stands nearest after the address."""
    place = text.lower().find(email.lower())
    status = _status(text[place : place + 1500] if place >= 0 else text[:3000])
    late = status.startswith("4") or bool(
        re.search(r"\b(?:delayed|will (?:keep|be) retr|still trying|not yet)", text[:3000], re.I)
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
