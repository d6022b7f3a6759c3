"""All promises of the day: what is late, what is due today, and what comes; and how those went that ended."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.promises.contracts import PromiseRefused
from careline.promises.queries.day import Wanted, browse_promises
from careline.promises.views.doors import agent_page

if TYPE_CHECKING:
    from careline.promises.models import Promise

WHOSE = {"mine": gettext_lazy("Mine"), "team": gettext_lazy("My teams’"), "all": gettext_lazy("Everybody’s")}
STATES = {
    "owed": gettext_lazy("Owed"),
    "late": gettext_lazy("Broken, not made good"),
    "ended": gettext_lazy("Done with"),
}


@agent_page
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Show what is promised (`whose`: mine, team, all; `state`: owed, late, ended), page by page behind `after`."""
    agent = agent_of(request)
    agent.require(Right.READ_TICKETS)
    whose, state = _of(request, "whose", WHOSE), _of(request, "state", STATES)
    after = request.GET.get("after", "")
    try:
        stretch = browse_promises(agent, Wanted(whose, state), after=after)
    except ValueError as error:
        raise PromiseRefused(_("This page of the list is not there any more.")) from error
    rows = _rows(stretch.promises, state, above=request.GET.get("above", ""))
    last = rows[-1]["group"] if rows else ""
    more = urlencode({"whose": whose, "state": state, "after": stretch.next, "above": last})
    shown: dict[str, Any] = {"rows": rows, "whose": whose, "state": state}
    shown["more_url"] = f"?{more}" if stretch.next else ""
    if after and request.headers.get("HX-Request") == "true":
        return render(request, "promises/_rows.html", shown)
    return render(
        request, "promises/day.html", shown | {"all_whose": WHOSE.items(), "states": STATES.items()}
    )


def _of(request: HttpRequest, name: str, known: dict[str, Any]) -> str:
    """What was chosen of what there is; the first where nothing was."""
    asked = request.GET.get(name, "")
    return asked if asked in known else next(iter(known))


def _rows(promises: list[Promise], state: str, *, above: str) -> list[dict[str, Any]]:
    """The rows, each with its group and the heading that begins with it, "" for none."""
    rows, now = [], timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(0), now.tzinfo)
    words = {
        "late": _("Broken: say sorry, and make it good"), "today": _("Today"), "week": _("In the next seven days"),
        "later": _("Later"), "ended": _("Done with, the latest first"),
    }  # fmt: skip
    for one in promises:
        group = "ended" if state == "ended" else _group(one.due_at, now, midnight)
        rows.append({"promise": one, "group": group, "heading": words[group] if group != above else ""})
        above = group
    return rows


def _group(due_at: datetime, now: datetime, midnight: datetime) -> str:
    if due_at <= now:
        return "late"
    if due_at < midnight:
        return "today"
    return "week" if due_at < midnight + timedelta(days=7) else "later"
