"""What a person asks of the search: words, "phrases", -exclusions and operators such as `status:open`.

A small parser that never fails: what it does not understand becomes a sentence for the person, and is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.tickets.queries.operators import OPERATORS, Misunderstood
from careline.tickets.queries.own_fields import PREFIX, field_clause

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST = 500
MOST_WORDS = 20
_PART = re.compile(
    r'(?P<minus>-?)(?:(?P<operator>[A-Za-z_]{2,12}|(?i:field)\.[\w-]{1,40}):(?P<value>"[^"]*"?|\S*)|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)
_PREFIX = re.compile(r"(?!_)[^\W_]{2,}\*+")
_NUMBER = re.compile(r"#(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase that a message must (or, `negated`, must not) contain; of a prefix, only the beginning."""

    text: str
    is_phrase: bool = False
    negated: bool = False
    is_prefix: bool = False


@dataclass(slots=True)
class Asked:
    """What was understood: terms, conditions on the ticket as SQL with named values, and what was not understood."""

    terms: list[Term] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def condition(self) -> str:
        """All conditions on the ticket `t` together."""
        return " AND ".join(["t.merged_into_id IS NULL", *self.conditions])

    @property
    def wanted(self) -> str:
        """The words that are looked for, as a person would say them."""
        return " ".join(term.text for term in self.terms if not term.negated)


def understand(agent: Agent, words: str) -> Asked:
    """Take apart what a person typed."""
    asked = Asked()
    for match in _PART.finditer(words.replace("\x00", " ")[:LONGEST]):
        negated = bool(match["minus"])
        if match["operator"] and (match["operator"].lower() in OPERATORS or "." in match["operator"]):
            _operator(asked, agent, match["operator"].lower(), match["value"].strip('"'), negated)
        elif number := _NUMBER.fullmatch(match.group()):
            asked.number = int(number.group(1))
        else:
            _term(asked, match, negated)
    if asked.terms and all(term.negated for term in asked.terms) and not asked.conditions:
        asked.problems.append(_("Say also what to look for, not only what to leave out."))
    return asked


def _operator(asked: Asked, agent: Agent, name: str, value: str, negated: bool) -> None:
    key = f"v{len(asked.values)}"
    try:
        if name.startswith(PREFIX):
            clause = field_clause(agent, name.removeprefix(PREFIX), value, prefix=key)
            condition, values = clause.sql, clause.values
        else:
            condition, given = OPERATORS[name](value, agent)
            condition, values = condition.replace("?", f"%({key})s"), {key: given}
    except Misunderstood as misunderstood:
        asked.problems.append(str(misunderstood))
        return
    asked.values |= values
    asked.conditions.append(f"NOT ({condition})" if negated else f"({condition})")


def _term(asked: Asked, match: re.Match[str], negated: bool) -> None:
    phrase = match["phrase"]
    text = phrase if phrase is not None else match.group()[len(match["minus"]) :]
    if not any(c.isalnum() for c in text):
        return
    if len(asked.terms) >= MOST_WORDS:
        if len(asked.terms) == MOST_WORDS:
            asked.problems.append(_("Only the first %(most)s words were looked for.") % {"most": MOST_WORDS})
        return
    is_prefix = phrase is None and bool(_PREFIX.fullmatch(text))
    text = text.rstrip("*") if is_prefix else text
    asked.terms.append(Term(text, is_phrase=phrase is not None, negated=negated, is_prefix=is_prefix))
