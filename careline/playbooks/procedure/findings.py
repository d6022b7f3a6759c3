"""What is wrong with a playbook, and where: the findings of every check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, or (a warning) might be: with its line and column, counted from 1."""

    line: int
    column: int
    words: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = _("warning") if self.is_warning else _("error")
        return f"{self.line}:{self.column}: {kind}: {self.words}"


class Findings:
    """Collects findings by their place in the document, which `marks` turns into lines and columns (from 0)."""

    def __init__(self, marks: dict[Place, tuple[int, int]]) -> None:
        self._marks = marks
        self._found: dict[Finding, None] = {}

    def error(self, place: Place, words: str) -> None:
        """Note an error."""
        self._note(place, words, is_warning=False)

    def warn(self, place: Place, words: str) -> None:
        """Note a warning: the playbook can be used all the same."""
        self._note(place, words, is_warning=True)

    def at(self, line: int, column: int, words: str) -> None:
        """Note an error at a line and column, counted from 0."""
        self._found[Finding(line + 1, column + 1, words)] = None

    def all(self) -> tuple[Finding, ...]:
        """Everything found, from top to bottom; what stands at one place in the order in which it was found."""
        return tuple(sorted(self._found, key=lambda one: (one.line, one.column)))

    def has_errors(self) -> bool:
        """Whether something must be mended before the playbook can be used."""
        return any(not one.is_warning for one in self._found)

    def _note(self, place: Place, words: str, *, is_warning: bool) -> None:
        line, column = self._marks.get(self.known(place), (0, 0))
        self._found[Finding(line + 1, column + 1, words, is_warning)] = None

    def known(self, place: Place) -> Place:
        """The nearest place around this one that stands in the document.

        A part of the place that is no key there is left out: so the names that a schema gives its branches are.
        """
        found: Place = ()
        for part in place:
            if (*found, part) in self._marks:
                found = (*found, part)
        return found


def schema_words(error: dict[str, Any]) -> str:
    """One of pydantic's errors in plain words."""
    context = error.get("ctx") or {}
    name = next((str(one) for one in reversed(error["loc"]) if one != "[key]"), "")
    told = {
        "missing": _("“%(name)s” is missing."),
        "extra_forbidden": _("There is no key “%(name)s” here."),
        "string_type": _("“%(name)s” must be text; put it in quotes."),
        "bool_parsing": _("“%(name)s” must be yes or no."),
        "bool_type": _("“%(name)s” must be yes or no."),
        "literal_error": _("“%(name)s” must be one of: %(expected)s"),
        "union_tag_invalid": _("“kind” must be one of: %(expected_tags)s"),
        "union_tag_not_found": _("“kind” is missing."),
        "string_pattern_mismatch": _("“%(name)s” isn’t written as it must be: %(hint)s"),
        "dict_type": _("“%(name)s” must be a mapping: key and value."),
        "tuple_type": _("“%(name)s” must be a list."),
        "too_short": _("“%(name)s” must not be empty."),
        "string_too_short": _("“%(name)s” must not be empty."),
        "too_long": _("“%(name)s” is too long."),
        "string_too_long": _("“%(name)s” is too long."),
    }.get(error["type"])
    if told is None:
        return _("“%(name)s” can’t be used: %(why)s") % {"name": name, "why": error["msg"]}
    return told % {
        "name": name,
        "hint": _HINTS.get(context.get("pattern", ""), context.get("pattern", "")),
        **context,
    }


KEY = r"^[a-z][a-z0-9_]{0,59}$"
NAME = r"^[a-z][a-z0-9-]{0,59}$"
SPAN = r"^[1-9][0-9]{0,3} ?[mhdw]$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
CURRENCY = r"^[A-Z]{3}$"
_HINTS = {
    KEY: "lower_case_words",
    NAME: "lower-case-words",
    SPAN: "30m, 4h, 2d, 1w",
    LANGUAGE: "en, de, pt-BR",
    CURRENCY: "EUR",
}
