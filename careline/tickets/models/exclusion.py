"""Who is kept out of a ticket: somebody whom it is about. The one condition of it, for querysets and for statements."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import BooleanField, F, Func
from django.db.models.functions import Now

NOT_KEPT = "t.id <> ALL(ARRAY(SELECT x.ticket_id FROM tickets_exclusion x WHERE x.agent_id = %(me)s))"
"""For statements over tickets `t` that say by teams what somebody may see, with that person's id as `me`.

The array is read once for a statement; for nearly everybody it is empty, and costs one look at a small index.
"""

_BELOW = """
WITH RECURSIVE below(id) AS (
    VALUES (%s::bigint) UNION SELECT t.id FROM below JOIN tickets_ticket t ON t.merged_into_id = below.id)
SELECT id FROM below
"""


class Exclusion(models.Model):
    """One agent is kept out of one ticket, say since it complains about them: to them it does not exist.

    Goes along when messages do: to what the ticket is merged into, to what is split off it, to a later one of the same need.
    `is_own` was said of this ticket itself; the others came by a merge, and go when it is undone.
    """

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    is_own = models.BooleanField(default=True, db_default=True)

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


def hold_together(ticket_id: int) -> None:
    """Keep out of a ticket, and of all that was merged into it, whoever is kept out of any of them."""
    members = _merged_below(ticket_id)
    rows = [*Exclusion.objects.filter(ticket_id__in=members)]
    there = {(row.ticket_id, row.agent_id) for row in rows}
    said = {row.agent_id: row for row in rows if row.is_own}
    Exclusion.objects.bulk_create(
        _copy(row, pk, is_own=False)
        for row in said.values()
        for pk in members
        if (pk, row.agent_id) not in there
    )


def let_go(source_id: int, target_id: int, *, since: datetime) -> None:
    """Leave two tickets that were one with what was said of each, and of both since: it may be about what was said in either."""
    later = [*Exclusion.objects.filter(ticket_id=target_id, is_own=True, at__gt=since)]
    Exclusion.objects.filter(ticket_id=source_id, agent_id__in=[row.agent_id for row in later]).update(
        is_own=True
    )
    Exclusion.objects.bulk_create((_copy(row, source_id) for row in later), ignore_conflicts=True)
    for root in (source_id, target_id):
        rows = Exclusion.objects.filter(ticket_id__in=_merged_below(root))
        said = {*rows.filter(is_own=True).values_list("agent_id", flat=True)}
        rows.filter(is_own=False).exclude(agent_id__in=said).delete()


def let_back_in(ticket_id: int, agent_id: int) -> bool:
    """Take somebody off a ticket's list, and off what came by merges from it; False if they were on none."""
    Exclusion.objects.filter(ticket_id__in=_merged_below(ticket_id), agent_id=agent_id, is_own=False).exclude(
        ticket_id=ticket_id
    ).delete()
    return bool(Exclusion.objects.filter(ticket_id=ticket_id, agent_id=agent_id).delete()[0])


def _merged_below(ticket_id: int) -> list[int]:
    """A ticket and all that was merged into it, however often."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [ticket_id])
        return [row[0] for row in cursor.fetchall()]


def _copy(row: Exclusion, ticket_id: int, *, is_own: bool = True) -> Exclusion:
    return Exclusion(
        ticket_id=ticket_id, agent_id=row.agent_id, reason=row.reason, by_id=row.by_id, is_own=is_own
    )
