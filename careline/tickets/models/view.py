"""Saved views, and what each person chose about views and their desk."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class SavedView(models.Model):
    """A saved question over the tickets. Personal with `agent`, a team's with `team`, else the company's.

    Asks by `conditions` (see `queries.conditions`), or is a saved search by its `words`. `sort`, `grouping` and
    `columns` are words of `queries.questions` and `views.columns`; a field of people's own is `field.<key>` in all three. Comes by its pages; goes when it is removed, which changes no ticket.
    """

    name = models.CharField(max_length=80)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("accounts.Team", models.CASCADE, null=True, related_name="+")
    conditions = models.JSONField(default=dict)
    words = models.CharField(max_length=500, blank=True, default="")
    sort = models.CharField(max_length=64, default="newest")
    grouping = models.CharField(max_length=64, blank=True, default="")
    columns = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    position = models.IntegerField(default=0)
    version = models.IntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How addresses name it, beside the standard views: `v12`."""
        return f"v{self.pk}"

    @property
    def scope(self) -> str:
        """Whose it is: `personal`, `team` or `company`."""
        return "personal" if self.agent_id else "team" if self.team_id else "company"

    @property
    def is_search(self) -> bool:
        """Whether it is a saved search, which leads to the search page."""
        return bool(self.words)


class ViewChoice(models.Model):
    """What one person chose about one view, standard or saved, by its key: a favourite, shown wide, sorted how."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=24)
    is_favourite = models.BooleanField(default=False)
    is_wide = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "key"], name="view_choice_once")]


class DeskChoice(models.Model):
    """What one person chose about their desk: whether the next ticket comes by itself after one is solved."""

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    goes_on = models.BooleanField(default=False)
