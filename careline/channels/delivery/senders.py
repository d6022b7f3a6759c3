"""Who brings messages out, by channel. Delete a folder and its line here, and the channel is gone."""

from importlib import import_module
from typing import Protocol

from django.utils.translation import gettext as _

from careline.channels.models import Inbox
from careline.channels.protocol import Later, Outcome, Unconfigured
from careline.tickets.contracts import OutboundMessage

SENDERS = {"email": "careline.channels.email.sending", "form": "careline.channels.email.sending"}


class Sender(Protocol):
    """Sends for one inbox; one thread at a time."""

    def send(self, message: OutboundMessage) -> Outcome:
        """Bring one message out; never raises for what is wrong with it or with the other side."""

    def renew(self, inbox: Inbox) -> None:
        """Take over the inbox's present settings, keeping open connections that still fit."""

    def close(self) -> None:
        """Give connections back."""

    @property
    def is_idle(self) -> bool:
        """Whether an open connection has not been used for a while."""


class NoWayOut:
    """Stands in where there is nothing to send with: the message waits, and says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.is_idle = True

    def send(self, message: OutboundMessage) -> Outcome:
        """Say why not, every time."""
        return Later(self.reason)

    def renew(self, inbox: Inbox) -> None:
        """Nothing to renew."""

    def close(self) -> None:
        """Nothing to give back."""


def find_way_out(inbox_id: int | None) -> Inbox | None:
    """The inbox that a message leaves through: its own, or the first with a server where it has none."""
    mailboxes = Inbox.objects.filter(channel="email", is_active=True).order_by("pk")
    own = Inbox.objects.filter(pk=inbox_id).first() if inbox_id else None
    if own is not None and (own.channel == "email" or own.outgoing.get("host")):
        return own
    return mailboxes.filter(outgoing__host__gt="").first() or mailboxes.first() or own


def open_sender(inbox: Inbox | None) -> Sender:
    """A sender for an inbox; one that says why not where it can't send."""
    if inbox is None:
        return NoWayOut(_("There is no inbox to send through yet"))
    if inbox.channel not in SENDERS:
        return NoWayOut(_("This version can't send to the channel %(name)s") % {"name": inbox.channel})
    try:
        made: Sender = import_module(SENDERS[inbox.channel]).open_sender(inbox)
    except Unconfigured as error:
        return NoWayOut(str(error))
    return made


def renewed(sender: Sender | None, inbox: Inbox | None) -> Sender:
    """The same sender with the inbox's present settings where that is possible, else a new one."""
    if sender is None or inbox is None or isinstance(sender, NoWayOut):
        return open_sender(inbox)
    try:
        sender.renew(inbox)
    except Unconfigured as error:
        return NoWayOut(str(error))
    return sender
