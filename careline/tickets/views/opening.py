"""A view opened by somebody: which one it is, what it asks, and one page of its rows, standard or saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.tickets.contracts import NotVisible
from careline.tickets.queries.conditions import BadConditions
from careline.tickets.queries.questions import SORTS, Question, ask, question_of, standard_question
from careline.tickets.queries.queue import VIEWS, Page, queue
from careline.tickets.queries.views import find_view
from careline.tickets.views.kinds import Kind, kind, saved_kind

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.accounts.queries import Sight
    from careline.tickets.models import SavedView


@dataclass(frozen=True, slots=True)
class Opened:
    """A view and what it asks; without a question it is a standard one in its own order, or can't be asked (`trouble`)."""

    kind: Kind
    question: Question | None = None
    trouble: str = ""


def open_view(agent: Agent, key: str, *, saved: list[SavedView] | None = None, sort: str = "") -> Opened:
    """Open a view by its key; `saved` are the views of the menu, if they are known. Raises NotVisible.

    `sort` puts it into another order, if that is one of the known.
    """
    if key in VIEWS and not agent.may(VIEWS[key].right or Right.READ_TICKETS):
        raise NotVisible(key)
    if key in VIEWS:
        return Opened(kind(key), _sorted(standard_question(agent, key), sort) if sort in SORTS else None)
    view = next((one for one in saved or [] if one.key == key), None) or find_view(agent, key)
    if view is None or view.is_search:
        raise NotVisible(key)
    try:
        return Opened(saved_kind(view), _sorted(question_of(agent, view), sort))
    except BadConditions as problem:
        return Opened(saved_kind(view), trouble=str(problem))


def _sorted(question: Question, sort: str) -> Question:
    return replace(question, sort=sort, grouping="") if sort in SORTS else question


def page_of(agent: Agent, opened: Opened, *, after: str, limit: int, sight: Sight | None = None) -> Page:
    """One page of the rows of an opened view."""
    if opened.question is not None:
        return ask(agent, opened.question, after=after, limit=limit, sight=sight)
    if opened.kind.saved is not None:
        return Page((), "")
    return queue(agent, opened.kind.key, after=after, limit=limit, sight=sight)
