"""What a mail says, as the plain object that `careline mail parse` prints (docs/mail-parsing.md)."""

from typing import Any

from careline.channels.email.adapter import Unreadable, parse
from careline.tickets.contracts import Address, InboundMessage, Machine

FIELDS = (
    "id",
    "from",
    "from_name",
    "to",
    "cc",
    "reply_to",
    "subject",
    "date",
    "message_id",
    "text",
    "html",
    "reply_text",
    "quoted_text",
    "attachments",
    "language",
    "is_auto_reply",
    "is_bounce",
    "bounce_recipients",
    "is_list",
    "error",
)


def report(identity: str, raw: bytes) -> dict[str, Any]:
    """Parse a message and describe it; what can't be understood gives an object with `error`, never an exception."""
    try:
        return described(identity, parse(raw))
    except Unreadable as unreadable:
        return unreadable_report(identity, unreadable.reason)
    except Exception as problem:  # an operator wants the other messages all the same
        return unreadable_report(identity, f"{type(problem).__name__}: {problem}")


def unreadable_report(identity: str, reason: str) -> dict[str, Any]:
    """Describe a message of which nothing is known but why."""
    empty = described(identity, InboundMessage(sender=Address("")))
    return empty | {"error": reason}


def described(identity: str, message: InboundMessage) -> dict[str, Any]:
    """Describe a parsed message with the documented fields, in their order."""
    return {
        "id": identity,
        "from": message.sender.email,
        "from_name": message.sender.name,
        "to": [address.email for address in message.to],
        "cc": [address.email for address in message.cc],
        "reply_to": [address.email for address in message.reply_to],
        "subject": message.subject,
        "date": message.sent_at.isoformat() if message.sent_at else None,
        "message_id": message.message_id,
        "text": message.text,
        "html": message.html,
        "reply_text": message.reply_text,
        "quoted_text": message.quoted_text,
        "attachments": [
            {"name": file.name, "type": file.content_type, "size": len(file.content), "inline": file.inline}
            for file in message.files
        ],
        "language": message.language,
        "is_auto_reply": message.machine in (Machine.AUTO_REPLY, Machine.RECEIPT, Machine.REPORT),
        "is_bounce": message.machine is Machine.BOUNCE,
        "bounce_recipients": [recipient.email for recipient in message.bounced],
        "is_list": message.machine is Machine.LIST or bool(message.list_id),
        "error": None,
    }
