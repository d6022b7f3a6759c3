"""What channels do when something happened. Inline: it only looks whether there is anything to do, and defers it: a job
for every mail that comes in would cost more than taking the mail in.
"""

from careline.channels.configured import inboxes
from careline.channels.tasks import acknowledge_later
from careline.core.events import Recorded, reacts_to
from careline.tickets.events import TicketReceived


@reacts_to(TicketReceived, inline=True)
def on_ticket_received(fact: TicketReceived, recorded: Recorded) -> None:
    """Have it acknowledged, if any inbox does that."""
    if any(inbox.acknowledges for inbox in inboxes().by_id.values()):
        acknowledge_later.defer(ticket_id=fact.ticket_id, message_id=fact.message_id, cause=recorded.id)
