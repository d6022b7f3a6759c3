"""The company, its own roles and its teams. People are not configuration: they come by invitation."""

from collections.abc import Callable
from zoneinfo import available_timezones

from django.conf import settings

from careline.accounts.actions.archive_team import archive_team, restore_team
from careline.accounts.actions.change_company import CompanyDetails, change_company
from careline.accounts.actions.change_team import TeamDetails, change_team
from careline.accounts.actions.create_team import create_team
from careline.accounts.actions.save_role import RoleDetails, known, save_role
from careline.accounts.actions.save_rules import Rules, save_rules
from careline.accounts.contracts import BASES, NotPossible, Right
from careline.accounts.models import Agent, Company, CustomRole, Team
from careline.accounts.queries import sign_in_rules
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, several, text, whole


def team_id(name: str) -> int:
    """The id of the team of this name. Raises ValueError where there is none."""
    team = Team.objects.filter(name=name).first()
    if team is None:
        raise ValueError(f"there is no team “{name}”")
    return team.pk


def _dump_company() -> list[Item]:
    company = Company.objects.get()
    return [{name: getattr(company, name) for name in CompanyDetails.__dataclass_fields__}]


def _write_company(item: Item, _old: Item | None, by: Agent) -> None:
    change_company(Company.objects.get(), details=CompanyDetails(**item), by=by)


def _dump_roles() -> list[Item]:
    return [
        {name: getattr(role, name) for name in ("key", "name", "description", "base", "rights")}
        for role in CustomRole.objects.order_by("key")
    ]


def _write_role(item: Item, old: Item | None, by: Agent) -> None:
    role = CustomRole.objects.get(key=item["key"]) if old else None
    details = RoleDetails(**{**item, "rights": known(item["rights"])})
    _possible(lambda: save_role(role, details=details, by=by))


def _dump_teams() -> list[Item]:
    return [
        {"name": one.name, "private": one.is_private, "signature": one.signature, "archived": one.is_archived}
        for one in Team.objects.order_by("name")
    ]


def _write_team(item: Item, old: Item | None, by: Agent) -> None:
    team = Team.objects.get(name=item["name"]) if old else create_team(item["name"], by=by)
    members = [row.agent for row in team.memberships.select_related("agent")] if old else []
    details = TeamDetails(name=item["name"], signature=item["signature"], is_private=item["private"])
    change_team(team, details=details, members=members, by=by)
    if item["archived"] != team.is_archived:
        act = archive_team if item["archived"] else restore_team
        _possible(lambda: act(team, by=by))


def _dump_sign_in() -> list[Item]:
    rules = sign_in_rules()
    return [{name: getattr(rules, name) for name in Rules.__dataclass_fields__}]


def _write_sign_in(item: Item, _old: Item | None, by: Agent) -> None:
    rules = Rules(**{**item, "second_factor_roles": tuple(item["second_factor_roles"])})
    _possible(lambda: save_rules(rules, by=by))


def _possible(act: Callable[[], object]) -> None:
    """Act; a refusal becomes what the file's reader reports."""
    try:
        act()
    except NotPossible as refusal:
        raise ValueError(str(refusal)) from refusal


def register() -> None:
    """Register the sections of the accounts room."""
    company = {
        "name": text(120, is_required=True),
        "language": choice(code for code, _name in settings.LANGUAGES),
        "time_zone": choice(sorted(available_timezones())),
        "address": text(500),
        "phone": text(50),
        "hours": text(300),
    }
    register_section(Section("company", company, _dump_company, _write_company), order=10)
    role = {
        "key": text(40, is_required=True), "name": text(80, is_required=True), "description": text(200),
        "base": choice(BASES), "rights": several(choice(Right), is_sorted=True),
    }  # fmt: skip
    usual: Item = {"description": "", "base": "agent"}
    register_section(Section("roles", role, _dump_roles, _write_role, ("key",), usual), order=20)
    sign_in = {
        "second_factor_roles": several(text(40), is_sorted=True), "session_hours": whole(0, 8760),
        "idle_minutes": whole(0, 10_080), "only_single_sign_on": flag, "password_length": whole(10, 128),
    }  # fmt: skip
    register_section(Section("sign_in", sign_in, _dump_sign_in, _write_sign_in), order=25)
    team = {"name": text(80, is_required=True), "private": flag, "signature": text(2000), "archived": flag}
    usual = {"private": False, "signature": "", "archived": False}
    register_section(Section("teams", team, _dump_teams, _write_team, ("name",), usual), order=30)
