"""Make a saved view, or change one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_teams
from careline.core.events import emit
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.events import ViewSaved
from careline.tickets.models import SavedView
from careline.tickets.queries.conditions import Conditions, check_conditions, to_json
from careline.tickets.queries.questions import is_grouping, is_sort
from careline.tickets.queries.views import access_view, may_change

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_VIEWS = 200
MOST_COLUMNS = 20


@dataclass(frozen=True)
class ViewDetails:
    """What a view is: its name, whose it is (`personal`, `team` with a team, `company`), what it asks, how it shows."""

    name: str
    scope: str = "personal"
    team_id: int | None = None
    conditions: Any = field(default_factory=Conditions)
    words: str = ""
    sort: str = "newest"
    grouping: str = ""
    columns: tuple[str, ...] = ()


@transaction.atomic
def create_view(details: ViewDetails, *, by: Agent) -> SavedView:
    """Make a view at the end of the menu. Emits ViewSaved.

    Refuses (Refused) a view without a name, of a team that one can't see, or beyond 200 of the kind; raises
    BadConditions for what can't be asked, Forbidden for a team's or the company's without the right.
    """
    by.require(Right.READ_TICKETS)
    view = SavedView(created_by=by)
    _write(view, details, by=by)
    same = SavedView.objects.filter(agent=view.agent, team=view.team)
    if same.count() >= MOST_VIEWS:
        raise Refused(_("At most %(most)s views of a kind.") % {"most": MOST_VIEWS})
    view.position = (same.aggregate(last=Max("position"))["last"] or 0) + 1
    view.save()
    _emit(view, by, is_new=True)
    return view


@transaction.atomic
def change_view(view: SavedView, details: ViewDetails, *, by: Agent, version: int | None = None) -> SavedView:
    """Change a view; refuses what `create_view` refuses, and raises Conflict if `version` is stale. Emits ViewSaved."""
    access_view(by, view.key)
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    require_change(view, by=by)
    if version is not None and view.version != version:
        raise Conflict(view.version)
    _write(view, details, by=by)
    view.version += 1
    view.save()
    _emit(view, by, is_new=False)
    return view


def require_change(view: SavedView, *, by: Agent) -> None:
    """Raise Forbidden or Refused unless the person may change this view."""
    if view.agent_id is None:
        by.require(Right.MANAGE_COMPANY_VIEWS if view.team_id is None else Right.MANAGE_TEAM_VIEWS)
    if not may_change(by, view):
        raise Refused(_("Only who leads this team may change its views."))


def _write(view: SavedView, details: ViewDetails, *, by: Agent) -> None:
    view.name = " ".join(details.name.replace("\x00", "").split())[:80]
    if not view.name:
        raise Refused(_("Give the view a name."))
    _place(view, details, by=by)
    view.words = details.words.replace("\x00", "").strip()[:500]
    view.conditions = {} if view.words else to_json(check_conditions(details.conditions, by))
    view.sort = details.sort if is_sort(details.sort, by) else "newest"
    view.grouping = details.grouping if is_grouping(details.grouping, by) else ""
    view.columns = [*dict.fromkeys(details.columns)][:MOST_COLUMNS]


def _place(view: SavedView, details: ViewDetails, *, by: Agent) -> None:
    view.agent, view.team = None, None
    if details.scope == "personal":
        view.agent = by
    elif details.scope == "team":
        view.team = visible_teams(by).filter(pk=details.team_id or 0).first()
        if view.team is None:
            raise Refused(_("Choose the team whose view this is."))
    elif details.scope != "company":
        raise Refused(_("Say whose view this is."))
    require_change(view, by=by)


def _emit(view: SavedView, by: Agent, *, is_new: bool) -> None:
    asks = {"words": view.words} if view.words else view.conditions
    fact = ViewSaved(view.pk, view.name, view.scope, view.team_id or 0, is_new=is_new, asks=asks)
    emit(fact, by=by.actor)
