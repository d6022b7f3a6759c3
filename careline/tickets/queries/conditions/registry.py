"""Which fields conditions can ask about: those of a ticket, those people defined, and what upper apps add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from careline.fields.contracts import FieldInfo
from careline.tickets.queries.conditions.custom import PREFIX, Custom, custom_fields
from careline.tickets.queries.conditions.kinds import Field
from careline.tickets.queries.conditions.language import Conditions
from careline.tickets.queries.conditions.ticket_fields import TICKET_FIELDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_added: dict[str, Field] = {}


def register_field(field: Field) -> None:
    """Let conditions ask about a field of an upper app; its SQL stands on the ticket `t` and is written by that app."""
    _added[field.key] = field


def fields_known(agent: Agent) -> dict[str, Field]:
    """Every field that this person may ask about, by key, in the order in which they are offered.

    Each reads its choices from the database once at most, however often it is asked for them: keep it no longer than
    one request.
    """
    return {field.key: _once(field) for field in (*TICKET_FIELDS, *_added.values(), *custom_fields(agent))}


def _once(field: Field) -> Field:
    offered = field.choices
    if offered is None:
        return field
    found: list[list[tuple[str, str]]] = []

    def remembered(agent: Agent) -> list[tuple[str, str]]:
        if not found:
            found.append(offered(agent))
        return found[0]

    return replace(field, choices=remembered)


def own_infos(known: Mapping[str, Field]) -> list[FieldInfo]:
    """Of some known fields the people's own, as the fields room describes them."""
    return [field.kind.info for field in known.values() if isinstance(field.kind, Custom)]


def fields_needed(agent: Agent, conditions: Conditions) -> dict[str, Field]:
    """As `fields_known`, but people's own fields are only read where a condition asks about one."""
    custom: Iterable[Field] = ()
    if any(condition.field.startswith(PREFIX) for condition in conditions):
        custom = custom_fields(agent)
    return {field.key: field for field in (*TICKET_FIELDS, *_added.values(), *custom)}


def choices_of(field: Field, agent: Agent) -> dict[str, str] | None:
    """What can be chosen in a field, as words by key; None where anything can be written."""
    offered: Callable[[Agent], list[tuple[str, str]]] | None = field.choices
    return None if offered is None else dict(offered(agent))
