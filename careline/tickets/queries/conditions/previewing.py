"""What a form of conditions shows while it is built: which of the latest tickets fit, for the template `tickets/_fits.html`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from careline.tickets.queries.conditions.asking import Field
from careline.tickets.queries.conditions.building import sensible
from careline.tickets.queries.conditions.language import BadConditions, Conditions
from careline.tickets.queries.conditions.latest import AMONG, latest_that_fit

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AT_ONCE = 50
MORE = "fits-"
"""What a button asks for, before the number of tickets to list."""


def preview(
    conditions: Conditions, agent: Agent, known: Mapping[str, Field], asked: str = ""
) -> dict[str, Any]:
    """The latest tickets that fit what makes sense already, 50 of them, or as many as a button `asked` for (`fits-150`)."""
    try:
        fits = latest_that_fit(sensible(conditions, agent, known), agent, known=known)
    except BadConditions as told:
        return {"preview_trouble": str(told)}
    number = asked.removeprefix(MORE) if asked.startswith(MORE) else ""
    listed = min(int(number), AMONG) if number.isascii() and number.isdigit() and len(number) < 5 else AT_ONCE
    return {
        "fits": fits.found[:listed],
        "fit_count": len(fits.found),
        "among": fits.among,
        "fits_open": bool(number),
        "fits_more": f"{MORE}{listed + 2 * AT_ONCE}" if len(fits.found) > listed else "",
    }
