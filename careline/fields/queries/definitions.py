"""The definitions of fields and forms, with the rights of the person who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careline.fields.contracts import Choice, FieldInfo, FormInfo, Rule, Values
from careline.fields.models import Field, FieldForm

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def all_fields(target: str, *, with_archived: bool = False) -> list[FieldInfo]:
    """Every field of a target in order, whoever may see it. For administration and for work without a person."""
    rows = Field.objects.filter(target=target).order_by("position", "pk")
    return [info_of(row) for row in (rows if with_archived else rows.filter(archived_at=None))]


def every_field() -> list[FieldInfo]:
    """The living fields of every target, whoever may see them, in one statement. For conditions."""
    return [info_of(row) for row in Field.objects.filter(archived_at=None).order_by("position", "pk")]


def fields_for(agent: Agent, target: str) -> list[FieldInfo]:
    """The fields of a target that this person may see, in order. One statement."""
    return [info for info in all_fields(target) if info.visible_to(agent.role)]


def find_field(agent: Agent, target: str, key: str) -> FieldInfo | None:
    """The field of this key that the person may see, or None."""
    row = Field.objects.filter(target=target, key=key, archived_at=None).first()
    info = info_of(row) if row else None
    return info if info and info.visible_to(agent.role) else None


def find_form(target: str, ticket_type: str = "") -> FormInfo | None:
    """The form of this type, else that of all other types, else None: then every field is asked."""
    rows = {
        row.ticket_type: row
        for row in FieldForm.objects.filter(target=target, ticket_type__in=["", ticket_type])
    }
    row = rows.get(ticket_type) or rows.get("")
    return form_of(row) if row else None


def form_of(row: FieldForm) -> FormInfo:
    """A form as the rules read it."""
    rules = tuple(
        Rule(
            when=one["when"],
            operator=one["operator"],
            values=tuple(one.get("values", ())),
            effect=one["effect"],
            field=one["field"],
            choices=tuple(one.get("choices", ())),
        )
        for one in row.rules
    )
    return FormInfo(keys=tuple(row.keys), rules=rules, ticket_type=row.ticket_type)


def info_of(row: Field) -> FieldInfo:
    """A field as every other part of the house sees it."""
    choices = tuple(
        Choice(one["key"], one["label"], tuple(one.get("path") or [one["key"]]), bool(one.get("archived")))
        for one in row.choices
    )
    return FieldInfo(
        id=row.pk,
        target=row.target,
        key=row.key,
        label=row.label,
        kind=row.kind,
        help=row.help,
        requirement=row.requirement,
        default=row.default,
        choices=choices,
        limits=row.limits,
        see_roles=frozenset(row.see_roles),
        edit_roles=frozenset(row.edit_roles),
        is_archived=row.archived_at is not None,
    )


def visible_values(agent: Agent, target: str, values: Values) -> dict[str, Any]:
    """Of some stored values those of fields that this person may see. For API and exports."""
    if not values:
        return {}
    return {info.key: values[info.key] for info in fields_for(agent, target) if info.key in values}
