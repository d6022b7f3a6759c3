"""A member of staff who logs in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import RIGHTS, Forbidden, Right, Role
from careline.accounts.words import RIGHT_WORDS
from careline.core.events import Actor


class AgentManager(BaseUserManager["Agent"]):
    """Makes agents with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Agent":
        """Create an agent; without a password nobody can log in with one."""
        agent = self.model(email=self.normalize_email(email), **fields)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def get_by_natural_key(self, username: str | None) -> "Agent":
        """Find by address, whatever its case."""
        return self.get(email__iexact=username)


class Agent(AbstractBaseUser):
    """One person of the staff. Comes by set-up or invitation; is deactivated, never deleted."""

    class Presence(models.TextChoices):
        """Whether the agent takes work now."""

        AVAILABLE = "available", _("Available")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role], default=Role.AGENT)
    custom_role = models.ForeignKey("accounts.CustomRole", models.PROTECT, null=True, related_name="holders")
    custom_rights = ArrayField(models.CharField(max_length=40), null=True)
    replies_need_approval = models.BooleanField(default=False, db_default=False)
    needs_factor = models.BooleanField(default=False)
    led_team_ids = ArrayField(models.BigIntegerField(), default=list)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    signature = models.TextField(blank=True, default="")
    presence = models.CharField(max_length=12, choices=Presence.choices, default=Presence.AVAILABLE)
    created_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)

    objects: ClassVar[AgentManager] = AgentManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="agent_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor(self) -> Actor:
        """This person as the one who did something."""
        return Actor("agent", self.pk)

    @property
    def rights(self) -> frozenset[Right]:
        """What the role allows: that of the custom role, where the person has one."""
        if self.custom_rights is None:
            return RIGHTS[Role(self.role)]
        return frozenset(right for right in Right if right.value in self.custom_rights)

    def may(self, right: Right) -> bool:
        """Whether the role allows it and the person is still here."""
        given = RIGHTS[Role(self.role)] if self.custom_rights is None else self.custom_rights
        return self.is_active and right in given

    def leads(self, team_id: int) -> bool:
        """Whether the person looks after this team, and answers customers at all."""
        return team_id in self.led_team_ids and self.may(Right.REPLY)

    def require(self, right: Right) -> None:
        """Raise Forbidden unless the role allows it."""
        if not self.may(right):
            raise Forbidden(_("Your role does not allow this: %(right)s") % {"right": RIGHT_WORDS[right]})

    @property
    def sees_every_team(self) -> bool:
        """Whether private teams' tickets are visible too."""
        return self.may(Right.READ_ALL_TEAMS)
