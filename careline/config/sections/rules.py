"""Rules: in their order, with names of teams, people, macros and webhooks for ids."""

from collections.abc import Mapping
from typing import Any

from careline.accounts.models import Agent
from careline.config.sections.desk import names_of_ids, translated
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, mapping, text, whole
from careline.rules.actions.save_rule import change_rule, create_rule, move_rule, switch_rule
from careline.rules.contracts import Act, BadRule, Do, RuleDetails, Trigger
from careline.rules.models import Rule
from careline.tickets.contracts import Refused
from careline.tickets.models import Macro
from careline.tickets.queries.conditions import BadConditions, Conditions, from_json, to_json
from careline.webhooks.models import Endpoint

Tables = dict[str, dict[str, str]]


def _known() -> dict[str, Rule]:
    """By name: of two with one name, the earlier is in the file."""
    found: dict[str, Rule] = {}
    rows = Rule.objects.filter(removed_at=None, version__isnull=False).select_related("version")
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.name, row)
    return found


def _tables() -> Tables:
    """What stands in a file for the ids in actions."""
    names = names_of_ids()
    macros = Macro.objects.filter(agent=None, is_archived=False).order_by("-pk")
    return {
        Do.TEAM: names["team"],
        Do.CHILD: names["team"],
        Do.ASSIGN: names["assignee"],
        Do.NOTIFY: names["assignee"],
        Do.REPLY: {str(pk): name for pk, name in macros.values_list("pk", "name")},
        Do.WEBHOOK: {str(pk): name for pk, name in Endpoint.objects.values_list("pk", "name")},
    }


def _turned(act: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    """An action with its ids looked up; what is not in the tables, such as `nobody`, stays."""
    do, value, more = str(act["do"]), act.get("value"), act.get("more", "")
    table = tables.get(do, {})
    if do == Do.CHILD:
        more = table.get(str(more), more)
    elif isinstance(value, list):
        value = [table.get(str(one), one) for one in value]
    else:
        value = table.get(str(value), value)
    return {"do": do, "value": value, "more": more}


def _dump() -> list[Item]:
    tables, names = _tables(), names_of_ids()
    items = []
    for place, (name, row) in enumerate(_known().items(), 1):
        version = row.version
        if version is None:
            continue
        items.append({
            "name": name, "place": place, "when": version.trigger, "hours": version.hours,
            "conditions": translated(version.conditions, names), "actions": [_turned(one, tables) for one in version.acts],
            "stops": version.stops, "active": row.is_active,
        })  # fmt: skip
    return items


def _write(item: Item, old: Item | None, by: Agent) -> None:
    ids = {key: {name: pk for pk, name in table.items()} for key, table in names_of_ids().items()}
    tables = {key: {name: pk for pk, name in table.items()} for key, table in _tables().items()}
    try:
        details = RuleDetails(
            item["name"],
            item["when"],
            from_json(translated(item["conditions"], ids)),
            tuple(Act(**_turned(one, tables)) for one in item["actions"]),
            item["hours"],
            item["stops"],
        )
        rule = change_rule(_known()[item["name"]], details, by=by) if old else create_rule(details, by=by)
        item["place"] = min(item["place"], len(_known()))  # behind the last is the last
        move_rule(rule, item["place"], by=by)
        switch_rule(rule, active=item["active"], by=by)
    except (BadRule, BadConditions, Refused) as refusal:
        raise ValueError(str(refusal)) from refusal


def _actions(value: Any) -> list[Item]:
    """A list of actions. Raises ValueError."""
    if not isinstance(value, list) or not all(isinstance(one, dict) and "do" in one for one in value):
        raise ValueError(
            "must be a list of actions, each with `do`, and `value` and `more` where it takes them"
        )
    if unknown := {key for one in value for key in one} - {"do", "value", "more"}:
        raise ValueError(f"an action knows no {min(unknown)}")
    return [{"do": str(one["do"]), "value": _value(one), "more": str(one.get("more", ""))} for one in value]


def _value(act: Item) -> Any:
    """What an action is given, as it is kept: hours are a number, everything else that is one by its looks is a word."""
    value = act.get("value")
    if act["do"] == Do.SNOOZE:
        return int(str(value)) if str(value).isdecimal() else value
    return str(value) if isinstance(value, int) else value


def register() -> None:
    """Register the section of the rules room."""
    fields: dict[str, Any] = {
        "name": text(100, is_required=True), "place": whole(1, 1000), "when": choice([*Trigger]),
        "hours": whole(0, 8760), "conditions": mapping, "actions": _actions, "stops": flag, "active": flag,
    }  # fmt: skip
    usual: Item = {
        "place": 1000,
        "hours": 0,
        "conditions": to_json(Conditions()),
        "stops": False,
        "active": False,
    }
    register_section(Section("rules", fields, _dump, _write, ("name",), usual), order=90)
