"""Fields of tickets that hold what was decided: which kind of decision a value stands for, and who may fill it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from careline.authority.models import Decision, DecisionKind
from careline.authority.queries.limits import Case, cases_of_many, objections_to
from careline.fields.contracts import Kind, Target
from careline.fields.queries import all_fields, clean

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

Values = Mapping[str, Any]


def money_in(values: Values, key: str) -> tuple[int, str] | None:
    """The amount in minor units and the currency that a field holds; None for nothing, or nothing of worth."""
    value = values.get(key)
    if not isinstance(value, dict) or "currency" not in value or value.get("amount", 0) <= 0:
        return None
    return value["amount"], value["currency"]


def kinds_filled(before: Values, after: Values) -> list[DecisionKind]:
    """The kinds of decision whose field holds another amount now. No statement where no amount changed."""
    changed = [key for key in after if after[key] != before.get(key) and money_in(after, key)]
    if not changed:
        return []
    return [*DecisionKind.objects.filter(field__in=changed, is_archived=False)]


def foretell(agent: Agent, tickets: Sequence[Ticket], given: Values) -> dict[int, str]:
    """Of raw values by key what this person may not write alone, in words by ticket. Budgets and counts come later."""
    kinds = {one.field: one for one in DecisionKind.objects.filter(field__in=[*given], is_archived=False)}
    infos = [one for one in all_fields(Target.TICKET) if one.key in kinds and one.kind == Kind.MONEY]
    found: dict[int, str] = {}
    for info in infos:
        try:
            wanted = money_in({info.key: clean(info, given[info.key])}, info.key)
        except ValueError:
            continue  # the form says so itself
        if wanted is not None:
            found |= _beyond(agent, kinds[info.key], wanted, tickets)
    return found


def how_to_ask(reason: str) -> str:
    """Why somebody may not fill this in alone, and how to ask for it."""
    asking = _("Ask for it beside the ticket, under “Decisions”; once it is granted, it is written in here.")
    return f"{reason} {asking}"


def _beyond(
    agent: Agent, kind: DecisionKind, wanted: tuple[int, str], tickets: Sequence[Ticket]
) -> dict[int, str]:
    amount, currency = wanted
    granted = _granted_on_many(kind, currency, [one.pk for one in tickets])
    raised = [
        one for one in tickets if amount > max(granted.get(one.pk, 0), standing(one.fields, kind, currency))
    ]
    cases = cases_of_many(
        kind, raised, {one.pk: amount - granted.get(one.pk, 0) for one in raised}, currency, granted
    )
    return _objected(agent, cases)


def _objected(agent: Agent, cases: Sequence[Case]) -> dict[int, str]:
    """Tickets that are alike are judged once."""
    said: dict[tuple[Any, ...], str] = {}
    found: dict[int, str] = {}
    for case in cases:
        alike = (case.amount, case.before, tuple(one.pk for one in case.guards))
        if alike not in said:
            said[alike] = " ".join(objections_to(agent, case, counts=False))
        if said[alike]:
            found[case.ticket.pk] = how_to_ask(said[alike])
    return found


def standing(values: Values, kind: DecisionKind, currency: str) -> int:
    """How much stands in a kind's field already, in minor units of a currency."""
    there = money_in(values, kind.field)
    return there[0] if there is not None and there[1] == currency else 0


def _granted_on_many(kind: DecisionKind, currency: str, ticket_ids: list[int]) -> dict[int, int]:
    rows = Decision.objects.filter(
        ticket_id__in=ticket_ids, kind=kind, currency=currency, state=Decision.State.GRANTED
    )
    return dict(rows.values_list("ticket_id").annotate(sum=Sum("granted_minor")).order_by())
