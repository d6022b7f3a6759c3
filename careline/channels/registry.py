"""The channels: which adapter reads what arrived. Delete a folder and its line here, and the channel is gone."""

from importlib import import_module
from typing import Protocol, cast

from careline.channels.configured import InboxSettings
from careline.channels.intake.claim import Claimed
from careline.tickets.contracts import InboundMessage

ADAPTERS = {
    "email": "careline.channels.email.reading",
    "form": "careline.channels.form.adapter",
}


class Reads(Protocol):
    """What every adapter module offers."""

    def read(self, arrival: Claimed, raw: bytes, inbox: InboxSettings) -> InboundMessage:
        """Make a message of the raw bytes, in bounded time; raises whatever is wrong with them."""


class UnknownKind(Exception):
    """Nothing here can read this kind of arrival: it comes from a newer version."""


def adapter(kind: str) -> Reads:
    """The adapter for a kind of arrival."""
    if kind not in ADAPTERS:
        raise UnknownKind(f"arrivals of kind {kind!r} can't be read by this version")
    return cast(Reads, import_module(ADAPTERS[kind]))
