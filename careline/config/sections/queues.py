"""The queues of routing in their order: conditions, whom they ask, what those must know, and what happens when nobody can."""

from typing import Any

from careline.accounts.models import Agent
from careline.config.sections.desk import names_of_ids, translated
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, mapping, several, text, whole
from careline.routing.actions.save_queue import QueueDetails, change_queue, create_queue, order_queues
from careline.routing.contracts import FALLBACKS, Need, Overflow, RoutingRefused, Strategy
from careline.routing.models import RoutingQueue
from careline.tickets.queries.conditions import BadConditions, from_json
from careline.workforce.models import Skill

_PLAIN = ("name", "strategy", "fallback", "overflow", "after_minutes", "priority")
_USUAL: Item = {
    "place": 1000, "conditions": {}, "team": "", "skills": [], "language": 0, "strategy": "least_loaded",
    "fallback": "least_loaded", "overflow": "nothing", "after_minutes": 0, "other_team": "", "other_queue": "", "priority": 0, "active": True,
}  # fmt: skip


def _rows() -> list[RoutingQueue]:
    rows = RoutingQueue.objects.filter(removed_at=None).order_by("position", "pk")
    return [*rows.select_related("team", "overflow_team", "overflow_queue").prefetch_related("skills__skill")]


def _dump() -> list[Item]:
    names = names_of_ids()
    return [_item(row, place, names) for place, row in enumerate(_rows(), 1)]


def _item(row: RoutingQueue, place: int, names: dict[str, dict[str, str]]) -> Item:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "place": place,
        "active": row.is_active,
        "conditions": translated(row.conditions, names) if row.conditions.get("groups") else {},
        "team": row.team.name if row.team else "",
        "language": row.language_least,
        "skills": [f"{one.skill.name}: {one.least}" for one in row.skills.all()],
        "other_team": row.overflow_team.name if row.overflow_team else "",
        "other_queue": row.overflow_queue.name if row.overflow_queue else "",
    }


def _write(item: Item, old: Item | None, by: Agent) -> None:
    ids = {field: {name: key for key, name in table.items()} for field, table in names_of_ids().items()}
    known = {row.name: row.pk for row in _rows()}
    if item["other_queue"] and item["other_queue"] not in known:
        raise ValueError(f"there is no queue “{item['other_queue']}” before this one")
    details = QueueDetails(
        **{name: item[name] for name in _PLAIN},
        conditions=from_json(translated(item["conditions"], ids)),
        team_id=team_id(item["team"]) if item["team"] else None,
        needs=tuple(map(_need, item["skills"])),
        language_least=item["language"],
        overflow_team_id=team_id(item["other_team"]) if item["other_team"] else None,
        overflow_queue_id=known.get(item["other_queue"]),
        is_active=item["active"],
    )
    try:
        saved = change_queue(known[item["name"]], details, by=by) if old else create_queue(details, by=by)
    except (RoutingRefused, BadConditions) as refusal:
        raise ValueError(str(refusal)) from refusal
    order = [row.pk for row in _rows() if row.pk != saved.pk]
    item["place"] = min(item["place"], len(order) + 1)  # behind the last is the last
    order.insert(item["place"] - 1, saved.pk)
    order_queues(order, by=by)


def _need(line: str) -> Need:
    name, _colon, level = line.rpartition(":")
    skill = Skill.objects.filter(name=name).first()
    if skill is None:
        raise ValueError(f"there is no skill “{name}”")
    return Need(skill.pk, int(level))


def _line(value: Any) -> str:
    """Check a skill with its least level: "German: 3"."""
    name, _colon, level = str(value).rpartition(":")
    if not name.strip() or level.strip() not in {"1", "2", "3", "4", "5"}:
        raise ValueError(f"“{value}” is no skill with a level: write “German: 3”")
    return f"{name.strip()}: {level.strip()}"


def register() -> None:
    """Register the section; after skills, teams and inboxes, which it names."""
    fields = {
        "name": text(80, is_required=True), "place": whole(1, 1000), "active": flag, "conditions": mapping,
        "team": text(80), "skills": several(_line), "language": whole(0, 5), "strategy": choice(Strategy),
        "fallback": choice(FALLBACKS), "overflow": choice(Overflow), "after_minutes": whole(0, 43200),
        "other_team": text(80), "other_queue": text(80), "priority": whole(0, 9),
    }  # fmt: skip
    register_section(Section("routing_queues", fields, _dump, _write, ("name",), _USUAL), order=67)
