"""How many messages came in through each inbox: for comparing with the intake journal. No rights: figures only."""

from django.db.models import Count

from careline.tickets.models import Message


def count_received() -> dict[int, int]:
    """The number of messages that were made of arrivals, by inbox id."""
    rows = Message.objects.filter(arrival_id__isnull=False, inbox_id__isnull=False).order_by()
    return dict(rows.values_list("inbox_id").annotate(Count("id")))
