"""The operators `field.<key>:` of the search: what people defined themselves, asked for as the fields room understands it.

Also the ways to go on while such an operator is typed. A field that a person may not see is to them as one that is not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.fields.contracts import FieldInfo, Kind
from careline.fields.queries import Clause, condition, fields_for, find_field, operators
from careline.tickets.queries.operators import Misunderstood

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PREFIX = "field."
FILLED, EMPTY = "*", "none"
_COMPARED = {">": {Kind.DATE: "after"}, "<": {Kind.DATE: "before"}}
_ELSE = {">": "more", "<": "less"}


def field_clause(agent: Agent, key: str, value: str, *, prefix: str) -> Clause:
    """The condition on the ticket `t` that a field of this key has a value, in words such as `red,blue` or `>100`.

    `*` stands for any value, `none` for an empty field. `prefix` begins the names of what it binds. Raises
    Misunderstood with a sentence for the person.
    """
    info = find_field(agent, "ticket", key.lower())
    if info is None:
        raise Misunderstood(_("There is no field “%(key)s”.") % {"key": key})
    operator, wanted = _meant(info, value.strip())
    try:
        found = condition(info, operator, wanted, column="t.fields", prefix=prefix)
    except ValueError as error:
        raise Misunderstood(f"{info.label}: {error}") from error
    return Clause(f"({found.sql}) IS TRUE", found.values)


def _meant(info: FieldInfo, value: str) -> tuple[str, str | list[str] | None]:
    """The fields room's operator for a value as it was typed, and what it is compared with."""
    if value == FILLED:
        return "filled", None
    if value.lower() == EMPTY and not any(one.key == EMPTY for one in info.choices):
        return "empty", None
    sign, rest = value[:1], value[1:].strip()
    operator = _COMPARED[sign].get(Kind(info.kind), _ELSE[sign]) if sign in _COMPARED else ""
    if operator in operators(info) and rest:
        return operator, rest
    if not value or not {"is", "contains"} & {*operators(info)}:
        raise Misunderstood(_("“%(field)s”: say which value, * for any or none.") % {"field": info.label})
    if "contains" in operators(info):
        return "contains", value
    listed = [one.strip() for one in value.split(",") if one.strip()] if info.choices else [value]
    return "is", listed


def field_names(agent: Agent, part: str) -> list[tuple[str, str]]:
    """The operators of own fields whose key or label begins with what was typed, `field.` or not, with their labels."""
    wanted = part.removeprefix(PREFIX)
    everything = PREFIX.startswith(part)
    return [
        (f"{PREFIX}{info.key}", info.label)
        for info in fields_for(agent, "ticket")
        if everything or info.key.startswith(wanted) or info.label.lower().startswith(wanted)
    ]


def field_values(agent: Agent, key: str, part: str) -> list[tuple[str, str]]:
    """What may follow after `field.<key>:`, with words beside it. Of `a,b` the last part is completed."""
    info = find_field(agent, "ticket", key)
    if info is None:
        return []
    kept, comma, last = part.rpartition(",") if info.choices else ("", "", part)
    fitting = [
        (value, aside)
        for value, aside in _offered(info)
        if value.startswith(last) or aside.lower().startswith(last)
    ]
    return [(f"{kept}{comma}{value}", aside) for value, aside in fitting]


def _offered(info: FieldInfo) -> list[tuple[str, str]]:
    standing = [(FILLED, _("any value")), (EMPTY, _("empty"))]
    if info.choices:
        return [*((one.key, one.label) for one in info.choices if not one.is_archived), *standing]
    if info.kind == Kind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No")), *standing]
    if info.kind == Kind.DATE:
        today = timezone.localdate()
        day = (f">{today}", _("after today")), (f">{today - timedelta(days=30)}", _("since 30 days"))
        return [*day, *standing]
    return standing
