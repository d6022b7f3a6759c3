"""Route what waits in nobody's hands already: a queue was made, changed or ordered otherwise."""

from careline.routing.actions.route import route
from careline.routing.queries.queues import has_queues
from careline.tickets.queries.hands import unassigned_after


def adopt(after: int, *, limit: int) -> int:
    """Route the next unassigned tickets behind a number, each in its own transaction; the last one's number, 0 at the end."""
    ids = unassigned_after(after, limit=limit) if has_queues() else []
    for ticket_id in ids:
        route(ticket_id)
    return ids[-1] if ids else 0
