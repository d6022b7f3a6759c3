"""A first look at a raw mail, before anything is parsed: who, about what, and what stays the same on every way.

Cheap and unable to fail: whatever is odd gives an empty value, and the parser says what is wrong later.
"""

import hashlib
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr

HEADER_BYTES = 256 * 1024
FIELD_CHARS = 2000
_BLANK = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(
    rb"^(from|subject|date|message-id)[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE
)
_FOLD = re.compile(r"\r?\n(?=[ \t])")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a first look shows. `fingerprint` is "" where the mail has no Message-ID and so nothing to go by."""

    sender: str = ""
    subject: str = ""
    fingerprint: str = ""


def scan_mail(raw: bytes) -> Scan:
    """Look at the header of a mail (RFC 5322) and hash what no relay changes."""
    end = _BLANK.search(raw, 0, HEADER_BYTES)
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(raw, 0, end.start() if end else min(len(raw), HEADER_BYTES)):
        value = match[2][:FIELD_CHARS].decode("utf-8", "replace")
        fields.setdefault(match[1].decode().lower(), _FOLD.sub("", value).strip())
    return Scan(
        sender=clean(parseaddr(fields.get("from", ""))[1].lower(), 320),
        subject=_decoded(fields.get("subject", "")),
        fingerprint=_fingerprint(fields, raw[end.end() :] if end else b""),
    )


def clean(text: str, longest: int) -> str:
    """Return a text that a database column takes: without NUL or half surrogates, cut to `longest` characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:longest]


def _decoded(subject: str) -> str:
    if "=?" not in subject:
        return clean(subject, 300)
    try:
        return clean(str(make_header(decode_header(subject))), 300)
    except (MessageError, LookupError, ValueError):
        return clean(subject, 300)


def _fingerprint(fields: dict[str, str], body: bytes) -> str:
    message_id = fields.get("message-id", "")
    if not message_id:
        return ""
    known = "\n".join(fields.get(name, "") for name in ("message-id", "from", "date", "subject"))
    digest = hashlib.sha256(known.encode("utf-8", "replace"))
    digest.update(body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()
