"""Reading about staff, teams and the company."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from careline.accounts.contracts import Right
from careline.accounts.models import Agent, Company, Invitation, Team


def find_company() -> Company | None:
    """The company, or None before set-up."""
    return Company.objects.filter(pk=1).first()


def visible_team_ids(agent: Agent) -> list[int]:
    """Ids of the teams whose tickets this person may see: public ones and their own; all for managers and above."""
    teams = Team.objects.all()
    if not agent.sees_every_team:
        teams = teams.filter(Q(is_private=False) | Q(memberships__agent=agent)).distinct()
    return sorted(teams.values_list("pk", flat=True))


def own_team_ids(agent: Agent) -> list[int]:
    """Ids of the teams this person belongs to."""
    return sorted(agent.memberships.values_list("team_id", flat=True))


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
        .prefetch_related(teams)
        .order_by("-is_active", "name", "pk")
    )


def active_agents() -> QuerySet[Agent]:
    """Everybody who can log in now, by name."""
    return Agent.objects.filter(is_active=True).order_by("name", "pk")


def open_invitations() -> QuerySet[Invitation]:
    """Invitations that nobody accepted or took back, newest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None)
        .select_related("invited_by")
        .order_by("-invited_at", "-pk")
    )


def managed_teams(agent: Agent) -> QuerySet[Team]:
    """The teams this person may change, with the number of members: all, or for a team lead their own."""
    teams = Team.objects.annotate(member_count=Count("memberships")).order_by("is_archived", "name")
    if not agent.may(Right.MANAGE_TEAMS):
        return teams.none()
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
