"""What stands before the steps of an outcome, as the panel shows it: the form to decide, who is asked, what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careline.accounts.queries import find_names
from careline.authority.queries.decisions import access_decision
from careline.playbooks.phrases import spoken
from careline.playbooks.procedure.schema import AWAIT
from careline.playbooks.procedure.values import amount_words
from careline.playbooks.queries.authority import Gate, answer_for
from careline.tickets.contracts import NotVisible

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.playbooks.models import OutcomeDecision
    from careline.playbooks.queries.runs import Course
    from careline.tickets.models import Ticket


def gate_shown(agent: Agent, ticket: Ticket, course: Course) -> dict[str, Any] | None:
    """What was decided on the outcome of a run, or has to be; None where it goes by no limits."""
    gate, position = course.gate, course.position
    if gate is None or not position.outcome:
        return None
    shown = {"latest": gate.latest, "answer": _answered(gate.latest, gate) if gate.latest else ""}
    if position.step != AWAIT:
        return shown | {"is_open": True}
    if gate.is_waiting and gate.latest is not None:
        return shown | {"is_waiting": True} | _asked(agent, gate.latest)
    return shown | {"form": _form(agent, ticket, course, gate)}


def _answered(latest: OutcomeDecision, gate: Gate) -> str:
    amount = latest.granted_minor if latest.granted_minor is not None else latest.amount_minor
    return amount_words(amount, latest.currency or gate.currency) if amount is not None else ""


def _asked(agent: Agent, latest: OutcomeDecision) -> dict[str, Any]:
    """Who is asked, by when; a person who may not see the decision learns that it waits."""
    try:
        decision = access_decision(agent, latest.decision_id)
    except NotVisible:
        return {}
    return {
        "people": ", ".join(find_names(decision.approver_ids).values()),
        "deadline": decision.deadline_at,
        "why": decision.why,
        "may_take": agent.pk in decision.approver_ids and agent.pk != decision.asked_by_id,
    }


def _form(agent: Agent, ticket: Ticket, course: Course, gate: Gate) -> dict[str, Any]:
    """The amount that the playbook allows and its reason, filled in, and whether one may decide on that alone."""
    document, row = course.procedure.playbook, course.position.row
    answer = answer_for(agent, ticket, gate) if gate.most or not gate.has_amount else None
    return {
        "has_amount": gate.has_amount,
        "most": amount_words(gate.most, gate.currency) if gate.most else "",
        "value": amount_words(gate.most, "") if gate.most else "",
        "currency": gate.currency,
        "reason": spoken(document.decision.rows[row].why) if row is not None else "",
        "beyond": "" if answer is None or answer.is_allowed else answer.reason,
        "people": ", ".join(find_names(answer.approvers).values()) if answer and answer.approvers else "",
    }
