"""Limits: which counts for whom, and what speaks against somebody's deciding alone, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right, Role
from careline.accounts.queries import role_words
from careline.authority.models import Budget, Decision, DecisionKind, Guard, Limit
from careline.fields.contracts import say_money
from careline.tickets.queries.conditions import BadConditions, company_zone, facts_of, from_json, judge

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

RANKS = (Role.LIGHT_AGENT, Role.AGENT, Role.TEAM_LEAD, Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be decided on one ticket, with what counts for everybody: what was granted before, guards, the budget."""

    kind: DecisionKind
    ticket: Ticket
    amount: int | None
    currency: str
    before: int
    guards: tuple[Guard, ...]
    budget: Budget | None

    @property
    def is_over_budget(self) -> bool:
        """Whether it is more than the team's budget has left, or in another currency."""
        if self.budget is None or self.amount is None:
            return False
        return self.currency != self.budget.currency or self.amount > self.budget.left_minor


def case_of(
    kind: DecisionKind, ticket: Ticket, amount: int | None, currency: str, budget: Budget | None
) -> Case:
    """Put together what is to be decided. Two or three statements."""
    granted = Decision.objects.filter(
        ticket_id=ticket.pk, kind=kind, currency=currency, state=Decision.State.GRANTED
    )
    before = granted.aggregate(sum=Sum("granted_minor"))["sum"] or 0
    return Case(kind, ticket, amount, currency, before, _guards_that_hold(kind, ticket), budget)


def cases_of_many(
    kind: DecisionKind,
    tickets: Sequence[Ticket],
    amounts: Mapping[int, int],
    currency: str,
    before: Mapping[int, int],
) -> list[Case]:
    """The cases of one kind on many tickets, with what was granted `before`, apart from the budget. Few statements."""
    guards = [*Guard.objects.filter(Q(kind=kind) | Q(kind=None)).order_by("name")] if tickets else []
    facts = facts_of([one.pk for one in tickets]) if guards else {}
    return [
        Case(
            kind, one, amounts[one.pk], currency, before.get(one.pk, 0),
            tuple(guard for guard in guards if _holds(guard, facts[one.pk])), None,
        )
        for one in tickets
    ]  # fmt: skip


def limit_of(agent: Agent, kind: DecisionKind) -> Limit | None:
    """The limit that counts for somebody: their own, else their role's."""
    rows = Limit.objects.filter(Q(agent=agent) | Q(role=agent.role), kind=kind)
    return next(iter(sorted(rows, key=lambda row: row.agent_id is None)), None)


def objections_to(agent: Agent, case: Case, *, counts: bool = True) -> list[str]:
    """What speaks against this person's deciding this alone, each in a sentence; `counts`: also how often they did."""
    limit = limit_of(agent, case.kind)
    found = [*_of_limit(agent, limit, case)]
    if counts and limit is not None and limit.most_count is not None:
        taken = taken_in(agent, case.kind, limit.period)
        if taken >= limit.most_count:
            words = _("%(most)s %(period)s are within the limit, and there were %(taken)s.")
            found.append(
                words % {"most": limit.most_count, "period": limit.get_period_display(), "taken": taken}
            )
    for guard in case.guards:
        if not _reaches(agent, guard.least_role):
            words = _("“%(rule)s” needs the role %(role)s.")
            found.append(words % {"rule": guard.name, "role": role_words(guard.least_role)})
    return found + _of_budget(agent, case)


def taken_in(agent: Agent, kind: DecisionKind, period: str, *, at: datetime | None = None) -> int:
    """How many decisions of a kind somebody took alone in the running day, week or month."""
    decided = (
        Decision.State.GRANTED,
        Decision.State.WITHDRAWN,
    )  # taken back later: it was decided all the same
    own = Decision.objects.filter(asked_by=agent, decided_by=agent, kind=kind, state__in=decided)
    return own.filter(asked_at__gte=beginning_of(period, at or timezone.now())).count()


def beginning_of(period: str, at: datetime) -> datetime:
    """When the day, week (Monday) or month of a moment began, by the company's time zone."""
    midnight = at.astimezone(company_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == Limit.Period.WEEK:
        return (midnight - timedelta(days=midnight.weekday())).replace(hour=0)
    return midnight.replace(day=1) if period == Limit.Period.MONTH else midnight


def _of_limit(agent: Agent, limit: Limit | None, case: Case) -> list[str]:
    if limit is None:
        if agent.may(Right.MANAGE_LIMITS):
            return []
        return [_("There is no limit for “%(kind)s” in this role.") % {"kind": case.kind}]
    if case.amount is None or limit.most_minor is None:
        return []
    most = say_money(limit.most_minor, limit.currency)
    if case.currency != limit.currency:
        return [_("The limit is in another currency: %(most)s.") % {"most": most}]
    if case.amount + case.before <= limit.most_minor:
        return []
    if case.before:
        words = _("With the %(before)s granted here before it is more than the limit of %(most)s.")
        return [words % {"before": say_money(case.before, case.currency), "most": most}]
    return [_("It is more than the limit of %(most)s.") % {"most": most}]


def _of_budget(agent: Agent, case: Case) -> list[str]:
    budget = case.budget
    if (
        budget is None
        or not case.is_over_budget
        or agent.pk == budget.owner_id
        or agent.may(Right.MANAGE_LIMITS)
    ):
        return []
    left = say_money(budget.left_minor, budget.currency)
    if case.currency != budget.currency:
        return [_("The team’s budget is in another currency; %(left)s are left in it.") % {"left": left}]
    return [_("The team’s budget of this month has only %(left)s left.") % {"left": left}]


def _guards_that_hold(kind: DecisionKind, ticket: Ticket) -> tuple[Guard, ...]:
    guards = [*Guard.objects.filter(Q(kind=kind) | Q(kind=None)).order_by("name")]
    if not guards:
        return ()
    facts = facts_of([ticket.pk])[ticket.pk]
    return tuple(one for one in guards if _holds(one, facts))


def _holds(guard: Guard, facts: object) -> bool:
    """Whether a guard stands before this ticket; one that asks about a field that is gone does, to be safe."""
    try:
        return judge(from_json(guard.conditions), facts, at=timezone.now()).holds  # type: ignore[arg-type]
    except BadConditions:
        return True


def _reaches(agent: Agent, least: str) -> bool:
    ranks = {role.value: n for n, role in enumerate(RANKS)}
    return ranks.get(agent.role, -1) >= ranks.get(least, len(RANKS))
