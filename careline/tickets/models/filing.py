"""From an understood message to the columns that `received.py` writes: cut to size, counted, made searchable."""

from dataclasses import asdict
from typing import Any

from django.db.backends.postgresql.psycopg_any import Jsonb

from careline.core.models import File
from careline.tickets.contracts import Address, Grade, InboundMessage, Machine, ReceivePolicy, Thread
from careline.tickets.models.attachment import new_key
from careline.tickets.models.words import configuration_for, searchable

SNIPPET = 160


def snippet_of(text: str) -> str:
    """The first words of a text on one line."""
    return " ".join(text[:800].split())[:SNIPPET]


def stored(addresses: tuple[Address, ...]) -> list[list[str]]:
    """Addresses as messages and drafts keep them: a list of [email, name]."""
    return [[a.email, a.name] for a in addresses]


def message_values(message: InboundMessage, grade: Grade, thread: Thread | None) -> dict[str, Any]:
    """The columns of the message and its words; NUL characters, which PostgreSQL refuses, are gone."""
    said = message.reply_text if thread and message.reply_text else message.text
    return {
        "title": _clean(message.subject, 300),
        "snippet": _clean(snippet_of(message.reply_text or message.text), SNIPPET),
        "subject": _clean(message.subject, 998),
        "from_email": _clean(message.sender.email, 320),
        "from_name": _clean(message.sender.name, 200),
        "to": _json(stored(message.to)),
        "cc": _json(stored(message.cc)),
        "reply_to": _json(stored(message.reply_to)),
        "text": _clean(message.text),
        "html": _clean(message.html),
        "reply_text": _clean(message.reply_text or message.text),
        "quoted_text": _clean(message.quoted_text),
        "language": message.language[:12],
        "grade": grade.value,
        "machine": message.machine.value,
        "threaded_by": thread.found_by if thread else "",
        "external_id": _clean(message.message_id, 998),
        "in_reply_to": _clean(message.in_reply_to[0], 998) if message.in_reply_to else "",
        "authentication": _json(asdict(message.authentication)),
        "headers": _json([list(pair) for pair in message.headers]),
        "sent_at": message.sent_at,
        "configuration": configuration_for(message.language),
        "subject_words": searchable(message.subject[:998]),
        "name_words": searchable(_names(message)),
        "words": searchable(said),
    }


def policy_values(policy: ReceivePolicy) -> dict[str, Any]:
    """The columns that the inbox decides."""
    return {"channel": policy.channel, "inbox": policy.inbox_id, "team": policy.team_id}


def attachment_values(message: InboundMessage, files: list[File]) -> list[dict[str, Any]]:
    """The attachments' columns, for the stored files in the same order."""
    return [
        {
            "file_id": file.pk,
            "key": new_key(),
            "name": _clean(given.name, 255),
            "content_type": _clean(given.content_type, 127),
            "size": len(given.content),
            "is_inline": given.inline,
            "content_id": _clean(given.content_id, 255),
        }
        for given, file in zip(message.files, files, strict=True)
    ]


def asks_for_us(message: InboundMessage) -> bool:
    """Whether a person may be waiting: not a bounce, an automatic answer, a receipt or our own mail."""
    return message.machine in {Machine.NONE, Machine.LIST}


def _names(message: InboundMessage) -> str:
    return " ".join([message.sender.name, message.sender.email, *(file.name for file in message.files)])


def _clean(text: str, longest: int | None = None) -> str:
    return (text.replace("\x00", "") if "\x00" in text else text)[:longest]


def _json(value: Any) -> Jsonb:
    return Jsonb(value)
