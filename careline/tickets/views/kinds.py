"""Views as pages show them: their addresses, their figures, and what they say when they are empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import own_team_ids
from careline.tickets.queries.queue import VIEWS
from careline.tickets.queries.views import KEY

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent
    from careline.tickets.models import SavedView

NOTHING = _("No ticket fits this view now.")
DONE = {
    "mine": _("Everyone of yours has an answer."),
    "unassigned": _("Every ticket is in somebody’s hands."),
    "my_teams": _("Your teams have answered everyone."),
    "all_open": _("Everyone has an answer."),
    "pending": _("Nobody keeps us waiting."),
    "snoozed": _("Nothing sleeps."),
    "to_approve": _("No reply waits for your approval."),
    "solved": _("Nothing is solved yet."),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One view of the queue, ready to be shown."""

    key: str
    label: _StrPromise | str
    done: _StrPromise | str
    count: str = ""
    saved: SavedView | None = None
    is_favourite: bool = False
    is_wide: bool = False

    @property
    def href(self) -> str:
        """Its address."""
        if self.saved is not None and self.saved.words:
            return f"/search/?{urlencode({'q': self.saved.words})}"
        return f"/views/{self.key.replace('_', '-')}/"


def key_of(slug: str) -> str:
    """The key of the view that an address names, or "" for none."""
    key = slug.replace("-", "_")
    return key if key in VIEWS or KEY.fullmatch(key) else ""


def usual_key(agent: Agent) -> str:
    """The view that a person sees first: their teams' tickets, or all if they are in no team."""
    return "my_teams" if own_team_ids(agent) else "all_open"


def kind(key: str, counts: dict[str, int] | None = None) -> Kind:
    """Prepare a view, with its figure where counts are given; of a saved one, only its address."""
    if key not in VIEWS:
        return Kind(key=key, label="", done=NOTHING)
    count = str((counts or {}).get(key, "")) if counts else ""
    return Kind(key=key, label=VIEWS[key].name, done=DONE[key], count=count)


def saved_kind(view: SavedView, count: str = "") -> Kind:
    """Prepare a saved view."""
    return Kind(key=view.key, label=view.name, done=NOTHING, count=count, saved=view)


def kinds(counts: dict[str, int]) -> list[Kind]:
    """Prepare the standard views that somebody has, with their figures."""
    return [kind(key, counts) for key in VIEWS if key in counts]
