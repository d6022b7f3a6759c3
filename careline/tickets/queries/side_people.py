"""Third parties whom we wrote to before: offered while an address is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.tickets.queries.side import visible_side_conversations

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LATEST = 200
MOST = 50


def known_third_parties(agent: Agent) -> list[list[str]]:
    """[email, name] of those to whom the latest side conversations went that this person may see, each once."""
    lately = visible_side_conversations(agent).order_by("-pk").values_list("to", "cc")[:LATEST]
    found: dict[str, list[str]] = {}
    for to, cc in lately:
        for pair in (*to, *cc):
            found.setdefault(pair[0].lower(), pair)
    return [*found.values()][:MOST]
