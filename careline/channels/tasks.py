"""Jobs of the channels: what may be true a second after something happened."""

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.channels.acknowledge import acknowledge
from careline.channels.agent_mail.notify import followed_by, notify, writer_of

PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="careline.acknowledge", queue="events", retry=PATIENT)
def acknowledge_later(ticket_id: int, message_id: int, cause: int) -> None:
    """Queue the acknowledgement of a new ticket. Run twice, it does nothing the second time."""
    with transaction.atomic():
        acknowledge(ticket_id, message_id, cause=cause)


@app.task(name="careline.notify_followers", queue="events", retry=PATIENT)
def notify_followers(ticket_id: int, message_id: int, event_id: int) -> None:
    """Tell the assignee and the watchers that something was added to their ticket."""
    with transaction.atomic():
        notify(followed_by(message_id), ticket_id=ticket_id, message_id=message_id, event_id=event_id)


@app.task(name="careline.notify_writer", queue="events", retry=PATIENT)
def notify_writer(ticket_id: int, message_id: int, event_id: int) -> None:
    """Tell the writer of a message that it did not arrive."""
    with transaction.atomic():
        notify(writer_of(message_id), ticket_id=ticket_id, message_id=message_id, event_id=event_id)
