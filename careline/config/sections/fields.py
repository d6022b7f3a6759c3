"""Fields of tickets, customers and organisations, and the forms that ask them."""

from typing import Any

from careline.accounts.contracts import Role
from careline.accounts.models import Agent
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, mapping, plain, several, text
from careline.fields.actions.archive_field import archive_field, restore_field
from careline.fields.actions.save_field import FieldDetails, change_field, create_field
from careline.fields.actions.save_form import save_form
from careline.fields.choosing import write_choices
from careline.fields.contracts import FormInfo, Kind, Requirement, Rule, Target
from careline.fields.models import Field, FieldForm
from careline.fields.queries.definitions import info_of

_DETAILS = ("label", "help", "requirement", "default", "limits", "see_roles", "edit_roles")
_RULE = ("when", "operator", "values", "effect", "field", "choices")
_USUAL: dict[str, Any] = {
    "help": "", "requirement": "never", "default": None, "choices": [], "limits": {}, "see_roles": [],
    "edit_roles": [], "archived": False,
}  # fmt: skip


def _dump_fields() -> list[Item]:
    return [_field(row) for row in Field.objects.order_by("target", "position", "pk")]


def _field(row: Field) -> Item:
    """Choices as lines that people can write: `Label [key]`, the steps of a cascade joined by ` > `."""
    lines = write_choices(info_of(row).choices).splitlines()
    said = {name: getattr(row, name) for name in ("target", "key", "kind", *_DETAILS)}
    return {**said, "choices": lines, "archived": row.archived_at is not None}


def _write_field(item: Item, old: Item | None, by: Agent) -> None:
    if old and old["kind"] != item["kind"]:
        raise ValueError("the kind of a field never changes")
    given = {name: item[name] for name in _DETAILS}
    given |= {name: tuple(item[name]) for name in ("see_roles", "edit_roles")}
    details = FieldDetails(**given, choices="\n".join(item["choices"]))
    if old:
        row = change_field(Field.objects.get(target=item["target"], key=item["key"]), details, by=by)
    else:
        row = create_field(item["target"], item["kind"], details, by=by, key=item["key"])
    if item["archived"] != (row.archived_at is not None):
        (archive_field if item["archived"] else restore_field)(row, by=by)


def _dump_forms() -> list[Item]:
    return [
        {
            "target": row.target,
            "ticket_type": row.ticket_type,
            "fields": row.keys,
            "rules": [{name: one.get(name, []) for name in _RULE} for one in row.rules],
        }
        for row in FieldForm.objects.order_by("target", "ticket_type")
    ]


def _write_form(item: Item, _old: Item | None, by: Agent) -> None:
    rules = tuple(Rule(**{**one, "values": tuple(one["values"]), "choices": tuple(one["choices"])})
                  for one in item["rules"])  # fmt: skip
    save_form(item["target"], FormInfo(tuple(item["fields"]), rules, item["ticket_type"]), by=by)


def _rule(value: Any) -> Item:
    """Check one rule of a form: which names it has; the action looks at what they say."""
    given = {"values": [], "choices": [], **mapping(value)}
    if unknown := sorted(set(given) - set(_RULE)):
        raise ValueError(f"a rule has no {', '.join(unknown)}")
    if missing := [name for name in _RULE if name not in given]:
        raise ValueError(f"a rule lacks {', '.join(missing)}")
    if not all(isinstance(given[name], list) for name in ("values", "choices")):
        raise ValueError("values and choices of a rule are lists")
    return {name: given[name] for name in _RULE}


def register() -> None:
    """Register the sections of the fields room."""
    roles = several(choice(Role), is_sorted=True)
    field = {
        "target": choice(Target), "key": text(40, is_required=True), "kind": choice(Kind),
        "label": text(80, is_required=True), "help": text(300), "requirement": choice(Requirement),
        "default": plain, "choices": several(text(500)), "limits": mapping, "see_roles": roles,
        "edit_roles": roles, "archived": flag,
    }  # fmt: skip
    key = ("target", "key")
    register_section(Section("fields", field, _dump_fields, _write_field, key, _USUAL), order=40)
    form = {
        "target": choice(Target), "ticket_type": text(12), "fields": several(text(40)), "rules": several(_rule),
    }  # fmt: skip
    key = ("target", "ticket_type")
    register_section(Section("forms", form, _dump_forms, _write_form, key, {"rules": []}), order=45)
