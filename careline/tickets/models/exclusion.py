"""Who is kept out of a ticket: somebody whom it is about. The one condition of it, for querysets and for statements."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Func
from django.db.models.functions import Now

NOT_KEPT = "t.id <> ALL(ARRAY(SELECT x.ticket_id FROM tickets_exclusion x WHERE x.agent_id = %(me)s))"
"""For statements over tickets `t` that say by teams what somebody may see, with that person's id as `me`.

The array is read once for a statement; for nearly everybody it is empty, and costs one look at a small index.
"""


class Exclusion(models.Model):
    """One agent is kept out of one ticket, say since it complains about them: to them it does not exist.

    Goes along when messages do: to what the ticket is merged into, to what is split off it, to a later one of the same need.
    `is_own` was said of this ticket itself; `merge_ids` are the merges by which it came along as well, or alone.
    """

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    is_own = models.BooleanField(default=True, db_default=True)
    merge_ids = ArrayField(models.BigIntegerField(), default=list, db_default=models.Value("{}"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="exclusion_once")]


class _IsNoneOf(Func):
    """`column <> ALL(array)`, which Django has no lookup for."""

    template = "%(expressions)s)"
    arg_joiner = " <> ALL("
    output_field = BooleanField()


def not_kept_from(agent_id: int, column: str = "pk") -> Func:
    """For `filter(…)`: whether the ticket in `column` is none that this person is kept out of."""
    kept = Exclusion.objects.filter(agent_id=agent_id).values("ticket_id")
    return _IsNoneOf(F(column), ArraySubquery(kept))


def copy_exclusions(source_id: int, target_id: int) -> None:
    """Keep out of one ticket whoever is kept out of another one."""
    rows = Exclusion.objects.filter(ticket_id=source_id)
    Exclusion.objects.bulk_create((_copy(row, target_id) for row in rows), ignore_conflicts=True)


def carry_by_merge(source_id: int, target_id: int, merge_id: int) -> None:
    """Keep out of what remains whoever is kept out of what is merged into it, until the merge is undone."""
    there = {row.agent_id: row for row in Exclusion.objects.filter(ticket_id=target_id)}
    for row in Exclusion.objects.filter(ticket_id=source_id):
        kept = there.get(row.agent_id)
        if kept is not None:
            Exclusion.objects.filter(pk=kept.pk).update(merge_ids=[*kept.merge_ids, merge_id])
        else:
            Exclusion.objects.create(
                ticket_id=target_id, agent_id=row.agent_id, reason=row.reason, by_id=row.by_id, is_own=False,
                merge_ids=[merge_id],
            )  # fmt: skip


def take_back_by_merge(source_id: int, target_id: int, merge_id: int, *, since: datetime) -> None:
    """Undo that. Whoever was kept out of what remained since then is kept out of both: what was said then, may be in both."""
    came = Exclusion.objects.filter(ticket_id=target_id, merge_ids__contains=[merge_id])
    for row in came:
        others = [one for one in row.merge_ids if one != merge_id]
        if row.is_own or others:
            Exclusion.objects.filter(pk=row.pk).update(merge_ids=others)
        else:
            row.delete()
    later = Exclusion.objects.filter(ticket_id=target_id, is_own=True, at__gt=since)
    Exclusion.objects.bulk_create((_copy(row, source_id) for row in later), ignore_conflicts=True)


def _copy(row: Exclusion, ticket_id: int) -> Exclusion:
    return Exclusion(ticket_id=ticket_id, agent_id=row.agent_id, reason=row.reason, by_id=row.by_id)
