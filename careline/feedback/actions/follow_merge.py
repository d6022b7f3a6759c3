"""Have complaints go along with a ticket that is merged, and come back; moods go with their messages.

A house-keeping action: no rights, and no events, since those of the merge tell it. The caller has both tickets locked.
Measures belong to customers, and follow them.
"""

from careline.feedback.models import ComplaintTicket
from careline.feedback.queries.moods import standings
from careline.feedback.words import MARKED
from careline.tickets.actions.set_mark import set_mark


def go_along(source_id: int, target_id: int, merge_id: int) -> None:
    """Add what remains to the complaints of the ticket that was merged into it. Once for a merge."""
    there = ComplaintTicket.objects.filter(ticket_id=target_id).values("complaint_id")
    rows = ComplaintTicket.objects.filter(ticket_id=source_id).exclude(complaint_id__in=there)
    come = [
        ComplaintTicket(complaint_id=row.complaint_id, ticket_id=target_id, merge_id=merge_id) for row in rows
    ]
    ComplaintTicket.objects.bulk_create(come, ignore_conflicts=True)
    mark_moods(source_id, target_id)


def come_back(source_id: int, target_id: int, merge_id: int) -> None:
    """Take from what remained the complaints that came by this merge."""
    ComplaintTicket.objects.filter(ticket_id=target_id, merge_id=merge_id).delete()
    mark_moods(source_id, target_id)


def mark_moods(*ticket_ids: int) -> None:
    """Have the rows of tickets show how their customers sound now."""
    for ticket_id, level in standings(ticket_ids).items():
        set_mark(ticket_id, "mood", level.word if level in MARKED else "")
