"""What a person wants to hear of, where and when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from careline.notices.contracts import USUAL, Digest, Kind, Way


class Preference(models.Model):
    """One person's choices; without a row all is as usual. `chosen` names the ways of each kind that they chose.

    Quiet hours run in the person's own time zone from `quiet_from` to `quiet_until` (over midnight where that is earlier)
    and begin on the days in `quiet_days` (Monday is 0); on `days_off` it is quiet all day. `urgent_passes` lets urgent
    kinds through at once, also where mails are gathered. `shows_words` lets pushes show what was written.
    """

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    chosen = models.JSONField(default=dict)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    quiet_days = ArrayField(models.SmallIntegerField(), default=list)
    days_off = ArrayField(models.SmallIntegerField(), default=list)
    urgent_passes = models.BooleanField(default=False)
    digest = models.CharField(
        max_length=6, choices=[(one.value, one.value) for one in Digest], default=Digest.OFF
    )
    digest_at = models.TimeField(default="08:00")
    shows_words = models.BooleanField(default=False)

    def ways(self, kind: Kind) -> frozenset[Way]:
        """Where the person wants to hear of this kind."""
        chosen = self.chosen.get(kind.value)
        return USUAL[kind].ways if chosen is None else frozenset(way for way in Way if way.value in chosen)
