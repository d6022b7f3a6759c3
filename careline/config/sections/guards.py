"""Tickets on which only some decide: conditions, with names of teams, people and inboxes for ids, and the role that it takes."""

from typing import Any

from careline.accounts.models import Agent
from careline.authority.actions.set_limits import save_guard
from careline.authority.contracts import AuthorityRefused
from careline.authority.models import Guard
from careline.config.sections.authority import kind_of
from careline.config.sections.desk import names_of_ids, translated
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, mapping, text
from careline.tickets.queries.conditions import BadConditions, from_json

ROLES = ("agent", "team_lead", "manager", "admin")


def _dump() -> list[Item]:
    names = names_of_ids()
    return [
        {
            "name": row.name, "kind": row.kind.key if row.kind else "", "role": row.least_role,
            "conditions": translated(row.conditions, names),
        }
        for row in Guard.objects.select_related("kind").order_by("name")
    ]  # fmt: skip


def _write(item: Item, _old: Item | None, by: Agent) -> None:
    ids = {key: {name: pk for pk, name in table.items()} for key, table in names_of_ids().items()}
    guard, kind = (
        Guard.objects.filter(name=item["name"]).first(),
        kind_of(item["kind"]) if item["kind"] else None,
    )
    try:
        conditions = from_json(translated(item["conditions"], ids))
        save_guard(item["name"], conditions, least_role=item["role"], by=by, kind=kind, guard=guard)
    except (AuthorityRefused, BadConditions) as refusal:
        raise ValueError(str(refusal)) from refusal


def register() -> None:
    """Register the section; after fields, teams, people and kinds of decision, which conditions and guards name."""
    fields: dict[str, Any] = {
        "name": text(120, is_required=True), "kind": text(40), "role": choice(ROLES), "conditions": mapping,
    }  # fmt: skip
    usual: Item = {"kind": "", "role": "team_lead"}
    register_section(Section("decision_guards", fields, _dump, _write, ("name",), usual), order=68)
