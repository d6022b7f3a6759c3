"""Service policies in their order: conditions, hours, and targets with lengths of time and steps as people write them."""

from typing import Any

from careline.accounts.models import Agent, Team
from careline.config.sections.desk import names_of_ids, translated
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import flag, mapping, several, text, whole
from careline.policies.actions.check_policy import PolicyDetails
from careline.policies.actions.save_policy import change_policy, create_policy, order_policies
from careline.policies.contracts import TARGETS, PolicyRefused, Step, Target
from careline.policies.models import ServicePolicy
from careline.policies.queries.policies import as_policy
from careline.tickets.queries.conditions import BadConditions, from_json
from careline.ui.durations import read_duration, short
from careline.workforce.models import BusinessHours

_PRIORITIES = {"urgent": 4, "high": 3, "normal": 2, "low": 1}
_PAUSES = {"open": 2, "pending": 3, "on_hold": 4}
_CALENDAR = "calendar time"
_USUAL: Item = {"place": 1000, "conditions": {}, "hours": "", "pauses": ["pending"], "active": True}


def _rows() -> list[ServicePolicy]:
    return [
        *ServicePolicy.objects.filter(removed_at=None).order_by("position", "pk").prefetch_related("targets")
    ]


def _dump() -> list[Item]:
    names, hours = names_of_ids(), dict(BusinessHours.objects.values_list("pk", "name"))
    return [_item(row, place, names, hours) for place, row in enumerate(_rows(), 1)]


def _item(row: ServicePolicy, place: int, names: dict[str, dict[str, str]], hours: dict[int, str]) -> Item:
    known = as_policy(row)
    return {
        "name": row.name,
        "place": place,
        "active": row.is_active,
        "conditions": translated(row.conditions, names) if [*known.conditions] else {},
        "hours": hours.get(row.hours_id or 0, "") if row.is_business else _CALENDAR,
        "pauses": sorted(word for word, status in _PAUSES.items() if status in row.pauses),
        "targets": {target.kind: _target(target) for target in known.targets},
    }


def _target(target: Target) -> Item:
    told: Item = {
        word: short(target.seconds[key]) for word, key in _PRIORITIES.items() if key in target.seconds
    }
    return told | ({"steps": [_step(step) for step in target.steps]} if target.steps else {})


def _step(step: Step) -> str:
    """A step as a line: "30m before: notify lead"."""
    when = (
        f"{short(abs(step.offset))} {'before' if step.offset < 0 else 'after'}" if step.offset else "at once"
    )
    return f"{when}: {' '.join((step.do, *map(_who, step.who)))}"


def _who(who: str) -> str:
    kind, _colon, number = who.partition(":")
    if kind == "agent":
        return f"agent {Agent.objects.get(pk=int(number)).email}"
    return f"team {Team.objects.get(pk=int(number)).name}" if kind == "team" and number else who


def _read_step(line: str) -> Step:
    when, _colon, what = line.partition(":")
    length, _space, side = when.strip().rpartition(" ")
    offset = 0 if when.strip() == "at once" else read_duration(length) * (-1 if side == "before" else 1)
    if when.strip() != "at once" and side not in ("before", "after"):
        raise ValueError(f"“{line}” is no step: write “30m before: notify lead”")
    do, _space, who = what.strip().partition(" ")
    if do not in ("notify", "raise", "reassign"):
        raise ValueError(f"“{line}”: a step is notify, raise or reassign")
    return Step(offset, do, (_read_who(who.strip()),) if who.strip() else ())


def _read_who(who: str) -> str:
    kind, _space, name = who.partition(" ")
    if kind == "team" and name:
        return f"team:{team_id(name)}"
    if kind == "agent":
        agent = Agent.objects.filter(email__iexact=name).first()
        if agent is None:
            raise ValueError(f"there is nobody with the address “{name}”")
        return f"agent:{agent.pk}"
    if who not in ("assignee", "lead", "team"):
        raise ValueError(f"“{who}” is nobody: write assignee, lead, team, team <name> or agent <address>")
    return who


def _write(item: Item, old: Item | None, by: Agent) -> None:
    ids = {field: {name: key for key, name in table.items()} for field, table in names_of_ids().items()}
    hours = BusinessHours.objects.filter(name=item["hours"]).first()
    if hours is None and item["hours"] not in ("", _CALENDAR):
        raise ValueError(f"there are no business hours “{item['hours']}”")
    targets = tuple(
        Target(
            kind,
            {_PRIORITIES[word]: read_duration(words) for word, words in told.items() if word != "steps"},
            tuple(map(_read_step, told.get("steps", []))),
        )
        for kind, told in item["targets"].items()
    )
    details = PolicyDetails(
        item["name"], from_json(translated(item["conditions"], ids)), targets, item["hours"] != _CALENDAR,
        hours.pk if hours else None, tuple(_PAUSES[word] for word in item["pauses"]), item["active"],
    )  # fmt: skip
    try:
        known = next((row for row in _rows() if row.name == item["name"]), None)
        saved = change_policy(known.pk, details, by=by) if known and old else create_policy(details, by=by)
    except (PolicyRefused, BadConditions) as refusal:
        raise ValueError(str(refusal)) from refusal
    order = [row.pk for row in _rows() if row.pk != saved.pk]
    item["place"] = min(item["place"], len(order) + 1)  # behind the last is the last
    order.insert(item["place"] - 1, saved.pk)
    order_policies(order, by=by)


def _targets(value: Any) -> dict[str, Item]:
    """Check targets: kinds with lengths of time by priority, brought to how they are written."""
    given = mapping(value)
    if unknown := sorted({*given} - {*map(str, TARGETS)}):
        raise ValueError(f"there is no target {', '.join(unknown)}")
    return {kind: _one(mapping(told)) for kind, told in given.items()}


def _one(told: Item) -> Item:
    if unknown := sorted({*told} - {*_PRIORITIES, "steps"}):
        raise ValueError(f"a target has no {', '.join(unknown)}")
    lengths = {word: short(read_duration(str(told[word]))) for word in _PRIORITIES if word in told}
    return lengths | ({"steps": [str(line) for line in told["steps"]]} if told.get("steps") else {})


def _pauses(value: Any) -> list[str]:
    found: list[str] = several(text(10), is_sorted=True)(value)
    if unknown := sorted({*found} - {*_PAUSES}):
        raise ValueError(f"clocks can't stand still in {', '.join(unknown)}")
    return found


def register() -> None:
    """Register the section; after hours, teams and inboxes, which it names."""
    fields = {
        "name": text(80, is_required=True), "place": whole(1, 1000), "active": flag, "conditions": mapping, "hours": text(80),
        "pauses": _pauses, "targets": _targets,
    }  # fmt: skip
    register_section(Section("service_targets", fields, _dump, _write, ("name",), _USUAL), order=66)
