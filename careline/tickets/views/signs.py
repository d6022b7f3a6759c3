"""Signs under internal notes: who gave which, and giving or taking back one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.react import react
from careline.tickets.models import Reaction
from careline.tickets.queries.signs import signs_of
from careline.tickets.queries.thread import access_message
from careline.tickets.views.doors import agent_page, is_part, may_of

ICONS = {
    "agree": "thumbs-up", "disagree": "thumbs-down", "thanks": "smile", "done": "check", "looking": "eye",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign under a note: how often it was given, and by whom."""

    key: str
    label: str
    icon: str
    names: tuple[str, ...] = ()
    agents: frozenset[int] = frozenset()


def signs_shown(given: Iterable[Mapping[str, Any]]) -> list[Sign]:
    """Prepare all signs in their order, each with those who gave it."""
    rows = [*given]
    return [
        Sign(
            key=sign.value, label=str(sign.label), icon=ICONS[sign.value],
            names=tuple(row["name"] for row in rows if row["sign"] == sign.value),
            agents=frozenset(row["agent"] for row in rows if row["sign"] == sign.value),
        )
        for sign in Reaction.Sign
    ]  # fmt: skip


@agent_page
@require_POST
def give(request: HttpRequest, message_id: int) -> HttpResponse:
    """Give a note a sign, or take it back, and show its signs."""
    agent = agent_of(request)
    message = access_message(agent, message_id)
    react(message, request.POST.get("sign", ""), by=agent)
    if not is_part(request):
        return redirect("tickets:ticket", message.ticket_id)
    shown = {
        "note_id": message.pk,
        "signs": signs_shown(signs_of(message.pk)),
        "me": agent,
        "may": may_of(agent),
    }
    return render(request, "tickets/_signs.html", shown)
