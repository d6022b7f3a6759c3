"""What rules do to a ticket, one function a kind. Each returns whether anything changed, and raises Refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.authority.actions.escalate import current_level, escalate_by_rule, ladder_of
from careline.authority.queries.ladder import steps_of
from careline.core.events import Actor, emit
from careline.playbooks.actions.start_run import start_run_by_rule
from careline.rules.actions.answering import answer
from careline.rules.contracts import Act, Do, Origin
from careline.rules.events import PeopleAsked
from careline.rules.queries.ready import Ready
from careline.tickets.actions.add_task import apply_task
from careline.tickets.actions.automate import (
    give_priority,
    give_status,
    give_type,
    hand_to,
    hand_to_team,
    raise_priority,
)
from careline.tickets.actions.change_fields import apply_fields
from careline.tickets.actions.note import apply_note
from careline.tickets.actions.open_child import open_child
from careline.tickets.actions.snooze import apply_snooze
from careline.tickets.actions.tag import apply_tags
from careline.tickets.contracts import Refused
from careline.tickets.queries.watching import who_sees
from careline.webhooks.queries import active_endpoints

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing being done: to which ticket (locked), what, for which rule, by whom, set off by what."""

    ticket: Ticket
    act: Act
    rule: Ready
    by: Actor
    origin: Origin

    @property
    def cause(self) -> int | None:
        """The event that set the rule off."""
        return self.origin.event_id

    @property
    def reason(self) -> str:
        """The rule, as a reason for what wants one."""
        return _("Rule “%(name)s”") % {"name": self.rule.name}


def _status(deed: Deed) -> bool:
    return give_status(deed.ticket, str(deed.act.value), reason=deed.reason, by=deed.by, cause=deed.cause)


def _priority(deed: Deed) -> bool:
    return give_priority(deed.ticket, str(deed.act.value), by=deed.by, cause=deed.cause)


def _raise(deed: Deed) -> bool:
    return raise_priority(deed.ticket, by=deed.by, cause=deed.cause)


def _type(deed: Deed) -> bool:
    return give_type(deed.ticket, str(deed.act.value), by=deed.by, cause=deed.cause)


def _tag(deed: Deed) -> bool:
    return apply_tags(deed.ticket, add=deed.act.value, by=deed.by, cause=deed.cause) is not None


def _untag(deed: Deed) -> bool:
    return apply_tags(deed.ticket, remove=deed.act.value, by=deed.by, cause=deed.cause) is not None


def _field(deed: Deed) -> bool:
    given = {deed.act.more: deed.act.value}
    return apply_fields(deed.ticket, given, by=deed.by, cause=deed.cause) is not None


def _team(deed: Deed) -> bool:
    return hand_to_team(deed.ticket, int(deed.act.value), by=deed.by, cause=deed.cause)


def _assign(deed: Deed) -> bool:
    agent_id = 0 if deed.act.value == "nobody" else int(deed.act.value)
    return hand_to(deed.ticket, agent_id, by=deed.by, cause=deed.cause)


def _snooze(deed: Deed) -> bool:
    until = timezone.now() + timedelta(hours=int(deed.act.value))
    return apply_snooze(deed.ticket, until, by=deed.by, cause=deed.cause) is not None


def _reply(deed: Deed) -> bool:
    return answer(deed.ticket, int(deed.act.value), rule_id=deed.rule.rule_id, by=deed.by, cause=deed.cause)


def _note(deed: Deed) -> bool:
    words = escape(str(deed.act.value)).replace("\n", "<br>")
    apply_note(deed.ticket, f"<p>{words}</p>", by=deed.by, cause=deed.cause)
    return True


def _task(deed: Deed) -> bool:
    due = timezone.now() + timedelta(hours=int(deed.act.more)) if deed.act.more else None
    owner = deed.ticket.assignee
    apply_task(deed.ticket, str(deed.act.value), by=deed.by, owner=owner, due_at=due, cause=deed.cause)
    return True


def _notify(deed: Deed) -> bool:
    """Only people who may see the ticket; `assignee` is whose it is."""
    wanted = {int(one) for one in deed.act.value if one != "assignee"}
    if "assignee" in deed.act.value and deed.ticket.assignee_id:
        wanted.add(deed.ticket.assignee_id)
    seeing = who_sees(deed.ticket, wanted)
    if not seeing:
        raise Refused(_("Nobody is there who could be told."))
    fact = PeopleAsked(
        deed.ticket.pk, deed.ticket.team_id, agent_ids=seeing, rule_id=deed.rule.rule_id, words=deed.act.more
    )
    emit(fact, by=deed.by, cause=deed.cause)
    return True


def _child(deed: Deed) -> bool:
    team_id = int(deed.act.more) if deed.act.more else 0
    open_child(deed.ticket, str(deed.act.value), team_id=team_id, by=deed.by, cause=deed.cause)
    return True


def _escalate(deed: Deed) -> bool:
    """To a level, or (`next`) one up; what is there, or at the top, stays. Refuses where nobody stands there."""
    ticket = deed.ticket
    if not ticket.is_open_work:
        raise Refused(_("The ticket is done."))
    before, top = current_level(ticket), max(step.level for step in steps_of(ladder_of(ticket)))
    level = before + 1 if deed.act.value == "next" else int(deed.act.value)
    if before >= level or (before == top and deed.act.value == "next"):
        return False
    words, by, cause = deed.act.more, deed.by, deed.cause
    after = escalate_by_rule(ticket.pk, reason=deed.reason, level=level, words=words, by=by, cause=cause)
    if after == before:
        raise Refused(_("There is no such level, or nobody there can take this ticket."))
    return True


def _playbook(deed: Deed) -> bool:
    """Once at a time: one that is followed here already goes on as it stands."""
    return start_run_by_rule(deed.ticket, str(deed.act.value), by=deed.by, cause=deed.cause) is not None


def _webhook(deed: Deed) -> bool:
    """Only looks whether it is there: what is sent is the run itself, which is written at the end."""
    if int(deed.act.value) not in active_endpoints():
        raise Refused(_("The webhook is gone, or switched off."))
    return True


DEEDS: dict[str, Callable[[Deed], bool]] = {
    Do.TYPE: _type,
    Do.PRIORITY: _priority,
    Do.RAISE: _raise,
    Do.TAG: _tag,
    Do.UNTAG: _untag,
    Do.FIELD: _field,
    Do.TEAM: _team,
    Do.ASSIGN: _assign,
    Do.NOTE: _note,
    Do.TASK: _task,
    Do.REPLY: _reply,
    Do.PLAYBOOK: _playbook,
    Do.STATUS: _status,
    Do.SNOOZE: _snooze,
    Do.CHILD: _child,
    Do.ESCALATE: _escalate,
    Do.NOTIFY: _notify,
    Do.WEBHOOK: _webhook,
}
"""In the order in which they are done, whatever the order in which a rule names them."""
