"""Kinds of decision, limits of roles, and ladders. Limits of people and budgets with their owners are in no file."""

from typing import Any

from careline.accounts.models import Agent, Team
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.actions.set_limits import LimitDetails, save_kind, set_limit
from careline.authority.contracts import AuthorityRefused, Step
from careline.authority.models import DecisionKind, LadderStep, Limit
from careline.authority.queries.ladder import split
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, mapping, several, text, whole
from careline.workforce.models import Skill

_KIND = ("name", "has_amount", "uses_budget")


def _dump_kinds() -> list[Item]:
    rows = DecisionKind.objects.order_by("key")
    return [
        {"key": row.key, **{name: getattr(row, name) for name in _KIND}, "archived": row.is_archived}
        for row in rows
    ]


def _write_kind(item: Item, _old: Item | None, by: Agent) -> None:
    values = {name: item[name] for name in _KIND}
    save_kind(values.pop("name"), key=item["key"], is_archived=item["archived"], by=by, **values)


def _dump_limits() -> list[Item]:
    """The limits of roles; those of persons are about people, who are in no file."""
    rows = Limit.objects.filter(agent=None).select_related("kind").order_by("kind__key", "role")
    return [
        {
            "kind": row.kind.key, "role": row.role, "most_minor": row.most_minor,
            "currency": row.currency, "most_count": row.most_count, "period": row.period,
        }
        for row in rows
    ]  # fmt: skip


def _write_limit(item: Item, _old: Item | None, by: Agent) -> None:
    kind = DecisionKind.objects.filter(key=item["kind"]).first()
    if kind is None:
        raise ValueError(f"there is no kind of decision “{item['kind']}”")
    _try(
        lambda: set_limit(
            kind,
            LimitDetails(item["most_minor"], item["currency"], item["most_count"], item["period"]),
            role=item["role"],
            by=by,
        )
    )


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
    }  # fmt: skip
    usual: Item = {"name": "", "has_amount": True, "uses_budget": False, "archived": False}
    register_section(Section("decision_kinds", kind, _dump_kinds, _write_kind, ("key",), usual), order=65)
    limit = {
        "kind": text(40, is_required=True), "role": choice(["agent", "team_lead", "manager", "admin"]), "most_minor": whole(0, 10**13, may_be_none=True),
        "currency": text(3), "most_count": whole(0, 99_999, may_be_none=True), "period": choice(Limit.Period.values),
    }  # fmt: skip
    usual_limit: Item = {"most_minor": None, "currency": "", "most_count": None, "period": "month"}
    register_section(
        Section("limits", limit, _dump_limits, _write_limit, ("kind", "role"), usual_limit), order=66
    )
    ladder = {"team": text(80, is_required=True), "steps": several(_step)}
    register_section(
        Section("ladders", ladder, _dump_ladders, _write_ladder, ("team",), {"steps": []}), order=67
    )
