"""Reading about staff, teams and the company."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation

from careline.accounts.browsers import browser_name
from careline.accounts.contracts import Right, Role
from careline.accounts.models import (
    Agent,
    ApiToken,
    Company,
    CustomRole,
    Invitation,
    Membership,
    SignInRules,
    Team,
)
from careline.accounts.words import ROLE_NAMES


@dataclass(frozen=True, slots=True)
class Sight:
    """The teams a person belongs to, and those whose tickets they may see, as one request found them.

    Handed down within that request, never kept: the next one asks again.
    """

    own: list[int]
    visible: list[int]


def find_company() -> Company | None:
    """The company, or None before set-up."""
    return Company.objects.filter(pk=1).first()


def spoken_language(wanted: str, *, otherwise: str = "") -> str:
    """The language of ours in which to speak to somebody who wants this one (BCP 47, "" for not known).

    Their own where Careline speaks it, as German to de-AT; else `otherwise`, or the company's where that is empty.
    """
    spoken = {code for code, _name in settings.LANGUAGES}
    for code in (wanted.lower(), wanted.lower().partition("-")[0]):
        if code in spoken:
            return code
    company = None if otherwise else find_company()
    house = company.language if company else otherwise
    return house if house in spoken else settings.LANGUAGE_CODE


def agent_of(request: HttpRequest) -> Agent:
    """The person who is logged in; pages are closed to everybody else before a view runs."""
    return cast(Agent, request.user)


def zone_of(agent: Agent) -> ZoneInfo:
    """The time zone of a person; UTC where theirs is none that this machine knows."""
    try:
        return ZoneInfo(agent.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def speaking_house() -> translation.override:
    """Speak the company's language for a while: for reasons that are written down now and read by whom it concerns."""
    return translation.override(spoken_language(""))


def company_words() -> dict[str, str]:
    """What placeholders say of the company, by name; "" for what it does not tell."""
    company = find_company()
    names = ("name", "address", "phone", "hours")
    return {f"company.{name}": getattr(company, name) if company else "" for name in names}


def visible_teams(agent: Agent) -> QuerySet[Team]:
    """The teams whose tickets this person may see: public ones and their own; all for managers and above."""
    if agent.sees_every_team:
        return Team.objects.all()
    return Team.objects.filter(Q(is_private=False) | Q(pk__in=_own_teams(agent).values("team_id")))


def visible_team_ids(agent: Agent) -> list[int]:
    """Ids of the teams whose tickets this person may see."""
    return sorted(visible_teams(agent).values_list("pk", flat=True))


class _IsAnyOf(Func):
    """`column = ANY(array)`, which Django has no lookup for."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def in_visible_team(agent: Agent, column: str = "team_id") -> Func:
    """For `filter(…)`: whether the team in `column` is one whose tickets this person may see, asked in that statement.

    An array that is worked out once, not a join: with `FOR UPDATE`, a row that another transaction moved meanwhile
    is held against all of the teams, not only against the one that it was joined to before.
    """
    return _IsAnyOf(F(column), ArraySubquery(visible_teams(agent).values("pk")))


def sight_of(agent: Agent) -> Sight:
    """The teams of a person and those they may see, in one statement."""
    is_own = Exists(Membership.objects.filter(agent=agent, team_id=OuterRef("pk")))
    teams = visible_teams(agent).annotate(is_own=is_own).order_by("pk")
    rows = [*teams.values_list("pk", "is_own")]
    return Sight([pk for pk, own in rows if own], [pk for pk, _own in rows])


def own_team_ids(agent: Agent) -> list[int]:
    """Ids of the teams this person belongs to."""
    return sorted(_own_teams(agent).values_list("team_id", flat=True))


def colleague_ids(agent: Agent) -> "QuerySet[Membership, Any]":
    """Ids of those who share a team with this person, themselves among them; for `…__in`."""
    return Membership.objects.filter(team_id__in=_own_teams(agent).values("team_id")).values("agent_id")


def members_of(team_ids: Iterable[int]) -> list[int]:
    """Ids of those who belong to any of these teams."""
    return [*Membership.objects.filter(team_id__in=[*team_ids]).values_list("agent_id", flat=True).distinct()]


def browser_of(user_agent: str) -> str:
    """What the browser of a User-Agent header is called, for people, as the facts at the door say it."""
    return browser_name(user_agent)


def team_member_ids(team_id: int) -> list[int]:
    """Ids of the people of a team."""
    return [*Membership.objects.filter(team_id=team_id).values_list("agent_id", flat=True)]


def team_lead_ids(team_id: int) -> list[int]:
    """Ids of those who lead a team."""
    return [*Membership.objects.filter(team_id=team_id, is_lead=True).values_list("agent_id", flat=True)]


def _own_teams(agent: Agent) -> QuerySet[Membership]:
    return Membership.objects.filter(agent=agent)


def find_agents(ids: Iterable[int]) -> list[Agent]:
    """The agents of these ids who are still here."""
    return [*Agent.objects.filter(pk__in=[*ids], is_active=True)]


def staff() -> QuerySet[Agent]:
    """Everybody who has or had an account, active ones first, with teams and whether they have a second factor."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    teams = Prefetch("teams", Team.objects.order_by("name"))
    return (
        Agent.objects.annotate(has_second_factor=Exists(factors))
        .select_related("custom_role")
        .prefetch_related(teams)
        .order_by("-is_active", "name", "pk")
    )


