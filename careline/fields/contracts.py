"""Values that cross the border of the fields room: what a field is, what a form is. No behaviour, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from careline.fields.money import decimals_of as decimals_of
from careline.fields.money import read_money as read_money
from careline.fields.money import say_money as say_money

Values = Mapping[str, Any]


class Target(StrEnum):
    """What a field belongs to."""

    TICKET = "ticket"
    CUSTOMER = "customer"
    ORGANISATION = "organisation"


class Kind(StrEnum):
    """What a field holds, and so how it is checked, shown and searched."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    MONEY = "money"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CASCADE = "cascade"
    MULTI_CHOICE = "multi_choice"
    REFERENCE = "reference"
    FILE = "file"


class Requirement(StrEnum):
    """When a field must be filled. A field that is always required can't be emptied once it is filled."""

    NEVER = "never"
    SOLVE = "solve"
    ALWAYS = "always"


class Effect(StrEnum):
    """What a rule of a form does when it holds."""

    SHOW = "show"
    REQUIRE = "require"
    REQUIRE_TO_SOLVE = "require_to_solve"
    ONLY = "only"


class Operator(StrEnum):
    """How a rule of a form looks at a value."""

    IS = "is"
    IS_NOT = "is_not"
    FILLED = "filled"
    EMPTY = "empty"


CHOOSING = frozenset({Kind.CHOICE, Kind.CASCADE, Kind.MULTI_CHOICE})


class FieldsRefused(ValueError):
    """What was asked for can't be: `errors` has words for people by the key of the field, "" for the whole.

    Read alone, as its text, it names the fields by their `labels`; beside a field the words need no name.
    """

    def __init__(self, errors: Mapping[str, str], labels: Mapping[str, str] | None = None) -> None:
        known = labels or {}
        super().__init__(
            " ".join(f"{known[key]}: {say}" if key in known else say for key, say in errors.items())
        )
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen. `path` leads from the top to this one; only a cascade has more than one step."""

    key: str
    label: str
    path: tuple[str, ...]
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field's definition, as every other part of the house sees it."""

    id: int
    target: str
    key: str
    label: str
    kind: str
    help: str = ""
    requirement: str = Requirement.NEVER
    default: Any = None
    choices: tuple[Choice, ...] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)
    see_roles: frozenset[str] = frozenset()
    edit_roles: frozenset[str] = frozenset()
    is_archived: bool = False

    @property
    def is_open(self) -> bool:
        """Whether everybody may see it who may see what it belongs to."""
        return not self.see_roles

    def visible_to(self, role: str) -> bool:
        """Whether a person with this role may see it."""
        return not self.see_roles or role in self.see_roles

    def editable_by(self, role: str) -> bool:
        """Whether a person with this role may fill it, who may change what it belongs to."""
        return self.visible_to(role) and (not self.edit_roles or role in self.edit_roles)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a form: when the field `when` is (is not) one of `values`, or is filled or empty, then `effect`.

    `show` keeps a field away while no such rule of it holds; `only` leaves of a field's choices those named.
    """

    when: str
    operator: str
    values: tuple[str, ...]
    effect: str
    field: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormInfo:
    """Which fields are asked, in which order, under which rules. `ticket_type` "" stands for all other types."""

    keys: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    ticket_type: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """How one field stands in a form that is partly filled."""

    is_shown: bool = True
    requirement: str = Requirement.NEVER
    choices: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of values comes to, all of it checked: the values after it, and each difference."""

    values: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    words: tuple[tuple[str, str], ...] = ()
    restricted: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.before or self.after or self.restricted)
