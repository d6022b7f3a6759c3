"""Shared macros and shared views. What belongs to one person stays with that person."""

from collections.abc import Callable, Iterable
from typing import Any

from careline.accounts.models import Agent, Team
from careline.channels.models import Inbox
from careline.config.sections.macro_files import check_files, dump_files, write_files
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, mapping, several, text
from careline.tickets.actions import save_macro as macros
from careline.tickets.actions.save_view import ViewDetails, change_view, create_view
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.models import Macro, Priority, SavedView, Status, TicketType
from careline.tickets.queries.questions import is_grouping, is_sort
from careline.tickets.wording import clean

Names = dict[str, dict[str, str]]
_PLAIN = ("name", "html", "note", "set_type", "assign")


def _first(rows: Iterable[Any]) -> dict[tuple[str, str], Any]:
    """By team and name: of two with one name, the older is in the file."""
    found: dict[tuple[str, str], Any] = {}
    for row in rows:
        found.setdefault((row.team.name if row.team else "", row.name), row)
    return dict(sorted(found.items()))


def _macros() -> dict[tuple[str, str], Macro]:
    return _first(Macro.objects.filter(agent=None).select_related("team", "move_team").order_by("pk"))


def _dump_macros() -> list[Item]:
    return [
        {
            "team": team,
            **{name: getattr(row, name) for name in _PLAIN},
            "set_status": Status(row.set_status).name.lower() if row.set_status is not None else "",
            "set_priority": Priority(row.set_priority).name.lower() if row.set_priority is not None else "",
            "move_team": row.move_team.name if row.move_team else "",
            "add_tags": row.add_tags,
            "remove_tags": row.remove_tags,
            "files": dump_files(row),
            "archived": row.is_archived,
        }
        for (team, _name), row in _macros().items()
    ]


def _write_macro(item: Item, old: Item | None, by: Agent) -> None:
    details = macros.MacroDetails(
        **{name: item[name] for name in _PLAIN},
        scope=str(team_id(item["team"])) if item["team"] else macros.COMPANY,
        set_status=Status[item["set_status"].upper()] if item["set_status"] else None,
        set_priority=Priority[item["set_priority"].upper()] if item["set_priority"] else None,
        move_team_id=team_id(item["move_team"]) if item["move_team"] else None,
        add_tags=tuple(item["add_tags"]),
        remove_tags=tuple(item["remove_tags"]),
    )
    known = _macros()[item["team"], item["name"]] if old else None
    if known and known.is_archived and not item["archived"]:
        macros.restore_macro(known.pk, by=by)
    macro = _said(
        lambda: (
            macros.change_macro(known.pk, details, by=by) if known else macros.create_macro(details, by=by)
        )
    )
    _said(lambda: write_files(macro, item["files"], by=by))
    if item["archived"]:
        macros.archive_macro(macro.pk, by=by)


def _views() -> dict[tuple[str, str], SavedView]:
    return _first(SavedView.objects.filter(agent=None).select_related("team").order_by("pk"))


def _dump_views() -> list[Item]:
    names = names_of_ids()
    return [
        {
            "team": team,
            "name": name,
            "conditions": translated(row.conditions, names),
            **{field: getattr(row, field) for field in ("words", "sort", "grouping", "columns")},
        }
        for (team, name), row in _views().items()
    ]


def _write_view(item: Item, old: Item | None, by: Agent) -> None:
    ids = {field: {name: key for key, name in table.items()} for field, table in names_of_ids().items()}
    details = ViewDetails(
        name=item["name"],
        scope="team" if item["team"] else "company",
        team_id=team_id(item["team"]) if item["team"] else None,
        conditions=translated(item["conditions"], ids),
        words=item["words"],
        sort=item["sort"],
        grouping=item["grouping"],
        columns=tuple(item["columns"]),
    )
    if not is_sort(item["sort"], by):
        raise ValueError("sort: there is no such order")
    if item["grouping"] and not is_grouping(item["grouping"], by):
        raise ValueError("grouping: there is no such grouping")
    known = _views()[item["team"], item["name"]] if old else None
    _said(lambda: change_view(known, details, by=by) if known else create_view(details, by=by))


def names_of_ids() -> Names:
    """What stands in a file for the ids in conditions: names of teams, addresses of people and inboxes."""
    return {
        "team": {str(key): name for key, name in Team.objects.values_list("pk", "name")},
        "assignee": {str(key): email for key, email in Agent.objects.values_list("pk", "email")},
        "inbox": {str(key): address for key, address in Inbox.objects.values_list("pk", "address")},
    }


def translated(conditions: Item, tables: Names) -> Item:
    """Conditions with the values of some fields looked up; what is not in the tables, such as `me`, stays."""
    try:
        groups = [
            {**group, "conditions": [_one(condition, tables) for condition in group["conditions"]]}
            for group in conditions.get("groups", [])
        ]
    except (KeyError, TypeError):
        raise ValueError("conditions: these are no conditions") from None
    return {**conditions, "groups": groups} if conditions else {}


def _one(condition: Item, tables: Names) -> Item:
    table, value = tables.get(condition["field"]), condition["value"]
    if table is None or not isinstance(value, list):
        return condition
    return {**condition, "value": [table.get(str(one), str(one)) for one in value]}


def _said(act: Callable[[], Any]) -> Any:
    """Act; a refusal becomes what the file's reader reports."""
    try:
        return act()
    except (Refused, Conflict) as refusal:
        raise ValueError(str(refusal)) from refusal


def _html(value: Any) -> str:
    """Composer HTML, cleaned as the composer's is."""
    return clean(text(100_000)(value))


def register() -> None:
    """Register the sections of the tickets room."""
    tags = several(text(60))
    macro = {
        "team": text(80), "name": text(120, is_required=True), "html": _html, "note": text(20_000),
        "set_status": choice(["", *(one.name.lower() for one in Status)]),
        "set_priority": choice(["", *(one.name.lower() for one in Priority)]),
        "set_type": choice(["", *TicketType.values]), "move_team": text(80), "assign": choice(Macro.Hand.values),
        "add_tags": tags, "remove_tags": tags, "files": check_files, "archived": flag,
    }  # fmt: skip
    texts = ("team", "html", "note", "set_status", "set_priority", "set_type", "move_team", "assign")
    usual: Item = {
        **dict.fromkeys(texts, ""),
        "add_tags": [],
        "remove_tags": [],
        "files": [],
        "archived": False,
    }
    key = ("team", "name")
    register_section(Section("macros", macro, _dump_macros, _write_macro, key, usual), order=60)
    view = {
        "team": text(80), "name": text(80, is_required=True), "conditions": mapping, "words": text(500),
        "sort": text(64), "grouping": text(64), "columns": several(text(60)),
    }  # fmt: skip
    usual = {"team": "", "conditions": {}, "words": "", "sort": "newest", "grouping": "", "columns": []}
    register_section(Section("views", view, _dump_views, _write_view, key, usual), order=70)
