"""Delivery status notifications (RFC 3464): who was reached, who was not, and which mail it was."""

import re
from dataclasses import dataclass

from careline.channels.email.parsing.addresses import normal_email
from careline.channels.email.parsing.encoded_words import decode_value
from careline.channels.email.parsing.header_block import Headers, read_headers
from careline.channels.email.parsing.limits import Cuts
from careline.channels.email.parsing.mime import Part
from careline.channels.email.parsing.transfer import decoded
from careline.tickets.contracts import BouncedRecipient

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BLANK_LINES = re.compile(rb"\r*\n(?:[ \t]*\r*\n)+")
_HEX = re.compile(r"\+([0-9A-Fa-f]{2})")
_WENT_WELL = {"delivered", "relayed", "expanded"}
_MAX_RECIPIENTS = 500
_MAX_REPORT_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a report says. `delivered` are addresses; those only relayed or expanded are in neither list.

    `envelope_id` is the sender's own name for the mail (ENVID, RFC 3461, 4.4), "" if it gave none.
    """

    failed: tuple[BouncedRecipient, ...]
    delivered: tuple[str, ...]
    is_failure: bool
    envelope_id: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One recipient's group."""

    email: str
    action: str
    status: str
    diagnostic: str


def find_report(root: Part, *, cuts: Cuts) -> DeliveryReport | None:
    """Read the report in a message; None if there is none."""
    part = _report_part(root)
    if part is None:
        return None
    body = decoded(part, limit=_MAX_REPORT_BYTES)
    groups = [
        read_headers(group, 0, len(group), cuts=cuts)[0]
        for group in _BLANK_LINES.split(body.strip() + b"\n", maxsplit=_MAX_RECIPIENTS * 2)
    ]
    lines = [line for line in map(_line, groups) if line is not None]
    actions = {line.action for line in lines}
    failed: dict[str, BouncedRecipient] = {}
    for one in filter(None, map(_failed, lines)):
        failed.setdefault(one.email, one)
    return DeliveryReport(
        failed=tuple(failed.values())[:_MAX_RECIPIENTS],
        delivered=tuple(
            dict.fromkeys(line.email for line in lines if line.action == "delivered" and line.email)
        ),
        is_failure=bool(actions - _WENT_WELL) or not actions,
        envelope_id=next(filter(None, map(_envelope_id, groups)), ""),
    )


def status_in(text: str) -> str:
    """Find an enhanced status code such as 5.1.1 (RFC 3463), "" if there is none."""
    found = _STATUS.search(text)
    return found.group() if found else ""


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


def _line(headers: Headers) -> _Line | None:
    """Read one group; None if it is about the report as a whole."""
    email = _typed(headers, "original-recipient") or _typed(headers, "final-recipient")
    action = decode_value(headers.get("action")[:200]).strip().lower().partition(" ")[0]
    if not email and not action:
        return None
    diagnostic = decode_value(headers.get("diagnostic-code")[:2000])
    status = status_in(f"{decode_value(headers.get('status')[:300])} {diagnostic[:300]}")
    guessed = "delayed" if status.startswith("4") else "delivered" if status.startswith("2") else "failed"
    return _Line(email, action or guessed, status, _untyped(diagnostic))


def _failed(line: _Line) -> BouncedRecipient | None:
    """What did not go well failed, whatever word a server has for it; only `delayed` may still arrive."""
    if line.action in _WENT_WELL or not line.email:
        return None
    return BouncedRecipient(line.email, line.status, line.diagnostic, line.action != "delayed")


def _typed(headers: Headers, name: str) -> str:
    value = decode_value(headers.get(name)[:1000])
    address = value.partition(";")[2] if ";" in value else value
    return normal_email(address.strip(" <>\"'"))


def _untyped(diagnostic: str) -> str:
    return re.sub(r"^\s*[A-Za-z0-9-]{1,20};\s*", "", diagnostic)[:1000].strip()


def _envelope_id(headers: Headers) -> str:
    """Give the ENVID out of its xtext (RFC 3461, 4)."""
    value = decode_value(headers.get("original-envelope-id")[:500]).strip()
    return _HEX.sub(lambda found: chr(int(found[1], 16)), value)
