"""Skills, and who has which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Skill(models.Model):
    """Something an agent can do and a ticket may need. It is archived, never deleted: who had it is part of the past."""

    class Kind(models.TextChoices):
        """What sort of skill it is."""

        LANGUAGE = "language", _("Language")
        PRODUCT = "product", _("Product")
        LICENCE = "licence", _("Licence")
        OTHER = "other", _("Other")

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    is_archived = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="skill_name_once")]

    def __str__(self) -> str:
        return self.name


class AgentSkill(models.Model):
    """One agent has one skill, at a level from 1 (beginner) to 5 (expert); `expires_on` is the last day it counts."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="holders")
    level = models.SmallIntegerField(default=3)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "skill"], name="agent_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="agent_skill_level"),
        ]
