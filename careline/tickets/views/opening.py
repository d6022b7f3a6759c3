"""A view opened by somebody: which one it is, what it asks, and one page of its rows, standard or saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.tickets.contracts import NotVisible
from careline.tickets.queries.conditions import BadConditions
from careline.tickets.queries.questions import Question, ask, question_of, sorted_by, standard_question
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

    `sort` puts it into another order, without groups; one that this person does not know becomes the usual one.
    """
    if key in VIEWS and not agent.may(VIEWS[key].right or Right.READ_TICKETS):
        raise NotVisible(key)
    if key in VIEWS:
        return Opened(kind(key), sorted_by(standard_question(agent, key), agent, sort) if sort else None)
    view = next((one for one in saved or [] if one.key == key), None) or find_view(agent, key)
    if view is None or view.is_search:
        raise NotVisible(key)
    try:
        question = question_of(agent, view)
        return Opened(saved_kind(view), sorted_by(question, agent, sort) if sort else question)
    except BadConditions as problem:
        return Opened(saved_kind(view), trouble=str(problem))


def page_of(agent: Agent, opened: Opened, *, after: str, limit: int, sight: Sight | None = None) -> Page:
    """One page of the rows of an opened view."""
    if opened.question is not None:
        return ask(agent, opened.question, after=after, limit=limit, sight=sight)
    if opened.kind.saved is not None:
        return Page((), "")
    return queue(agent, opened.kind.key, after=after, limit=limit, sight=sight)


def topics_of(view: Kind, sight: Sight) -> dict[str, str]:
    """Upon what a queue is fetched again, and its menu: a saved view may itself be changed while it is looked at."""
    menu = " ".join(("views", *(f"views:{team_id}" for team_id in sight.own)))
    tickets = " ".join(f"team:{team_id}" for team_id in sight.visible)
    return {"view_topics": menu, "queue_topics": f"{tickets} {menu}" if view.saved else tickets}
