"""Frozen values that cross the border of the tickets app: what channels hand in and take out.

No behaviour, no database: every channel adapter and every test can make these by hand.
"""

from careline.tickets.contracts.inbound import (
    Address,
    Authentication,
    BouncedRecipient,
    Grade,
    InboundFile,
    InboundMessage,
    Machine,
    Received,
    ReceivePolicy,
    SideThread,
    Thread,
)
from careline.tickets.contracts.many import BulkOrder, BulkPlan, Selection
from careline.tickets.contracts.outgoing import (
    Aside,
    Beginning,
    DraftContent,
    FilledMacro,
    OutboundFile,
    OutboundMessage,
    Outgoing,
    QuotedMessage,
)
from careline.tickets.contracts.refusals import (
    Conflict,
    Crossed,
    NeedsReason,
    NotVisible,
    OpenChildren,
    Refused,
)

__all__ = [
    "Address",
    "Aside",
    "Authentication",
    "Beginning",
    "BouncedRecipient",
    "BulkOrder",
    "BulkPlan",
    "Conflict",
    "Crossed",
    "DraftContent",
    "FilledMacro",
    "Grade",
    "InboundFile",
    "InboundMessage",
    "Machine",
    "NeedsReason",
    "NotVisible",
    "OpenChildren",
    "OutboundFile",
    "OutboundMessage",
    "Outgoing",
    "QuotedMessage",
    "ReceivePolicy",
    "Received",
    "Refused",
    "Selection",
    "SideThread",
    "Thread",
]
