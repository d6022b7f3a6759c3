"""Jobs of the rules app: the rules that an event set off, in order per ticket; the sweep of old marks."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.rules.actions.run_rules import run_for_event

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=3)


@app.task(name="careline.rules", queue="events", retry=PATIENT)
def run_rules(event_id: int) -> None:
    """Run the rules that an event set off. Run twice, each rule has run once."""
    run_for_event(event_id)


def run_later(event_id: int, ticket_id: int) -> None:
    """Put the rules of an event in line, in the running transaction, behind what is to be done with the ticket before."""
    run_rules.configure(lock=f"ticket:{ticket_id}").defer(event_id=event_id)
