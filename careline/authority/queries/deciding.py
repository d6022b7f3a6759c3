"""Whether somebody may decide something on a ticket alone, and who could approve it if not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.authority.contracts import Answer, Verdict
from careline.authority.models import Budget, DecisionKind
from careline.authority.queries.budgets import budget_of, this_month
from careline.authority.queries.ladder import people_on, steps_of, stood_in_for, top_people
from careline.authority.queries.limits import Case, case_of, objections_to
from careline.tickets.queries.watching import who_sees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

USUAL_HOURS = 4


def may_decide(
    agent: Agent, kind: str, *, amount: int | None = None, currency: str = "", ticket: Ticket
) -> Answer:
    """Whether an agent may decide this alone on a ticket that they see; if not, why, and who could approve it.

    `kind` is the key of a DecisionKind; `amount` is in minor units of `currency` (ISO 4217). Changes nothing: what is
    allowed now may not be any more when it is asked for (`ask_decision`).
    """
    found = find_kind(kind)
    refusal = refusal_of(agent, found, amount, currency)
    if found is None or refusal:
        return Answer(Verdict.REFUSED, refusal)
    budget = budget_of(ticket.team_id, this_month()) if found.uses_budget else None
    return answer_of(agent, case_of(found, ticket, amount, currency, budget))


def find_kind(key: str) -> DecisionKind | None:
    """The kind of decision with this key, if it is still taken."""
    return DecisionKind.objects.filter(key=key, is_archived=False).first()


def refusal_of(agent: Agent, kind: DecisionKind | None, amount: int | None, currency: str) -> str:
    """Why this can't even be asked for; "" if it can."""
    if kind is None:
        return _("There is no such kind of decision.")
    if not agent.may(Right.CHANGE_TICKETS):
        return _("Your role decides nothing on tickets.")
    if kind.has_amount and (not amount or amount < 0 or len(currency) != 3):
        return _("Say how much, and in which currency.")
    if not kind.has_amount and amount is not None:
        return _("“%(kind)s” is not about money.") % {"kind": kind}
    return ""


def answer_of(agent: Agent, case: Case) -> Answer:
    """The answer for a case that can be decided."""
    objections = objections_to(agent, case)
    if not objections:
        return Answer(Verdict.ALLOWED, _("This is within your limits."))
    level, people, _hours = next_level(case, asked_by=agent.pk, after=0)
    return Answer(Verdict.NEEDS_APPROVAL, " ".join(objections), tuple(one.pk for one in people), level)


def next_level(case: Case, *, asked_by: int, after: int) -> tuple[int, list[Agent], int | None]:
    """The next level behind `after` with somebody who may decide this alone: its number, the people, and its hours.

    The last level, of those who look after limits, has no hours: there nothing is passed on.
    """
    last = 0
    for number, people, hours in _levels(case):
        last = number
        if number <= after:
            continue
        able = able_among(people, case, asked_by=asked_by)
        if able:
            return number, able, hours
    return last, [], None


def able_among(people: Sequence[Agent], case: Case, *, asked_by: int) -> list[Agent]:
    """Those of some people who see the ticket and may decide this alone, and did not ask for it themselves."""
    sees = {*who_sees(case.ticket, [one.pk for one in people])}
    may = (one for one in people if one.pk != asked_by and one.pk in sees and one.may(Right.NOTE))
    return [one for one in may if not objections_to(one, case, counts=False)]


def _levels(case: Case) -> Iterator[tuple[int, list[Agent], int | None]]:
    """Whom to ask in turn: the budget's owner first where it is about the budget, then up the ladder, then the top."""
    number = 0
    if case.budget is not None and case.is_over_budget:
        number = 1
        yield number, stood_in_for(find_agents([case.budget.owner_id])), USUAL_HOURS
    for step in steps_of(case.ticket.team_id):
        number += 1
        yield number, people_on(step, case.ticket.team_id), step.hours
    yield number + 1, top_people(), None


def budget_drawn_on(
    kind: DecisionKind, budget: Budget | None, amount: int | None, currency: str
) -> Budget | None:
    """The budget that this is taken from: the team's, where the kind uses it and the currency is the same."""
    is_taken = kind.uses_budget and budget is not None and amount is not None and currency == budget.currency
    return budget if is_taken else None
