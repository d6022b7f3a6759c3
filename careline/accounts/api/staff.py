"""People and teams, to read."""

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.accounts.models import Agent
from careline.accounts.queries import staff, visible_teams
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Moment, Shown

router = Router(tags=["Staff"])
READ = Bearer(Scope.READ_STAFF)


class TeamShown(Shown):
    """Agents who share a queue."""

    id: int
    name: str
    is_private: bool
    is_archived: bool
    created_at: Moment


class CustomRoleShown(Shown):
    """A role that the company made for itself from a built-in one."""

    key: str
    name: str
    base: str
    rights: list[str]


class UserShown(Shown):
    """A member of staff."""

    id: int
    name: str
    email: str
    role: str = Field(description="The built-in role, also where a role of one's own is made from it.")
    custom_role: CustomRoleShown | None
    is_active: bool
    presence: str
    replies_need_approval: bool
    team_ids: list[int]
    created_at: Moment

    @staticmethod
    def resolve_team_ids(agent: Agent) -> list[int]:
        """The teams they belong to."""
        return sorted(team.pk for team in agent.teams.all())


@router.get(
    "/users", response=reading(PageOf[UserShown]), auth=READ, operation_id="listUsers", summary="People"
)
def list_users(request: HttpRequest) -> dict[str, object]:
    """Everybody who has or had an account, active ones first. One page."""
    return {"items": list(staff())}


@router.get("/users/me", response=reading(UserShown), auth=READ, operation_id="getOwner", summary="Who I am")
def get_owner(request: HttpRequest) -> Agent:
    """The person whose token this is."""
    return staff().get(pk=caller_of(request).pk)


@router.get(
    "/users/{user_id}",
    response=reading(UserShown, 404),
    auth=READ,
    operation_id="getUser",
    summary="One person",
)
def get_user(request: HttpRequest, user_id: Id) -> Agent:
    """One member of staff."""
    found = staff().filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found


@router.get(
    "/teams", response=reading(PageOf[TeamShown]), auth=READ, operation_id="listTeams", summary="Teams"
)
def list_teams(request: HttpRequest) -> dict[str, object]:
    """The teams whose tickets the token's owner may see, by name. One page."""
    return {"items": list(visible_teams(caller_of(request)).order_by("name"))}


@router.get(
    "/teams/{team_id}",
    response=reading(TeamShown, 404),
    auth=READ,
    operation_id="getTeam",
    summary="One team",
)
def get_team(request: HttpRequest, team_id: Id) -> object:
    """One team."""
    found = visible_teams(caller_of(request)).filter(pk=team_id).first()
    if found is None:
        raise Http404
    return found
