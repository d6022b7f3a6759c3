"""Whoever fills in a field that holds what was decided, decides: within their limits at once, beyond them not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.authority.actions.ask_decision import case_under_lock, decision_in, record_grant
from careline.authority.queries.deciding import answer_of, refusal_of
from careline.authority.queries.decisions import granted_on
from careline.authority.queries.filling import how_to_ask, kinds_filled, money_in, standing
from careline.fields.contracts import FieldsRefused, Target, say_money
from careline.fields.queries import all_fields

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.authority.models import DecisionKind
    from careline.tickets.models import Ticket


def decide_fields(ticket: Ticket, before: Mapping[str, Any], by: Agent | None, cause: int | None) -> None:
    """Answer for amounts that were written into a locked ticket; what was granted before, or stood there, is no new decision.

    Refuses (FieldsRefused) what goes beyond the limits, the count, a guard or the budget, and all that a rule (`by` None)
    would decide. Emits DecisionGranted for the rest.
    """
    refused = {}
    for kind in kinds_filled(before, ticket.fields):
        if words := _decide(kind, ticket, before, by, cause):
            refused[kind.field] = words
    if refused:
        raise FieldsRefused(refused, {one.key: one.label for one in all_fields(Target.TICKET)})


def _decide(
    kind: DecisionKind, ticket: Ticket, before: Mapping[str, Any], by: Agent | None, cause: int | None
) -> str:
    """Why it may not be; "" where it was decided."""
    amount, currency = money_in(ticket.fields, kind.field) or (0, "")
    granted = granted_on(ticket.pk, kind.key, currency)
    if amount <= max(granted, standing(before, kind, currency)):
        return ""
    if by is None:
        said = {"kind": kind, "granted": say_money(granted, currency)}
        return how_to_ask(_("“%(kind)s” is decided by people; %(granted)s are granted here so far.") % said)
    rest = amount - granted
    if refusal := refusal_of(by, kind, rest, currency):
        return refusal
    case = case_under_lock(kind, ticket, rest, currency, by)
    answer = answer_of(by, case)
    if not answer.is_allowed:
        return how_to_ask(answer.reason)
    reason = _("Filled in: %(amount)s") % {"amount": say_money(amount, currency)}
    record_grant(decision_in(case, by, reason=reason), case, by, cause=cause)
    return ""
