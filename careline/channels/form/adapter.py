"""Hop 3 for the web form: the journalled JSON into an InboundMessage."""

import base64
import json
from typing import Any

from careline.channels.configured import InboxSettings
from careline.channels.email.parsing.language import language_of
from careline.channels.intake.claim import Claimed
from careline.tickets.contracts import Address, InboundFile, InboundMessage


def pack(*, name: str, email: str, subject: str, text: str, files: list[tuple[str, str, bytes]]) -> bytes:
    """The bytes that are journalled: JSON, the files (name, type, content) in base64."""
    packed = [
        {"name": n, "content_type": kind, "content": base64.b64encode(content).decode()}
        for n, kind, content in files
    ]
    said = {"name": name, "email": email, "subject": subject, "text": text, "files": packed}
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def read(arrival: Claimed, raw: bytes, inbox: InboxSettings) -> InboundMessage:
    """Make a message of what was filled in. Nothing proves who wrote it."""
    said: dict[str, Any] = json.loads(raw)
    text = str(said["text"]).replace("\x00", "")
    return InboundMessage(
        sender=Address(str(said["email"]).lower(), str(said["name"]).replace("\x00", "")),
        to=(Address(inbox.address),),
        subject=str(said["subject"]).replace("\x00", ""),
        text=text,
        reply_text=text,
        files=tuple(_file(one) for one in said["files"]),
        language=language_of(text),
    )


def _file(one: dict[str, str]) -> InboundFile:
    return InboundFile(one["name"], one["content_type"], base64.b64decode(one["content"]))
