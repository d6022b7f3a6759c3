"""What the form of a view shows: whose it can be, orders, groups and columns to choose, and a preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from careline.accounts.contracts import Right
from careline.accounts.queries import own_team_ids, sight_of, visible_teams
from careline.tickets.actions.save_view import ViewDetails
from careline.tickets.queries.conditions import BadConditions, Conditions, clause_of, own_infos
from careline.tickets.queries.conditions.building import prepare, sensible
from careline.tickets.queries.questions import Question, ask, sorted_by
from careline.tickets.views.columns import columns_known
from careline.tickets.views.rows import rows_of
from careline.tickets.views.view_words import SCOPE_WORDS, grouping_words, sort_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent, Team
    from careline.tickets.queries.conditions import Field

FIRST_ROWS = 5
Known = Mapping[str, "Field"]
Errors = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column to choose: those that are chosen stand first, in their order."""

    key: str
    label: str
    is_chosen: bool


def form_context(agent: Agent, details: ViewDetails, known: Known, errors: Errors) -> dict[str, Any]:
    """What the template of the form needs."""
    infos = own_infos(known)
    teams = _teams(agent)
    return {
        "details": details,
        "scopes": _scopes(agent, teams),
        "teams": teams,
        "sorts": sort_words(infos).items(),
        "groupings": grouping_words(infos).items(),
        "columns": _columns(columns_known(infos), details.columns),
        **builder(agent, details.conditions, known, details.sort, errors),
    }


def builder(
    agent: Agent, conditions: Conditions, known: Known, sort: str, errors: Errors | None = None
) -> dict[str, Any]:
    """The conditions ready to be asked for, and what they find."""
    asked = prepare(conditions, agent, known, errors or {}) | {"build_url": reverse("tickets:view_build")}
    return asked | _preview(agent, conditions, known, sort)


def _columns(known: dict[str, str], chosen: tuple[str, ...]) -> list[Column]:
    first = [Column(key, known[key], is_chosen=True) for key in chosen if key in known]
    return first + [Column(key, label, is_chosen=False) for key, label in known.items() if key not in chosen]


def _scopes(agent: Agent, teams: list[Team]) -> list[tuple[str, Any]]:
    may = {
        "personal": True,
        "team": agent.may(Right.MANAGE_TEAM_VIEWS) and bool(teams),
        "company": agent.may(Right.MANAGE_COMPANY_VIEWS),
    }
    return [(key, word) for key, word in SCOPE_WORDS.items() if may[key]]


def _teams(agent: Agent) -> list[Team]:
    if not agent.may(Right.MANAGE_TEAM_VIEWS):
        return []
    teams = visible_teams(agent).order_by("name")
    return [*(teams if agent.sees_every_team else teams.filter(pk__in=own_team_ids(agent)))]


def _preview(agent: Agent, conditions: Conditions, known: Known, sort: str) -> dict[str, Any]:
    """Up to 99 counted, and the first rows, of what makes sense already."""
    try:
        clause = clause_of(sensible(conditions, agent, known), agent, known=known)
    except BadConditions as told:
        return {"preview_trouble": str(told)}
    question = Question.of(clause)
    page = ask(agent, sorted_by(question, agent, sort), limit=FIRST_ROWS, sight=sight_of(agent))
    return {
        "preview": rows_of(page.rows, view="", current=0),
        "preview_size": page.size,
        "is_recent": page.is_recent,
    }
