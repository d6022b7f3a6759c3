"""The menu of views: the standard ones with their kept counters, then what people saved, by whose it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.tickets.queries.conditions import BadConditions
from careline.tickets.queries.questions import count, question_of
from careline.tickets.views.kinds import Kind, kinds, saved_kind

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.accounts.queries import Sight
    from careline.tickets.models import SavedView, ViewChoice

FRESH_SECONDS = 3.0
SHOWN_SECONDS = 60.0
BUDGET_SECONDS = 1.5
MOST_KEPT = 20_000

_kept: dict[tuple[int, int, int], tuple[float, str]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Section:
    """Some views of the menu under one title ("" for the first)."""

    title: str
    views: list[Kind]


def sections(
    agent: Agent, saved: list[SavedView], choices: dict[str, ViewChoice], figures: dict[str, int]
) -> list[Section]:
    """The menu: favourites first, then the standard views, one's own, each team's, the company's, and searches."""
    standard = [_marked(one, choices) for one in kinds(figures)]
    rest = [_marked(saved_kind(view, _known(agent, view)), choices) for view in saved]
    asked = [one for one in rest if one.saved is not None and not one.saved.is_search]
    favourites = [one for one in (*standard, *rest) if one.is_favourite]
    found = [Section(_("Favourites") if favourites else "", favourites)]
    found.append(Section(_("All") if favourites else "", [one for one in standard if not one.is_favourite]))
    titles: dict[str, list[Kind]] = {}
    for one in (one for one in (*asked, *(one for one in rest if one not in asked)) if not one.is_favourite):
        titles.setdefault(_title(one), []).append(one)
    return [section for section in (*found, *(Section(*pair) for pair in titles.items())) if section.views]


def _marked(one: Kind, choices: dict[str, ViewChoice]) -> Kind:
    chosen = choices.get(one.key)
    return replace(one, is_favourite=chosen.is_favourite, is_wide=chosen.is_wide) if chosen else one


def _title(one: Kind) -> str:
    view = one.saved
    if view is None or view.is_search:
        return _("Searches")
    if view.agent_id is not None:
        return _("Your own")
    return view.team.name if view.team is not None else _("For everybody")


def count_saved(agent: Agent, saved: list[SavedView], sight: Sight) -> None:
    """Count the saved views of a menu that is opened, each up to 99, until a second and a half have passed."""
    begun = time.monotonic()
    for view in saved:
        if view.is_search or _age(agent, view) < FRESH_SECONDS:
            continue
        if time.monotonic() - begun > BUDGET_SECONDS:
            return
        try:
            remember(agent, view, count(agent, question_of(agent, view), sight=sight))
        except BadConditions:
            remember(agent, view, "")


def remember(agent: Agent, view: SavedView, size: str) -> None:
    """Keep a count for the menus of this person, in this process."""
    with _lock:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        _kept[(agent.pk, view.pk, view.version)] = (time.monotonic(), size)


def _age(agent: Agent, view: SavedView) -> float:
    return time.monotonic() - _kept.get((agent.pk, view.pk, view.version), (float("-inf"), ""))[0]


def _known(agent: Agent, view: SavedView) -> str:
    return _kept[(agent.pk, view.pk, view.version)][1] if _age(agent, view) < SHOWN_SECONDS else ""
