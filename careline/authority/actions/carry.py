"""Have decisions and escalations go along with a ticket that is merged into another, and come back when that is undone.

A house-keeping action: no rights, and no events, since those of the merge tell it. Both tickets are locked by the caller.
"""

from __future__ import annotations

from django.utils import timezone

from careline.authority.models import Carried, Decision, Escalation


def carry(source_id: int, target_id: int, merge_id: int) -> None:
    """Put what was decided and asked for under what remains, and have it stand on the higher of both levels."""
    decided = [*Decision.objects.filter(ticket_id=source_id).values_list("pk", flat=True)]
    Decision.objects.filter(pk__in=decided).update(ticket_id=target_id)
    moved, ended = _escalate_to_the_higher(source_id, target_id)
    if decided or moved:
        Carried.objects.create(merge_id=merge_id, decision_ids=decided, escalation_ids=moved, ended_ids=ended)


def bring_back(source_id: int, target_id: int, merge_id: int) -> None:
    """Undo that, as far as it still stands with what remained; what came since stays there."""
    found = Carried.objects.filter(merge_id=merge_id).first()
    if found is None:
        return
    Decision.objects.filter(pk__in=found.decision_ids, ticket_id=target_id).update(ticket_id=source_id)
    Escalation.objects.filter(pk__in=found.escalation_ids, ticket_id=target_id).update(ticket_id=source_id)
    if not Escalation.objects.filter(ticket_id=target_id, ended_at=None).exists():
        Escalation.objects.filter(pk__in=found.ended_ids, ticket_id=target_id).update(ended_at=None)
    found.delete()


def _escalate_to_the_higher(source_id: int, target_id: int) -> tuple[list[int], list[int]]:
    """The open escalation of the source if it moved, and that of the target which ended for it."""
    rows = {
        row.ticket_id: row
        for row in Escalation.objects.filter(ticket_id__in=(source_id, target_id), ended_at=None)
    }
    mine, theirs = rows.get(source_id), rows.get(target_id)
    if mine is None or (theirs is not None and theirs.level >= mine.level):
        return [], []
    ended = [theirs.pk] if theirs is not None else []
    Escalation.objects.filter(pk__in=ended).update(ended_at=timezone.now())
    Escalation.objects.filter(pk=mine.pk).update(ticket_id=target_id)
    return [mine.pk], ended
