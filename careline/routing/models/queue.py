"""A queue: which tickets it takes, who is asked, in which way, and what happens when nobody can."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class RoutingQueue(models.Model):
    """The first active one, by `position`, whose conditions an unassigned ticket fits gives it to somebody.

    `team` None asks the ticket's own team. `language_least` above 0 also asks for the ticket's language, at that
    level. After `after_minutes` of business time without anyone `overflow` says what widens. `priority` decides which
    queue's tickets come first where people serve several. One that was removed stays as a row, since history points at it.
    """

    class Strategy(models.TextChoices):
        """Whom it takes, of those who can."""

        LEAST_LOADED = "least_loaded", _("Who has the least, measured by what they can take")
        ROUND_ROBIN = "round_robin", _("In turn")
        LONGEST_IDLE = "longest_idle", _("Who has had nothing to do for longest")
        PREVIOUS = "previous", _("Who had this customer before")

    class Overflow(models.TextChoices):
        """What widens when nobody can take a ticket."""

        NOTHING = "nothing", _("Nothing: it waits")
        TEAM = "team", _("Another team is asked too")
        QUEUE = "queue", _("Those of another queue are asked too")
        SKILL = "skill", _("The least important skill is let go, then the next")

    name = models.CharField(max_length=80)
    position = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)
    conditions = models.JSONField(default=dict)
    team = models.ForeignKey("accounts.Team", models.PROTECT, null=True, related_name="+")
    language_least = models.SmallIntegerField(default=0)
    strategy = models.CharField(max_length=12, choices=Strategy.choices, default=Strategy.LEAST_LOADED)
    fallback = models.CharField(max_length=12, choices=Strategy.choices, default=Strategy.LEAST_LOADED)
    overflow = models.CharField(max_length=8, choices=Overflow.choices, default=Overflow.NOTHING)
    after_minutes = models.IntegerField(default=0)
    overflow_team = models.ForeignKey("accounts.Team", models.PROTECT, null=True, related_name="+")
    overflow_queue = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    priority = models.SmallIntegerField(default=0)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(language_least__gte=0, language_least__lte=5), name="queue_language_level"
            ),
            models.CheckConstraint(condition=~Q(fallback="previous"), name="queue_fallback"),
        ]

    def __str__(self) -> str:
        return self.name


class QueueSkill(models.Model):
    """A skill that a queue asks for, with the least level; `place` 1 is the most important, the last is let go first."""

    queue = models.ForeignKey(RoutingQueue, models.CASCADE, related_name="skills")
    skill = models.ForeignKey("workforce.Skill", models.CASCADE, related_name="+")
    least = models.SmallIntegerField(default=1)
    place = models.SmallIntegerField(default=1)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["queue", "skill"], name="queue_skill_once"),
            models.CheckConstraint(condition=Q(least__gte=1, least__lte=5), name="queue_skill_level"),
        ]
