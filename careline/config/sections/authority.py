"""Kinds of decision, limits of roles and of people (by their address), ladders, and what each team may give away in a month."""

from typing import Any

from careline.accounts.models import Agent, Team
from careline.accounts.queries import active_agents
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.actions.set_limits import LimitDetails, save_kind, set_limit
from careline.authority.contracts import AuthorityRefused, Step
from careline.authority.models import DecisionKind, LadderStep, Limit
from careline.authority.queries.budgets import this_month
from careline.authority.queries.ladder import split
from careline.authority.queries.settings import planned
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, mapping, several, text, whole
from careline.workforce.models import Skill

_LIMIT = ("most_minor", "currency", "most_count", "period")
_KIND = ("name", "has_amount", "uses_budget", "field")


def _dump_kinds() -> list[Item]:
    rows = DecisionKind.objects.order_by("key")
    return [
        {"key": row.key, **{name: getattr(row, name) for name in _KIND}, "archived": row.is_archived}
        for row in rows
    ]


def _write_kind(item: Item, _old: Item | None, by: Agent) -> None:
    values = {name: item[name] for name in _KIND}
    _try(
        lambda: save_kind(values.pop("name"), key=item["key"], is_archived=item["archived"], by=by, **values)
    )


def _dump_limits() -> list[Item]:
    """The limits of roles."""
    rows = Limit.objects.filter(agent=None).select_related("kind").order_by("kind__key", "role")
    return [{"kind": row.kind.key, "role": row.role, **_details(row)} for row in rows]


def _dump_personal() -> list[Item]:
    """The limits of people that count in place of those of their roles."""
    rows = Limit.objects.filter(agent__is_active=True).select_related("kind", "agent")
    return [
        {"kind": row.kind.key, "person": row.agent.email, **_details(row)}
        for row in rows.order_by("kind__key", "agent__email")
        if row.agent is not None
    ]


def _details(row: Limit) -> Item:
    return {name: getattr(row, name) for name in _LIMIT}


def _write_limit(item: Item, _old: Item | None, by: Agent) -> None:
    kind, details = kind_of(item["kind"]), LimitDetails(**{name: item[name] for name in _LIMIT})
    _try(lambda: set_limit(kind, details, role=item["role"], by=by))


def _write_personal(item: Item, _old: Item | None, by: Agent) -> None:
    kind, details = kind_of(item["kind"]), LimitDetails(**{name: item[name] for name in _LIMIT})
    agent = _person(item["person"])
    _try(lambda: set_limit(kind, details, agent=agent, by=by))


def kind_of(key: str) -> DecisionKind:
    """The kind of decision with this key. Raises ValueError where there is none."""
    found = DecisionKind.objects.filter(key=key).first()
    if found is None:
        raise ValueError(f"there is no kind of decision “{key}”")
    return found


def _person(email: str) -> Agent:
    found = active_agents().filter(email__iexact=email).first()
    if found is None:
        raise ValueError(f"nobody here has the address “{email}”")
    return found


def _dump_budgets() -> list[Item]:
    """What was planned latest for each team; what is used of it is no configuration."""
    rows = sorted(planned(this_month()).values(), key=lambda row: row.team.name)
    return [
        {
            "team": row.team.name,
            "most_minor": row.most_minor,
            "currency": row.currency,
            "owner": row.owner.email,
        }
        for row in rows
    ]


def _write_budget(item: Item, _old: Item | None, by: Agent) -> None:
    team, owner = Team.objects.get(pk=team_id(item["team"])), _person(item["owner"])
    most, currency = item["most_minor"], item["currency"]
    _try(lambda: plan_budget(team, this_month(), most=most, currency=currency, owner=owner, by=by))


def _dump_ladders() -> list[Item]:
    teams: dict[str, list[Item]] = {}
    for row in LadderStep.objects.select_related("team").order_by("team__name", "level"):
        step = {"who": _named(row.who), "name": row.name, "hours": row.hours}
        teams.setdefault(row.team.name, []).append(step)
    return [{"team": name, "steps": steps} for name, steps in teams.items()]


def _write_ladder(item: Item, _old: Item | None, by: Agent) -> None:
    steps = [
        Step(n, _numbered(one["who"]), one["name"], one["hours"])
        for n, one in enumerate(item["steps"], start=1)
    ]
    _try(lambda: save_ladder(Team.objects.get(pk=team_id(item["team"])), steps, by=by))


def _try(write: Any) -> None:
    try:
        write()
    except AuthorityRefused as refusal:
        raise ValueError(str(refusal)) from refusal


def _named(who: str) -> str:
    """Who stands on a level, by name or address in place of the number."""
    word, key = split(who)
    tables: dict[str, Any] = {"team": (Team, "name"), "agent": (Agent, "email"), "skill": (Skill, "name")}
    if word not in tables:
        return who
    table, name = tables[word]
    return f"{word}:{table.objects.filter(pk=key).values_list(name, flat=True).first() or ''}"


def _numbered(who: str) -> str:
    word, _colon, name = who.partition(":")
    tables: dict[str, Any] = {"team": (Team, "name"), "agent": (Agent, "email"), "skill": (Skill, "name")}
    if word not in tables:
        return who
    table, field = tables[word]
    found = table.objects.filter(**{f"{field}__iexact": name}).values_list("pk", flat=True).first()
    if found is None:
        raise ValueError(f"there is no {word} “{name}”")
    return f"{word}:{found}"


def _step(value: Any) -> Item:
    """Check one level."""
    given = {"name": "", "hours": 4, **mapping(value)}
    if sorted(given) != ["hours", "name", "who"] or not isinstance(given["hours"], int):
        raise ValueError("a level has who, and may have name and hours")
    return {"who": str(given["who"]), "name": str(given["name"]), "hours": given["hours"]}


def register() -> None:
    """Register the sections of the authority room; after teams, people and skills, which they name."""
    kind: dict[str, Any] = {
        "key": text(40, is_required=True), "name": text(80), "has_amount": flag, "uses_budget": flag, "archived": flag,
        "field": text(60),
    }  # fmt: skip
    usual: Item = {"name": "", "has_amount": True, "uses_budget": False, "archived": False, "field": ""}
    register_section(Section("decision_kinds", kind, _dump_kinds, _write_kind, ("key",), usual), order=65)
    details: dict[str, Any] = {
        "most_minor": whole(0, 10**13, may_be_none=True), "currency": text(3),
        "most_count": whole(0, 99_999, may_be_none=True), "period": choice(Limit.Period.values),
    }  # fmt: skip
    usual_limit: Item = {"most_minor": None, "currency": "", "most_count": None, "period": "month"}
    of_role = {
        "kind": text(40, is_required=True),
        "role": choice(["agent", "team_lead", "manager", "admin"]),
        **details,
    }
    register_section(
        Section("limits", of_role, _dump_limits, _write_limit, ("kind", "role"), usual_limit), order=66
    )
    of_person = {"kind": text(40, is_required=True), "person": text(254, is_required=True), **details}
    key = ("kind", "person")
    register_section(
        Section("personal_limits", of_person, _dump_personal, _write_personal, key, usual_limit), order=66
    )
    budget = {
        "team": text(80, is_required=True), "most_minor": whole(0, 10**13), "currency": text(3, is_required=True),
        "owner": text(254, is_required=True),
    }  # fmt: skip
    register_section(Section("budgets", budget, _dump_budgets, _write_budget, ("team",)), order=67)
    ladder = {"team": text(80, is_required=True), "steps": several(_step)}
    register_section(
        Section("ladders", ladder, _dump_ladders, _write_ladder, ("team",), {"steps": []}), order=67
    )
