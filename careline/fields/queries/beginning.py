"""What something that is still to be made is asked for, while somebody fills it in: nothing is checked or kept here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careline.fields.contracts import FieldInfo, Kind, State
from careline.fields.kinds import clean
from careline.fields.queries.defaults import begun_with
from careline.fields.queries.definitions import all_fields, find_form
from careline.fields.rules import order_fields, states

if TYPE_CHECKING:
    from django.http import QueryDict

    from careline.accounts.models import Agent

PREFIX = "f-"
LONGEST_WORDS, MOST_WORDS = 20_000, 300
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields that are asked now, in order, how they stand, and what was given for them (raw, by key).

    `usual` are the defaults. Files are not asked: they belong to something that there is.
    """

    infos: list[FieldInfo]
    standing: dict[str, State]
    given: dict[str, Any]
    usual: dict[str, Any]


def posted_words(posted: QueryDict) -> dict[str, list[str]]:
    """What a browser sent for fields, by key: as typed, whatever fields there are. Bounded, for drafts."""
    names = [name for name in posted if name.startswith(PREFIX)][:MOST_WORDS]
    return {
        name.removeprefix(PREFIX): [
            one.replace("\x00", "")[:LONGEST_WORDS] for one in posted.getlist(name)[:MOST_WORDS]
        ]
        for name in names
    }


def asked_of_new(agent: Agent, target: str, words: Words, *, ticket_type: str = "") -> Asked:
    """What the form of this type asks the person, given what they filled in so far. Two statements."""
    fields, form = all_fields(target), find_form(target, ticket_type)
    usual = begun_with(target)
    mine = {info.key: info for info in fields if info.editable_by(agent.role) and info.kind != Kind.FILE}
    given = {key: _raw(info, words[key]) for key, info in mine.items() if key in words}
    standing = states(form, fields, _understood(mine, given, usual))
    infos = [i for i in order_fields(form, fields) if i.key in mine and standing[i.key].is_shown]
    shown = {info.key for info in infos}
    return Asked(infos, standing, {key: raw for key, raw in given.items() if key in shown}, usual)


def _raw(info: FieldInfo, words: Sequence[str]) -> Any:
    if info.kind == Kind.MULTI_CHOICE:
        return [one for one in words if one]
    return words[-1] if words else ""


def _understood(
    mine: Mapping[str, FieldInfo], given: Mapping[str, Any], usual: Mapping[str, Any]
) -> dict[str, Any]:
    """The values so far; what is no value yet counts as empty."""
    values = dict(usual)
    for key, raw in given.items():
        try:
            value = clean(mine[key], raw)
        except ValueError:
            value = None
        values.pop(key, None)
        if value is not None:
            values[key] = value
    return values
