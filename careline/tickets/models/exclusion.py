"""Who is kept out of a ticket: somebody whom it is about. The one condition of it, for querysets and for statements."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
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
    """

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())

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
    copies = [
        Exclusion(ticket_id=target_id, agent_id=row.agent_id, reason=row.reason, by_id=row.by_id)
        for row in rows
    ]
    Exclusion.objects.bulk_create(copies, ignore_conflicts=True)
