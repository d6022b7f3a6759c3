"""Business hours, the days that are otherwise, and what uses which hours."""

from django.db import models
from django.db.models import F, Q

from careline.workforce.contracts import Stretch
from careline.workforce.day_words import write_day


class BusinessHours(models.Model):
    """A calendar: weekly hours in a time zone, with the holidays of a country or a region of it.

    `week` is seven lists (Monday first) of [opens, closes] in minutes since midnight; `closes` beyond 1440 lies on the
    next day. Where there is any, exactly one is the default: for whatever has no hours of its own.
    """

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True, default="")
    subdivision = models.CharField(max_length=20, blank=True, default="")
    week = models.JSONField()
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="hours_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name


class HoursException(models.Model):
    """A day, or several in a row, with other hours: of one calendar, or (`hours` empty) of the whole company.

    `stretches` as a day of `week`; none: closed. It goes before the holidays, and a calendar's own before the company's.
    """

    hours = models.ForeignKey(BusinessHours, models.CASCADE, null=True, related_name="exceptions")
    name = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()
    stretches = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="exception_days_in_order")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """Its hours as people write them; "" for closed."""
        return write_day([Stretch(opens, closes) for opens, closes in self.stretches])


class HoursUse(models.Model):
    """Which hours one team, inbox, organisation or agent goes by. Those without a row go by the default."""

    class Kind(models.TextChoices):
        """What goes by the hours."""

        TEAM = "team"
        INBOX = "inbox"
        ORGANISATION = "organisation"
        AGENT = "agent"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_id = models.BigIntegerField()
    hours = models.ForeignKey(BusinessHours, models.CASCADE, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="hours_use_once")]
