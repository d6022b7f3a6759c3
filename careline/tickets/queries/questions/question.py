"""What a question over the tickets is, and what saved and standard views ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from careline.fields.contracts import FieldInfo
from careline.fields.queries import fields_for
from careline.tickets.queries.conditions import EVERY_STATUS, Clause, clause_of, from_json
from careline.tickets.queries.questions.orders import GROUPINGS, SORTS, Order
from careline.tickets.queries.questions.own_fields import groupings_known, key_in, own_order, sorts_known
from careline.tickets.queries.queue import VIEWS

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import SavedView

OPEN, DONE = frozenset({1, 2, 3, 4}), frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a condition in SQL with its values, the statuses that can fit, the teams, and how rows stand.

    `fields` are the people's own fields that rows are sorted or grouped by, by those words. `only_teams` are the teams
    that can fit, None for any; `is_selective`: an index finds the few tickets that can.
    """

    condition: str
    values: dict[str, Any] = field(default_factory=dict)
    statuses: frozenset[int] = EVERY_STATUS
    teams: str = "visible"
    asks_merged: bool = False
    asks_snoozed: bool = False
    sort: str = "newest"
    grouping: str = ""
    fields: Mapping[str, FieldInfo] = field(default_factory=dict)
    only_teams: frozenset[int] | None = None
    is_selective: bool = False

    @classmethod
    def of(cls, clause: Clause, *, sort: str = "newest") -> Question:
        """What conditions ask; `sort` is one of SORTS."""
        return cls(
            clause.sql, clause.values, clause.statuses, asks_merged=clause.asks_merged, asks_snoozed=clause.asks_snoozed,
            sort=sort, only_teams=clause.teams, is_selective=clause.is_selective,
        )  # fmt: skip

    @property
    def order(self) -> Order:
        """How rows stand, within their groups."""
        own = self.fields.get(self.sort)
        return own_order(own, descending=self.sort.startswith("-")) if own else SORTS[self.sort]

    @property
    def group(self) -> Order | None:
        """What rows are grouped by."""
        own = self.fields.get(self.grouping)
        return own_order(own, is_group=True) if own else GROUPINGS.get(self.grouping)

    @property
    def scope(self) -> str:
        """`open`, `done` or `any`: by it PostgreSQL finds its index."""
        return "open" if self.statuses <= OPEN else "done" if self.statuses <= DONE else "any"

    @property
    def where(self) -> str:
        """All that must hold of a ticket `t`, but for whose it is and where the page begins."""
        scope = {"open": "t.status IN (1, 2, 3, 4)", "done": "t.status IN (5, 6)", "any": "true"}[self.scope]
        merged = "true" if self.asks_merged or self.scope == "open" else "t.merged_into_id IS NULL"
        awake = "true" if self.asks_snoozed or self.scope == "done" else "t.snoozed_until IS NULL"
        return f"{scope} AND {merged} AND {awake} AND {self.condition}"


def question_of(agent: Agent, view: SavedView) -> Question:
    """What a saved view asks for this person. Raises BadConditions where they may not see what it asks about."""
    question = Question.of(clause_of(from_json(view.conditions), agent))
    return sorted_by(question, agent, view.sort, view.grouping)


def sorted_by(question: Question, agent: Agent, sort: str, grouping: str = "") -> Question:
    """The same question with its rows in this order and these groups; what this person does not know is left out."""
    infos = fields_for(agent, "ticket") if key_in(sort) or key_in(grouping) else []
    own = {word: info for word, info in sorts_known(infos).items() if word == sort}
    own |= {word: info for word, info in groupings_known(infos).items() if word == grouping}
    return replace(
        question,
        sort=sort if sort in SORTS or sort in own else "newest",
        grouping=grouping if grouping in GROUPINGS or grouping in own else "",
        fields=own,
    )


def standard_question(agent: Agent, key: str) -> Question:
    """What a standard view asks, for where it stands in another order or together with others."""
    view = VIEWS[key]
    statuses = DONE if key == "solved" else EVERY_STATUS if key == "to_approve" else OPEN
    teams = "own" if view.teams == "own" else "visible"
    condition = view.condition.replace("%(me)s", "%(asker)s")
    return Question(
        f"({condition})",
        {"asker": agent.pk},
        statuses,
        teams,
        asks_snoozed=key in {"snoozed", "to_approve"},
        sort="updated" if key == "solved" else "newest",
    )