def active_agents() -> QuerySet[Agent]:
    """Everybody who can log in now, by name."""
    return Agent.objects.filter(is_active=True).order_by("name", "pk")


def has_company_of_others(agent: Agent) -> bool:
    """Whether somebody else is here, or was asked to come."""
    return Agent.objects.filter(is_active=True).exclude(pk=agent.pk).exists() or open_invitations().exists()


def custom_roles() -> QuerySet[CustomRole]:
    """The company's own roles by name, with how many open accounts have each."""
    return CustomRole.objects.annotate(
        holder_count=Count("holders", filter=Q(holders__is_active=True))
    ).order_by("name")


def open_invitations() -> QuerySet[Invitation]:
    """Invitations that nobody accepted or took back, newest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None)
        .select_related("invited_by", "custom_role")
        .order_by("-invited_at", "-pk")
    )


def managed_teams(agent: Agent) -> QuerySet[Team]:
    """The teams this person may change, with the number of members: all, their own, or those they lead."""
    teams = Team.objects.annotate(member_count=Count("memberships")).order_by("is_archived", "name")
    if not agent.may(Right.MANAGE_TEAMS):
        led = agent.led_team_ids if agent.may(Right.REPLY) else []
        return teams.filter(pk__in=led)
    if agent.sees_every_team:
        return teams
    return teams.filter(pk__in=own_team_ids(agent))


def open_teams() -> QuerySet[Team]:
    """Teams that can be chosen, by name."""
    return Team.objects.filter(is_archived=False).order_by("name")


def find_team_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of teams by id, archived ones too."""
    wanted = set(ids)
    return dict(Team.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def sign_in_rules() -> SignInRules:
    """The rules of log in; the usual ones where nobody made any."""
    return SignInRules.objects.filter(pk=1).first() or SignInRules()


def open_sessions(agent: Agent) -> QuerySet[UserSession]:
    """The sessions that this person may end, latest first: their own; everybody's for who manages users."""
    found: QuerySet[UserSession] = UserSession.objects.select_related("user").order_by("-last_seen_at", "-pk")
    return found if agent.may(Right.MANAGE_USERS) else found.filter(user=agent)


def role_words(role: str) -> str:
    """What a built-in role is called."""
    return str(ROLE_NAMES[Role(role)])


def find_names(agent_ids: Iterable[int]) -> dict[int, str]:
    """The names of people by id, those who left too."""
    wanted = set(agent_ids)
    return dict(Agent.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def count_living_tokens() -> int:
    """How many tokens of the API work."""
    return ApiToken.objects.filter(revoked_at=None).exclude(expires_at__lte=timezone.now()).count()


def own_tokens(agent: Agent) -> QuerySet[ApiToken]:
    """A person's tokens that were not revoked, newest first."""
    return ApiToken.objects.filter(agent=agent, revoked_at=None).order_by("-pk")


def revocable_tokens(agent: Agent) -> QuerySet[ApiToken]:
    """The living tokens that this person may revoke: their own; everybody's for who manages users."""
    living = ApiToken.objects.filter(revoked_at=None).select_related("agent").order_by("-pk")
    return living if agent.may(Right.MANAGE_USERS) else living.filter(agent=agent)
