"""What sets rules off. Inline handlers only look into memory whether any rule waits for it, and put the rest in line."""

from careline.core.events import Recorded, reacts_to
from careline.rules.queries.ready import rules_for
from careline.rules.tasks import run_later
from careline.rules.triggers import BY_EVENT, trigger_of
from careline.tickets.events import TicketFact


def on_ticket_fact(fact: TicketFact, recorded: Recorded) -> None:
    """Have the rules run that this sets off, if there are any."""
    trigger = trigger_of(fact)
    if trigger is not None and rules_for(trigger):
        run_later(recorded.id, fact.ticket_id)


for _fact in BY_EVENT:
    reacts_to(_fact, inline=True)(on_ticket_fact)
