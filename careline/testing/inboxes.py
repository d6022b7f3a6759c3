"""Inboxes and raw mail for tests of channels."""

from itertools import count
from typing import Any

from careline.accounts.models import Team
from careline.channels.configured import forget_inboxes
from careline.channels.intake.blocked import forget_blocked
from careline.channels.models import Inbox

_serial = count(1)


def make_inbox(team: Team, address: str = "help@desk.example", **fields: Any) -> Inbox:
    """Make an inbox of a team."""
    inbox = Inbox.objects.create(name=address.partition("@")[0], address=address, team=team, **fields)
    forget_inboxes()
    forget_blocked()
    return inbox


def make_mail(
    text: str = "The chain came off. What now?",
    *,
    sender: str = "Carla Customer <carla@customer.example>",
    to: str = "help@desk.example",
    subject: str = "My chain came off",
    message_id: str | None = None,
    **headers: str,
) -> bytes:
    """Make a raw mail; `message_id` "" for none, None for a fresh one. Header names are given with underscores."""
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", "Date: Mon, 02 Nov 2026 10:00:00 +0000"]
    if message_id != "":
        lines.append(f"Message-ID: <{message_id or f'{next(_serial)}.test@customer.example'}>")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(
        [*lines, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", text, ""]
    ).encode()
