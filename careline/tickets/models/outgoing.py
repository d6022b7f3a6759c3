"""From what an agent wants to say to the message's columns: addresses checked, text made, the moment set."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.tickets.contracts import Address, Outgoing, Refused
from careline.tickets.models.filing import stored
from careline.tickets.models.message import Message
from careline.tickets.wording import as_text, clean, without_mentions

MOST_RECIPIENTS = 100


def outgoing_values(outgoing: Outgoing) -> dict[str, Any]:
    """The columns of a public message to be sent. Raises Refused with words for the agent."""
    html = without_mentions(clean(outgoing.html, image_keys=outgoing.file_keys))
    text = as_text(html)
    if not text and not outgoing.file_keys and "<img" not in html:
        raise Refused(_("Write something first."))
    return {
        "html": html,
        "text": text,
        "reply_text": text,
        "subject": one_line(outgoing.subject)[:998],
        **_recipients(outgoing),
        "quotes_history": outgoing.quotes_history,
        **_moment(outgoing),
    }


def reply_subject(subject: str) -> str:
    """`Re: subject`, once."""
    return subject if subject[:3].lower() == "re:" else f"Re: {subject}".strip()


def _recipients(outgoing: Outgoing) -> dict[str, list[list[str]]]:
    seen: set[str] = set()
    columns: dict[str, list[list[str]]] = {}
    for kind, given in (("to", outgoing.to), ("cc", outgoing.cc), ("bcc", outgoing.bcc)):
        kept = []
        for address in given:
            checked = _checked(address)
            if checked.email.lower() not in seen:
                seen.add(checked.email.lower())
                kept.append(checked)
        columns[kind] = stored(tuple(kept))
    if not columns["to"]:
        raise Refused(_("Say who this goes to."))
    if len(seen) > MOST_RECIPIENTS:
        raise Refused(_("At most %(most)s people can get one message.") % {"most": MOST_RECIPIENTS})
    return columns


def _checked(address: Address) -> Address:
    email = address.email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("“%(address)s” is not an e-mail address.") % {"address": email}) from error
    return Address(email, one_line(address.name)[:200])


def one_line(text: str) -> str:
    """The text without control characters and line breaks, which could forge a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _moment(outgoing: Outgoing) -> dict[str, Any]:
    now = timezone.now()
    if outgoing.send_at is not None and outgoing.send_at > now:
        return {
            "state": Message.State.HELD,
            "send_at": outgoing.send_at,
            "is_scheduled": True,
            "state_at": now,
        }
    if outgoing.undo_seconds > 0:
        undo = timedelta(seconds=min(outgoing.undo_seconds, 600))
        return {"state": Message.State.HELD, "send_at": now + undo, "state_at": now}
    return {"state": Message.State.QUEUED, "send_at": now, "state_at": now}
