"""Which fields conditions can ask about: those of a ticket, those people defined, and what upper apps add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from careline.fields.contracts import FieldInfo
from careline.tickets.queries.conditions.asking import Field
from careline.tickets.queries.conditions.custom import OWNERS, Custom, custom_fields
from careline.tickets.queries.conditions.language import Conditions
from careline.tickets.queries.conditions.ticket_fields import TICKET_FIELDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_added: dict[str, Field] = {}
_OWN = tuple(owner.prefix for owner in OWNERS)


def register_field(field: Field) -> None:
    """Let conditions ask about a field of an upper app; its SQL stands on the ticket `t` and is written by that app.

    Its `reading` finds the same in memory: what it needs beside the ticket comes from a source of its own (see
    `register_source`). A field without one can't be asked by rules and service targets.
    """
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

    def remembered(agent: Agent | None) -> list[tuple[str, str]]:
        if not found:
            found.append(offered(agent))
        return found[0]

    return replace(field, choices=remembered)


def own_infos(known: Mapping[str, Field]) -> list[FieldInfo]:
    """Of some known fields the people's own of tickets, as the fields room describes them."""
    kinds = (field.kind for field in known.values())
    return [kind.info for kind in kinds if isinstance(kind, Custom) and kind.info.target == "ticket"]


def fields_needed(agent: Agent | None, conditions: Conditions) -> dict[str, Field]:
    """As `fields_known`, but people's own fields are only read where a condition asks about one.

    For work without a person (None) these are all fields, whoever may see them.
    """
    custom: Iterable[Field] = ()
    if any(condition.field.startswith(_OWN) for condition in conditions):
        custom = custom_fields(agent)
    return {field.key: field for field in (*TICKET_FIELDS, *_added.values(), *custom)}


def choices_of(field: Field, agent: Agent | None) -> dict[str, str] | None:
    """What can be chosen in a field, as words by key; None where anything can be written. Without a person: all."""
    offered = field.choices
    return None if offered is None else dict(offered(agent))
