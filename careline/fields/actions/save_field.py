"""Define a field, or change its definition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.fields.choosing import key_from, read_choices
from careline.fields.contracts import CHOOSING, FieldsRefused, Kind, Requirement, Target
from careline.fields.events import FieldChanged, FieldCreated
from careline.fields.kinds import clean
from careline.fields.models import Field
from careline.fields.queries.defaults import forget_defaults
from careline.fields.queries.definitions import info_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_FIELDS = 500


@dataclass(frozen=True)
class FieldDetails:
    """What can be said about a field at any time; `choices` are lines as people write them."""

    label: str
    help: str = ""
    requirement: str = Requirement.NEVER
    default: Any = None
    choices: str = ""
    limits: dict[str, Any] = field(default_factory=dict)
    see_roles: tuple[str, ...] = ()
    edit_roles: tuple[str, ...] = ()


@transaction.atomic
def create_field(target: str, kind: str, details: FieldDetails, *, by: Agent, key: str = "") -> Field:
    """Define a field. Without a key it gets one from its label. Emits FieldCreated.

    Refuses a key that is none or is taken, and what `change_field` refuses.
    """
    by.require(Right.MANAGE_FIELDS)
    if target not in {*Target} or kind not in {*Kind}:
        raise FieldsRefused({"": _("There is no such kind of field.")})
    if Field.objects.filter(target=target).count() >= MOST_FIELDS:
        raise FieldsRefused({"": _("At most %(most)s fields.") % {"most": MOST_FIELDS}})
    key = key or _free_key(target, key_from(details.label) or "field")
    if key_from(key) != key:
        raise FieldsRefused({"key": _("Small letters, digits and _ only.")})
    if Field.objects.filter(target=target, key=key).exists():
        raise FieldsRefused({"key": _("Another field has this key.")})
    last = Field.objects.filter(target=target).aggregate(last=Max("position"))["last"] or 0
    row = Field(target=target, kind=kind, key=key, position=last + 1)
    _write(row, details)
    row.save()
    transaction.on_commit(forget_defaults)
    emit(FieldCreated(row.pk, target=target, key=key, kind=kind), by=by.actor)
    return row


@transaction.atomic
def change_field(row: Field, details: FieldDetails, *, by: Agent) -> Field:
    """Change a field's definition; stored values stay, also those that are no longer a choice. Emits FieldChanged.

    Refuses a field without label, bad choices or limits, and a default that the field itself would not take
    (FieldsRefused, by the name of the detail).
    """
    by.require(Right.MANAGE_FIELDS)
    row = Field.objects.select_for_update().get(pk=row.pk)
    names = ("label", "help", "requirement", "default", "choices", "limits", "see_roles", "edit_roles")
    before = {name: getattr(row, name) for name in names}
    _write(row, details)
    changed = [name for name in names if getattr(row, name) != before[name]]
    if changed:
        row.save(update_fields=changed)
        transaction.on_commit(forget_defaults)
        emit(FieldChanged(row.pk, target=row.target, key=row.key, changed=tuple(changed)), by=by.actor)
    return row


def _free_key(target: str, stem: str) -> str:
    taken = {*Field.objects.filter(target=target, key__startswith=stem).values_list("key", flat=True)}
    return next(
        key for n in range(1, MOST_FIELDS + 2) if (key := stem if n == 1 else f"{stem[:36]}_{n}") not in taken
    )


def _write(row: Field, details: FieldDetails) -> None:
    row.label = " ".join(details.label.replace("\x00", "").split())[:80]
    if not row.label:
        raise FieldsRefused({"label": _("Give the field a name.")})
    if details.requirement not in {*Requirement}:
        raise FieldsRefused({"requirement": _("There is no such choice.")})
    row.help, row.requirement = details.help.strip().replace("\x00", "")[:300], str(details.requirement)
    row.limits = {name: value for name, value in details.limits.items() if value not in (None, "", [])}
    row.see_roles, row.edit_roles = sorted(details.see_roles), sorted(details.edit_roles)
    if row.kind in CHOOSING:
        _write_choices(row, details.choices)
    try:
        row.default = (
            None if row.kind in (Kind.FILE, Kind.REFERENCE) else clean(info_of(row), details.default)
        )
    except ValueError as error:
        raise FieldsRefused({"default": str(error)}) from None


def _write_choices(row: Field, lines: str) -> None:
    try:
        row.choices = read_choices(lines, known=info_of(row).choices, is_cascade=row.kind == Kind.CASCADE)
    except ValueError as error:
        raise FieldsRefused({"choices": str(error)}) from None
    if all(one["archived"] for one in row.choices):
        raise FieldsRefused({"choices": _("Write at least one choice.")})
