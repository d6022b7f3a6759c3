"""The open work at the end of each day, as the ledger of statuses tells it."""

from django.db import models


class OpenWork(models.Model):
    """How many tickets of a team were in a status, and how old, at the end of a day of the company. Never changed.

    `age` is the place in `contracts.AGES`. Days without any open work have no rows, but stand in `CountedDay`.
    """

    day = models.DateField()
    team_id = models.BigIntegerField()
    status = models.SmallIntegerField()
    age = models.SmallIntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "team_id", "status", "age"], name="open_work_once")
        ]


class CountedDay(models.Model):
    """A day whose open work was counted, and the moment that was taken as its end."""

    day = models.DateField(primary_key=True)
    ended_at = models.DateTimeField()
