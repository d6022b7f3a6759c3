"""What other areas tell the desk about a ticket, through slots: the inbox it belongs to, our own addresses, undo."""

from careline.tickets.models import Ticket
from careline.ui.slots import contributions

USUAL_UNDO_SECONDS = 10


def own_addresses() -> frozenset[str]:
    """Our own addresses, in lower case: never a recipient of "reply to all"."""
    told = contributions("ticket.own_addresses", None)
    return frozenset(address for lines in told for address in lines.lower().split())


def inbox_address(ticket: Ticket) -> str:
    """The address that answers in this ticket come from, or ""."""
    return next(contributions("ticket.inbox", None, ticket=ticket), "")


def undo_seconds(ticket: Ticket) -> int:
    """How many seconds a reply in this ticket can be taken back."""
    return int(next(contributions("ticket.undo_seconds", None, ticket=ticket), USUAL_UNDO_SECONDS))
