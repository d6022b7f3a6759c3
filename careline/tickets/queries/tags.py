"""The tags of some tickets."""

from collections import Counter

from careline.tickets.models import Ticket


def tags_of(ticket_ids: list[int]) -> Counter[str]:
    """How many of these tickets have each tag. They were accessed with rights."""
    rows = Ticket.objects.filter(pk__in=ticket_ids).exclude(tags=[]).values_list("tags", flat=True)
    return Counter(tag for tags in rows for tag in tags)
