"""What the sheet shows of a ticket: its head and its conversation. Used by the page, by live updates and by answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.accounts.queries import find_team_names
from careline.core.models import Event
from careline.tickets.models import Priority, Status, Ticket
from careline.tickets.queries.thread import thread
from careline.tickets.views.conversation import conversation
from careline.tickets.views.doors import may_of
from careline.tickets.views.due_mark import due_of
from careline.tickets.views.offered import shown_drafts
from careline.tickets.views.phrases import Names, shown_phrases
from careline.tickets.views.proposed import proposed_of
from careline.tickets.views.side_shown import may_have, side_lines
from careline.ui.faces import avatar
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.accounts.models import Agent

WHOSE_MOVE = {
    Status.OPEN: gettext_lazy("our move"),
    Status.PENDING: gettext_lazy("customer’s move"),
    Status.ON_HOLD: gettext_lazy("a third party’s move"),
    Status.SOLVED: gettext_lazy("we believe it is done"),
    Status.CLOSED: gettext_lazy("final"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One status in the menu."""

    value: int
    word: str
    label: str
    whose: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a ticket shows beside the ticket's own fields."""

    status: str
    statuses: list[Choice]
    priorities: list[tuple[int, str]]
    assignee_face: SafeString
    no_subject: str
    asleep: SafeString
    due: SafeString


def head_of(ticket: Ticket) -> Head:
    """Prepare the head."""
    return Head(
        status=Status(ticket.status).word,
        statuses=[Choice(s.value, s.word, str(s.label), str(WHOSE_MOVE[s])) for s in WHOSE_MOVE],
        priorities=[(p.value, str(p.label)) for p in reversed(Priority)],
        assignee_face=avatar(ticket.assignee.name, size="small") if ticket.assignee else SafeString(""),
        no_subject=_("(no subject)"),
        asleep=local_time(ticket.snoozed_until, "moment"),
        due=due_of(ticket, timezone.now()),
    )


def thread_context(agent: Agent, ticket: Ticket, *, first_id: int | None = None) -> dict[str, Any]:
    """Return what `_head.html` and `_thread.html` need."""
    read = thread(agent, ticket)
    messages = [*read.messages]
    known = {one.pk: one.name for one in (agent, ticket.assignee, *(m.agent for m in messages)) if one}
    sides = side_lines(agent, ticket) if may_have(read.events, "side.") else []
    known |= dict(one.starter for one in sides)
    offered, returned = shown_drafts(agent, ticket) if may_have(read.events, "draft.", "reply.") else ([], [])
    return {
        "offered": offered,
        "returned": returned,
        "proposed": proposed_of(agent, read.proposals, messages),
        "me": agent,
        "may": may_of(agent),
        "ticket": ticket,
        "head": head_of(ticket),
        "messages_of_ticket": messages,
        "sides": [one for one in sides if not one.is_done],
        "conversation": conversation(messages, read.events, names_for(read.events, known), first_id=first_id),
    }


def names_for(events: Iterable[Event], known: dict[int, str]) -> Names:
    """The names that the phrases for `events` need; those in `known` are not asked for again."""
    agents: set[int] = set()
    teams: set[int] = set()
    shown = shown_phrases()
    for event in events:
        if event.name not in shown:
            continue
        if event.actor_kind == "agent":
            agents.add(event.actor_id)
        if event.name in {"draft.offered", "draft.taken"}:
            agents |= {event.data.get("to_id", 0), event.data.get("before", 0)}
        agents |= {event.data.get("agent_id") or 0, *(event.data.get("tell") or ())}
        if event.name == "ticket.assigned":
            agents |= {event.data.get("before", 0), event.data.get("after", 0)}
        if event.name == "ticket.team_changed":
            teams.add(event.data.get("after", 0))
        if event.name == "ticket.snoozed":
            teams.add(event.data.get("wakes_in_team", 0))
    missing = agents - {0} - known.keys()
    people = get_user_model().objects.filter(pk__in=missing) if missing else []
    return Names(known | {person.pk: person.name for person in people}, find_team_names(teams - {0}))
