"""From letter to bytes (RFC 5322, 2045–2047, 2231). Pure: the same letter gives the same bytes each time."""

import hashlib
from dataclasses import dataclass
from email import charset, encoders, policy
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime

from careline.channels.email.outgoing import headers
from careline.channels.email.outgoing.css import styled
from careline.channels.email.outgoing.letter import Letter, LetterFile, Unsendable

_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=None)
_QUOTED_PRINTABLE = charset.Charset("utf-8")
_QUOTED_PRINTABLE.body_encoding = charset.QP
_AS_A_FILE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Mail:
    """A composed mail: the bytes with CRLF line ends, the envelope, and whether it takes SMTPUTF8 (RFC 6531).

    `wants_reports` asks the server for news of the delivery where it can give any (RFC 3461).
    """

    content: bytes
    return_path: str
    recipients: tuple[str, ...]
    needs_utf8: bool
    message_id: str
    fallback_return_path: str = ""
    wants_reports: bool = False


def compose(letter: Letter) -> Mail:
    """Put a letter into a mail. Raises Unsendable for a letter without recipients or to impossible addresses."""
    recipients = tuple(headers.mailbox_address(email) for email in letter.recipients)
    if not recipients:
        raise Unsendable("there is nobody to send it to")
    head = "".join(f"{name}: {value}\r\n" for name, value in _fields(letter))
    return_path = headers.mailbox_address(letter.return_path) if letter.return_path else ""
    return Mail(
        content=head.encode() + _body(letter).as_bytes(policy=_WIRE),
        return_path=return_path,
        recipients=recipients,
        needs_utf8=not (head.isascii() and "".join((return_path, *recipients)).isascii()),
        message_id=letter.message_id,
        fallback_return_path=headers.mailbox_address(letter.sender.email),
        wants_reports=letter.wants_reports and bool(return_path),
    )


def _fields(letter: Letter) -> list[tuple[str, str]]:
    fields = [
        ("Date", format_datetime(letter.written_at)),
        ("From", headers.mailbox(letter.sender)),
        ("To", headers.mailboxes(letter.to) or "undisclosed-recipients:;"),
        ("Cc", headers.mailboxes(letter.cc)),
        ("Reply-To", headers.mailbox_address(letter.reply_to) if letter.reply_to else ""),
        ("Subject", headers.unstructured(letter.subject, name="Subject")),
        ("Message-ID", headers.identifiers([letter.message_id])),
        ("In-Reply-To", headers.identifiers([letter.in_reply_to])),
        ("References", headers.identifiers(letter.references)),
        ("Content-Language", letter.language if letter.language.replace("-", "").isalnum() else ""),
        *_automatic_fields(letter),
        *((name, headers.unstructured(value, name=name)) for name, value in letter.headers),
    ]
    return [(name, value) for name, value in fields if value]


def _automatic_fields(letter: Letter) -> list[tuple[str, str]]:
    fields = []
    if letter.automatic:
        fields += [("Auto-Submitted", letter.automatic), ("X-Auto-Response-Suppress", "All")]
    if letter.unsubscribe.startswith(("https://", "http://")):
        fields.append(("List-Unsubscribe", f"<{headers.clean(letter.unsubscribe).replace('>', '')}>"))
    return fields


def _body(letter: Letter) -> Message:
    boundaries = _Boundaries(letter.message_id)
    body: Message = _text("plain", letter.text)
    if letter.html:
        shown = _related(_text("html", styled(letter.html, language=letter.language)), letter, boundaries)
        body = boundaries.multipart("alternative", [body, shown])
    attached = [_file(one) for one in letter.files if not _is_shown(one, letter)]
    return boundaries.multipart("mixed", [body, *attached]) if attached else body


def _related(html: Message, letter: Letter, boundaries: "_Boundaries") -> Message:
    images = [_file(one, shown=True) for one in letter.files if _is_shown(one, letter)]
    return boundaries.multipart("related", [html, *images]) if images else html


def _is_shown(file: LetterFile, letter: Letter) -> bool:
    return bool(file.inline and file.content_id and f"cid:{file.content_id}" in letter.html)


class _Boundaries:
    """Boundaries that follow from the Message-ID; `=_` can stand neither in quoted-printable nor in base64."""

    def __init__(self, message_id: str) -> None:
        self.stem = hashlib.sha256(message_id.encode()).hexdigest()[:24]
        self.count = 0

    def multipart(self, kind: str, parts: list[Message]) -> MIMEMultipart:
        self.count += 1
        whole = MIMEMultipart(kind, boundary=f"=_{self.stem}.{self.count}")
        for part in parts:
            del part["MIME-Version"]
            whole.attach(part)
        return whole


def _text(kind: str, text: str) -> Message:
    part = MIMENonMultipart("text", kind, charset="utf-8")
    normal = "\n".join(text.replace("\x00", "").splitlines()) + "\n"
    part.set_payload(normal.encode("utf-8", "replace").decode(), _QUOTED_PRINTABLE)
    return part


def _file(file: LetterFile, *, shown: bool = False) -> Message:
    main, _, sub = _content_type(file.content_type).partition("/")
    part = MIMEBase(main, sub)
    part.set_payload(file.content)
    encoders.encode_base64(part)
    name = headers.file_name(file.name)
    encoded = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "inline" if shown else "attachment", filename=encoded)
    if shown:
        part["Content-ID"] = headers.identifiers([file.content_id])
    return part


def _content_type(given: str) -> str:
    """Return a type that may travel as base64; a mail in the mail goes as a plain file (RFC 2046, 5.2.1)."""
    kept = given.split(";")[0].strip().lower()
    main, _, sub = kept.partition("/")
    valid = main.isalnum() and sub and all(one.isalnum() or one in "!#$&-^_.+" for one in sub)
    return kept if valid and kept.isascii() and main not in ("message", "multipart") else _AS_A_FILE
