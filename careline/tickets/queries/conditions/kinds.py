"""The kinds of fields that conditions can ask about: their operators, how a value is checked, and the SQL it becomes.

SQL is made of text written here and of bound values only. Every piece is true or false, never NULL: so NOT is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from careline.tickets.queries.conditions.asking import Asking, Judging

MOST_VALUES = 100
LONGEST_WORDS = 200


def listed(value: Any) -> list[Any]:
    """A value that is a list, or one thing, as a list without empty things. Raises ValueError for too many or none."""
    found = [one for one in (value if isinstance(value, list | tuple) else [value]) if one not in (None, "")]
    if not found:
        raise ValueError(_("Choose at least one."))
    if len(found) > MOST_VALUES:
        raise ValueError(_("At most %(most)s values.") % {"most": MOST_VALUES})
    return found


def words_of(value: Any) -> str:
    """A value that is a short text. Raises ValueError."""
    found = " ".join(str(value or "").replace("\x00", " ").split())
    if not found or len(found) > LONGEST_WORDS:
        raise ValueError(_("Write between 1 and %(most)s characters.") % {"most": LONGEST_WORDS})
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list. `column` is what is compared; `stored` says what a key stands for in it.

    A column that is never NULL is compared plainly: only so do indexes and the planner's figures serve.
    """

    column: str
    stored: Callable[[str], Any] = str
    is_number: bool = False
    may_be_null: bool = False
    name: str = "choice"
    operators: tuple[str, ...] = ("is", "is_not")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Keys of choices, each once."""
        found = [*dict.fromkeys(str(one) for one in listed(value))]
        unknown = [one for one in found if known is not None and one not in known]
        if unknown:
            raise ValueError(_("“%(value)s” is none of the choices.") % {"value": unknown[0][:60]})
        return found

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether the column is one of these; NULL is none of them."""
        place = asking.bind([self.stored(one) for one in value])
        array = f"{place}::bigint[]" if self.is_number else f"{place}::text[]"
        found = f"{self.column} = ANY({array})"
        found = f"coalesce({found}, false)" if self.may_be_null else f"({found})"
        return found if op == "is" else f"NOT {found}"

    def holds(self, op: str, value: Any, found: str | None, judging: Judging) -> bool:
        """The same of the key that was found."""
        return (found in value) == (op == "is")


@dataclass(frozen=True, slots=True)
class Person:
    """An agent: `me`, `nobody`, or an id."""

    column: str
    name: str = "person"
    operators: tuple[str, ...] = ("is", "is_not")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Keys of people, each once."""
        return Choice(self.column).check(op, value, known)

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether it is in the hands of one of these."""
        ids = [int(one) for one in value if one not in ("me", "nobody")]
        ids += [asking.agent.pk] if "me" in value else []
        found = f"coalesce({self.column} = ANY({asking.bind(ids)}::bigint[]), false)"
        if "nobody" in value:  # NULL = ANY of an empty array is false, not NULL
            found = f"({self.column} IS NULL OR {found})"
        return found if op == "is" else f"NOT {found}"

    def holds(self, op: str, value: Any, found: int | None, judging: Judging) -> bool:
        """The same of the id that was found."""
        names = {"me" if found and found == judging.me else "", str(found or "nobody")}
        return (not names.isdisjoint(value)) == (op == "is")


@dataclass(frozen=True, slots=True)
class Tags:
    """A list of words that a ticket carries."""

    column: str
    name: str = "tags"
    operators: tuple[str, ...] = ("has_any", "has_all", "has_none")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Tags as they are stored: small letters, words joined."""
        parts = [part for one in listed(value) for part in str(one).split(",")]
        return [
            *dict.fromkeys(
                "-".join(words_of(one).lower().split())[:60] for one in listed([*map(str.strip, parts)])
            )
        ]

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether it carries any, all or none of them. The index of tags serves the first two."""
        place = f"{asking.bind(value)}::varchar[]"
        if op == "has_all":
            return f"{self.column} @> {place}"
        found = f"{self.column} && {place}"
        return found if op == "has_any" else f"NOT ({found})"

    def holds(self, op: str, value: Any, found: list[str], judging: Judging) -> bool:
        """The same of the words that were found."""
        if op == "has_all":
            return {*value} <= {*found}
        return {*value}.isdisjoint(found) == (op == "has_none")


@dataclass(frozen=True, slots=True)
class Words:
    """A text that contains something, whatever the case. `template` has `{}` where the pattern goes."""

    template: str
    name: str = "words"
    operators: tuple[str, ...] = ("contains", "contains_not")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Some words."""
        return words_of(value)

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether they stand in it."""
        escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = self.template.format(asking.bind(f"%{escaped}%"))
        return f"({found})" if op == "contains" else f"NOT ({found})"

    def holds(self, op: str, value: Any, found: list[str], judging: Judging) -> bool:
        """The same of texts of which any may contain it."""
        return any(value.lower() in text.lower() for text in found) == (op == "contains")


@dataclass(frozen=True, slots=True)
class Named:
    """One of several texts that people type, such as an address. `template` has `{}` where the array of them goes."""

    template: str
    hint: str = ""
    name: str = "named"
    operators: tuple[str, ...] = ("is", "is_not")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Texts in small letters, each once."""
        parts = [part.strip() for one in listed(value) for part in str(one).split(",")]
        return [*dict.fromkeys(words_of(one).lower() for one in listed(parts))]

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether it is one of them."""
        found = self.template.format(f"{asking.bind(value)}::text[]")
        return f"({found})" if op == "is" else f"NOT ({found})"

    def holds(self, op: str, value: Any, found: list[str], judging: Judging) -> bool:
        """The same of texts in small letters, of which any may be one of them."""
        return (not {*value}.isdisjoint(found)) == (op == "is")


@dataclass(frozen=True, slots=True)
class YesNo:
    """Something that is so or is not. `expression` is true or false, with `{me}` for the person who asks."""

    expression: str
    name: str = "yes_no"
    operators: tuple[str, ...] = ("yes", "no")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """Nothing: the operator says it all."""
        return None

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether it is so."""
        found = self.expression
        if "{me}" in found:
            found = found.format(me=asking.bind(asking.agent.pk))
        return f"({found})" if op == "yes" else f"NOT ({found})"

    def holds(self, op: str, value: Any, found: bool | None, judging: Judging) -> bool:
        """The same of what was found."""
        return bool(found) == (op == "yes")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    column: str
    name: str = "number"
    operators: tuple[str, ...] = ("equals", "more", "less")

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """A number from 0 to a million."""
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and int(text) <= 1_000_000):
            raise ValueError(_("Write a whole number."))
        return int(text)

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """Whether it equals, is more or less."""
        return f"{self.column} {({'equals': '=', 'more': '>', 'less': '<'})[op]} {asking.bind(value)}"

    def holds(self, op: str, value: Any, found: int, judging: Judging) -> bool:
        """The same of the number that was found."""
        held: dict[str, bool] = {"equals": found == value, "more": found > value, "less": found < value}
        return held[op]
