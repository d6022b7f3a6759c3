"""The desk of routing: what waits, whose turn it is, what was given to whom, and which absences were seen to."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from careline.routing.models.queue import RoutingQueue


class Waiting(models.Model):
    """A ticket that a queue wants to give to somebody, and nobody can take yet. Goes when somebody has it.

    `next_at` is when to look again at the latest; a person who becomes free looks at once, the highest `rank` first,
    then the longest waiting. `stage` is how often its queue has widened for it.
    """

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="+")
    queue = models.ForeignKey(RoutingQueue, models.CASCADE, related_name="waiting", db_index=False)
    rank = models.SmallIntegerField(default=0)
    since = models.DateTimeField()
    stage = models.SmallIntegerField(default=0)
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="waiting_next"),
            models.Index(fields=["queue", "-rank", "since"], name="waiting_order"),
        ]


class Seat(models.Model):
    """One per agent whom routing ever looked at: its lock reserves their capacity. Made when it is first needed.

    `turn` grows with each ticket that they were given; `active_at` is when they last got or finished something.
    """

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    turn = models.BigIntegerField(default=0)
    active_at = models.DateTimeField(null=True)


class Routed(models.Model):
    """Routing gave a ticket to somebody. `returned_at` is when it came back to nobody's hands from theirs."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+", db_index=False)
    queue = models.ForeignKey(RoutingQueue, models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    waited_seconds = models.IntegerField(default=0)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "agent"], name="routed_ticket"),
            models.Index(fields=["agent", "at"], name="routed_agent"),
        ]


class Covered(models.Model):
    """An absence whose open tickets were handed over. Comes when it has begun and all of them were seen to."""

    absence_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=Now())


def lock_seats(agent_ids: Iterable[int]) -> dict[int, Seat]:
    """The seats of these agents, locked until the transaction ends; those that are missing are made.

    In the order of their ids, after the ticket's row and before anything else: so two who choose never wait for each
    other in a circle, and the second counts what the first gave.
    """
    ids = sorted({*agent_ids})
    missing = {*ids} - {*Seat.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    if missing:
        Seat.objects.bulk_create((Seat(agent_id=one) for one in sorted(missing)), ignore_conflicts=True)
    return {row.agent_id: row for row in Seat.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
