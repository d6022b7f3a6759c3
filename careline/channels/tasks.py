"""Jobs of the channels: what may be true a second after something happened."""

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.channels.acknowledge import acknowledge

PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="careline.acknowledge", queue="events", retry=PATIENT)
def acknowledge_later(ticket_id: int, message_id: int, cause: int) -> None:
    """Queue the acknowledgement of a new ticket. Run twice, it does nothing the second time."""
    with transaction.atomic():
        acknowledge(ticket_id, message_id, cause=cause)
