"""Checking what somebody wants to write into fields: kinds, limits, forms, rights. Writes nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.fields.contracts import Change, FieldInfo, FieldsRefused, Kind, Requirement, State, Values
from careline.fields.kinds import clean, show
from careline.fields.models import FieldFile
from careline.fields.queries.definitions import all_fields, find_form
from careline.fields.rules import states
from careline.fields.slots import references

if TYPE_CHECKING:
    from careline.accounts.models import Agent

NOT_YET = 0


def check_change(
    agent: Agent | None,
    target: str,
    given: Mapping[str, Any],
    *,
    before: Values,
    ticket_type: str = "",
    object_id: int = NOT_YET,
    seen: Mapping[str, Any] | None = None,
    asks_required: bool = False,
) -> Change:
    """What a change of some values (raw, by key) comes to. Raises FieldsRefused with words for each bad one.

    Refuses unknown and archived fields, those that this person may not fill (nobody's rights are asked where work is
    done without a person), what the kind or the form does not allow, emptying what is always required, and, where
    `seen` says what somebody had before their eyes, what changed since. With `asks_required` also what is always
    required and still empty, of that which the person may fill (files apart: they come later).
    """
    fields = {info.key: info for info in all_fields(target)}
    new, errors = _taken(agent, fields, given, before, object_id, seen)
    standing = states(find_form(target, ticket_type), fields.values(), new)
    for key in given.keys() - errors.keys():
        if words := _against_form(fields[key], standing.get(key), new.get(key), before.get(key)):
            errors[key] = words
    if asks_required:
        errors |= _unfilled(agent, fields.values(), standing, new, errors)
    if errors:
        raise FieldsRefused(errors, {key: fields[key].label for key in errors if key in fields})
    return _change(fields, before, new, given)


def _taken(
    agent: Agent | None,
    fields: Mapping[str, FieldInfo],
    given: Mapping[str, Any],
    before: Values,
    object_id: int,
    seen: Mapping[str, Any] | None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values as they would be, and what speaks against each of the given ones that can't be taken."""
    errors: dict[str, str] = {}
    new = dict(before)
    for key, raw in given.items():
        try:
            _refuse_crossed(fields.get(key), before.get(key), seen, key)
            value = _value(agent, fields.get(key), raw, object_id)
        except ValueError as error:
            errors[key] = str(error)
            continue
        if value is None:
            new.pop(key, None)
        else:
            new[key] = value
    return new, errors


def missing_to_solve(target: str, values: Values, *, ticket_type: str = "") -> list[FieldInfo]:
    """The fields that must be filled (or chosen anew) before a ticket of this type may be solved."""
    fields = all_fields(target)
    if not fields:
        return []
    standing = states(find_form(target, ticket_type), fields, values)
    missing = []
    for info in fields:
        state, value = standing.get(info.key), values.get(info.key)
        if state is None or not state.is_shown:
            continue
        is_needed = value is None and state.requirement != Requirement.NEVER
        if is_needed or (value is not None and not _fits(info, state, value)):
            missing.append(info)
    return missing


def usual_values(target: str) -> dict[str, Any]:
    """The values that something new begins with: the defaults of its fields."""
    return {info.key: info.default for info in all_fields(target) if info.default is not None}


def _refuse_crossed(info: FieldInfo | None, now: Any, seen: Mapping[str, Any] | None, key: str) -> None:
    if info is not None and seen is not None and key in seen and seen[key] != now:
        said = show(info, now) or _("nothing")
        raise ValueError(
            _("Somebody else has just changed this to: %(value)s. Save again to replace it.")
            % {"value": said}
        )


def _value(agent: Agent | None, info: FieldInfo | None, raw: Any, object_id: int) -> Any:
    if info is None or (agent is not None and not info.visible_to(agent.role)):
        raise ValueError(_("There is no such field."))
    if agent is not None and not info.editable_by(agent.role):
        raise ValueError(_("Your role may not change this field."))
    value = clean(info, raw)
    if value is not None and info.kind == Kind.REFERENCE:
        reference = references().get(str(info.limits.get("reference")))
        if reference is None or (agent is not None and value not in reference.names(agent, [value])):
            raise ValueError(_("There is none with this number."))
    if value is not None and info.kind == Kind.FILE:
        found = FieldFile.objects.filter(key=value["file"], field_id=info.id, object_id=object_id).first()
        if found is None:
            raise ValueError(_("Put a file in."))
        return {"file": found.key, "name": found.name}
    return value


def _against_form(info: FieldInfo, state: State | None, value: Any, before: Any) -> str:
    if state is None or not state.is_shown:
        return _("The form does not ask for this now.") if value not in (None, before) else ""
    if value is None:
        emptied = before is not None and state.requirement == Requirement.ALWAYS
        return _("This can’t be left empty.") if emptied else ""
    return "" if _fits(info, state, value) else _("This can’t be chosen together with the other fields.")


def _unfilled(
    agent: Agent | None,
    fields: Iterable[FieldInfo],
    standing: Mapping[str, State],
    values: Values,
    errors: Mapping[str, str],
) -> dict[str, str]:
    needed = [
        info
        for info in fields
        if (state := standing.get(info.key)) and state.is_shown and state.requirement == Requirement.ALWAYS
    ]
    mine = [info for info in needed if agent is None or info.editable_by(agent.role)]
    return {
        info.key: _("This can’t be left empty.")
        for info in mine
        if info.kind != Kind.FILE and values.get(info.key) is None and info.key not in errors
    }


def _fits(info: FieldInfo, state: State, value: Any) -> bool:
    """Whether what is chosen is among the choices that the form leaves."""
    if state.choices is None:
        return True
    if info.kind == Kind.CASCADE:
        return bool({*value} & state.choices)
    return {*value} <= state.choices if isinstance(value, list) else value in state.choices


def _change(
    fields: Mapping[str, FieldInfo], before: Values, new: dict[str, Any], given: Mapping[str, Any]
) -> Change:
    changed = [key for key in given if before.get(key) != new.get(key)]
    plain = [key for key in changed if fields[key].is_open]
    return Change(
        values=new,
        before={key: before[key] for key in plain if key in before},
        after={key: new[key] for key in plain if key in new},
        words=tuple((fields[key].label, show(fields[key], new.get(key))) for key in plain),
        restricted=tuple(key for key in changed if key not in plain),
    )
