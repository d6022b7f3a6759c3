"""Reports of success: a message is delivered once its every recipient was reported as reached."""

from collections.abc import Sequence

from django.db import transaction

from careline.channels.models import ReachedRecipient
from careline.tickets.actions.record_delivery import lock_ticket_of, record_delivery
from careline.tickets.queries.said import find_said


@transaction.atomic
def note_delivered(message_id: int, emails: Sequence[str]) -> bool:
    """Note who was reached; True if that makes the message `delivered` (emits DeliveryChanged).

    Others than its recipients count for nothing, unless there is but one: then the report can only mean that one.
    """
    if not emails or lock_ticket_of(message_id) is None:
        return False
    message = find_said(message_id)
    everyone = {one[0].lower() for one in (*message.to, *message.cc, *message.bcc)} if message else set()
    reached = {one.lower() for one in emails} & everyone or (everyone if len(everyone) == 1 else set())
    if not reached:
        return False
    rows = [ReachedRecipient(message_id=message_id, email=one[:320]) for one in reached]
    ReachedRecipient.objects.bulk_create(rows, ignore_conflicts=True)
    known = set(ReachedRecipient.objects.filter(message_id=message_id).values_list("email", flat=True))
    return everyone <= known and record_delivery(message_id, state="delivered")
