"""Attached files whose words could not be read, counted by the reason: no names, so that nobody learns what is in them."""

from django.db.models import Count

from careline.tickets.models import FileText

MOST = 20


def unread_by_reason() -> list[tuple[str, int]]:
    """Each reason with how many contents it keeps from being found, the most frequent first; at most twenty."""
    failed = FileText.objects.filter(state=FileText.State.FAILED).values_list("reason")
    return [*failed.annotate(n=Count("pk")).order_by("-n", "reason")[:MOST]]
