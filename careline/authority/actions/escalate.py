"""Take a ticket up its team's ladder, with the reason and a hand-over note; and give it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents, open_teams
from careline.authority.contracts import AuthorityRefused, Step
from careline.authority.events import TicketDeEscalated, TicketEscalated
from careline.authority.models import Escalation
from careline.authority.queries.decisions import escalation_of
from careline.authority.queries.ladder import people_on, split, steps_of
from careline.core.events import Actor, emit
from careline.tickets.actions.assign import apply_assignment, can_take
from careline.tickets.actions.move_team import apply_team
from careline.tickets.actions.note import apply_note, note
from careline.tickets.actions.wake import apply_wake
from careline.tickets.queries.access import lock_remaining, lock_ticket
from careline.workforce.queries import availability_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

RULE = Actor("rule")


@dataclass(frozen=True, slots=True)
class _Move:
    """One step up: from which ladder, to which level and people, and why."""

    step: Step
    ladder_team_id: int
    people: list[Agent]
    reason: str
    words: str


@transaction.atomic
def escalate(ticket: Ticket, level: int, *, reason: str, words: str = "", by: Agent) -> Escalation:
    """Take a ticket up to a level of its team's ladder; `words` are the hand-over note.

    The ticket moves into the hands of those who stand there, or to their team. Refuses (AuthorityRefused) without a reason,
    a level that is not above the present one, and one on which nobody stands who may see it. Emits TicketEscalated.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    move = _move(ticket, level, reason, words, but=by)
    cause = emit(_fact(ticket, move), by=by.actor)
    if move.words:
        note(ticket, _note(move.words), by=by, spends_draft=False, cause=cause)
    return _apply(ticket, move, by.actor, cause, by)


@transaction.atomic
def escalate_by_rule(
    ticket_id: int,
    *,
    reason: str,
    level: int = 0,
    words: str = "",
    by: Actor = RULE,
    cause: int | None = None,
) -> int:
    """Take a ticket up its ladder without a person: to this level, or to the next (0). The level that it is at then.

    For rules (`by` says which) and clocks. Nothing happens where the ticket is gone, done, or at that level or above already, or where nobody
    stands there. Emits TicketEscalated.
    """
    ticket = lock_remaining(ticket_id)
    if ticket is None or not ticket.is_open_work:
        return 0
    at = current_level(ticket)
    try:
        move = _move(ticket, level or at + 1, reason, words)
    except AuthorityRefused:
        return at
    event_id = emit(replace(_fact(ticket, move), by_rule=True), by=by, cause=cause)
    if move.words:
        apply_note(ticket, _note(move.words), by=by, cause=event_id)
    return _apply(ticket, move, by, event_id, None).level


@transaction.atomic
def de_escalate(ticket: Ticket, *, reason: str, by: Agent) -> None:
    """Give an escalated ticket back to the team and the person it came from. Emits TicketDeEscalated.

    Refuses a ticket that is not escalated, and a missing reason. Who can't take it any more doesn't get it: then it is
    nobody's, in its old team.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    found, said = escalation_of(ticket), " ".join(reason.split())[:300]
    if found is None:
        raise AuthorityRefused(_("This ticket is not escalated."))
    if not said:
        raise AuthorityRefused(_("Say why."))
    Escalation.objects.filter(pk=found.pk).update(ended_at=timezone.now())
    back = next(iter(find_agents([found.from_assignee_id or 0])), None)
    fact = TicketDeEscalated(
        ticket.pk, ticket.team_id, level=found.level, reason=said, tell=(back.pk,) if back else ()
    )
    cause = emit(fact, by=by.actor)
    team = open_teams().filter(pk=found.from_team_id).first()
    if team is not None:
        apply_team(ticket, team, by=by.actor, cause=cause)
    apply_assignment(ticket, back if back and can_take(back, ticket) else None, by=by.actor, cause=cause)


def current_level(ticket: Ticket) -> int:
    """The level that a ticket was escalated to; 0 if it was not."""
    found = escalation_of(ticket)
    return found.level if found else 0


def ladder_of(ticket: Ticket) -> int:
    """The team whose ladder counts: while a ticket is escalated that which it came from."""
    found = escalation_of(ticket)
    return found.ladder_team_id if found else ticket.team_id


def _move(ticket: Ticket, level: int, reason: str, words: str, *, but: Agent | None = None) -> _Move:
    said, team_id = " ".join(reason.split())[:300], ladder_of(ticket)
    step = next((one for one in steps_of(team_id) if one.level == level), None)
    if not said:
        raise AuthorityRefused(_("Say why."))
    if step is None or level <= current_level(ticket):
        raise AuthorityRefused(_("There is no such level above the present one."))
    people = people_on(step, team_id)
    if split(step.who)[0] != "team":
        people = [one for one in people if can_take(one, ticket) and one != but]
        if not people:
            raise AuthorityRefused(_("Nobody on this level can take this ticket now. Choose a higher one."))
    return _Move(step, team_id, people, said, words.strip())


def _fact(ticket: Ticket, move: _Move) -> TicketEscalated:
    return TicketEscalated(
        ticket.pk, ticket.team_id, level=move.step.level, who=move.step.who, reason=move.reason,
        tell=tuple(one.pk for one in move.people),
    )  # fmt: skip


def _apply(ticket: Ticket, move: _Move, by: Actor, cause: int, person: Agent | None) -> Escalation:
    """Write it down, and move the ticket: to the team, or into the first hands that are free."""
    before = escalation_of(ticket)
    Escalation.objects.filter(ticket_id=ticket.pk, ended_at=None).update(ended_at=timezone.now())
    made = Escalation.objects.create(
        ticket_id=ticket.pk, level=move.step.level, who=move.step.who, reason=move.reason, note=move.words, by=person,
        ladder_team_id=move.ladder_team_id, from_team_id=before.from_team_id if before else ticket.team_id,
        from_assignee_id=before.from_assignee_id if before else ticket.assignee_id,
    )  # fmt: skip
    apply_wake(ticket, "assigned", by=by, cause=cause)
    word, number = split(move.step.who)
    team = open_teams().filter(pk=number).first() if word == "team" else None
    if team is not None:
        apply_team(ticket, team, by=by, cause=cause)
        apply_assignment(ticket, None, by=by, cause=cause)
    elif move.people:
        there = availability_of(move.people)
        first = min(move.people, key=lambda one: not there[one.pk].is_available)
        apply_assignment(ticket, first, by=by, cause=cause)
    return made


def _note(words: str) -> SafeString:
    lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in words.splitlines()))
    return format_html("<div>{}</div>", lines)
