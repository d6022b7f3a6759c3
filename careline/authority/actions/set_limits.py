"""Set limits, name kinds of decision, and guard tickets on which only some decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right, Role
from careline.authority.contracts import AuthorityRefused
from careline.authority.events import LimitsChanged
from careline.authority.models import DecisionKind, Guard, Limit
from careline.authority.queries.settings import money_fields
from careline.core.events import emit
from careline.tickets.queries.conditions import (
    Conditions,
    check_conditions,
    judge_of,
    to_json,
)

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_KINDS, MOST_GUARDS = 40, 40
_FIELDS = ("most_minor", "currency", "most_count", "period")


@dataclass(frozen=True, slots=True)
class LimitDetails:
    """One limit as it is to be: of a role, or of a person. `most_minor` and `most_count` None: no bound."""

    most_minor: int | None = None
    currency: str = ""
    most_count: int | None = None
    period: str = "month"


@transaction.atomic
def set_limit(
    kind: DecisionKind, details: LimitDetails | None, *, by: Agent, role: str = "", agent: Agent | None = None
) -> None:
    """Say how far a role, or one person, may go alone; None: not at all (the person: as their role).

    Refuses (AuthorityRefused) an amount without a currency, and a role that there is not. Emits LimitsChanged, if it did.
    """
    by.require(Right.MANAGE_LIMITS)
    if (role not in {*Role}) if agent is None else bool(role):
        raise AuthorityRefused(_("A limit is that of a role, or of one person."))
    rows = Limit.objects.select_for_update().filter(kind=kind, role=role, agent=agent)
    before = rows.first()
    if details is None:
        if before is not None:
            rows.delete()
            _tell(by, kind, role, agent, None)
        return
    values = _checked(details)
    if before is not None and all(getattr(before, name) == values[name] for name in _FIELDS):
        return
    Limit.objects.update_or_create(kind=kind, role=role, agent=agent, defaults=values)
    _tell(by, kind, role, agent, values)


def _checked(details: LimitDetails) -> dict[str, Any]:
    amount, currency = details.most_minor, details.currency.upper() if details.most_minor is not None else ""
    if amount is not None and (amount < 0 or len(currency) != 3 or not currency.isalpha()):
        raise AuthorityRefused(_("Write an amount with its currency, such as 50 EUR."))
    if details.period not in Limit.Period.values or (details.most_count or 0) < 0:
        raise AuthorityRefused(_("There is no such period."))
    return {
        "most_minor": amount,
        "currency": currency,
        "most_count": details.most_count,
        "period": details.period,
    }


def _tell(
    by: Agent, kind: DecisionKind, role: str, agent: Agent | None, values: dict[str, Any] | None
) -> None:
    changed = {"kind": kind.key, "role": role, "agent_id": agent.pk if agent else 0, "limit": values}
    emit(LimitsChanged(changed=changed), by=by.actor)


@transaction.atomic
def save_kind(
    name: str,
    *,
    by: Agent,
    key: str = "",
    has_amount: bool = True,
    uses_budget: bool = False,
    is_archived: bool = False,
    field: str = "",
) -> DecisionKind:
    """Name a kind of decision, or change the one with this key; `field` is the tickets' field that holds its amount.

    Refuses a missing name, and a field that holds no money, or is another kind's. Emits LimitsChanged.
    """
    by.require(Right.MANAGE_LIMITS)
    said = " ".join(name.split())[:80]
    key = key or slugify(said)[:40]
    known = DecisionKind.objects.filter(key=key).first()
    if not key or not (said or known):
        raise AuthorityRefused(_("Give it a name."))
    if known is None and DecisionKind.objects.count() >= MOST_KINDS:
        raise AuthorityRefused(_("There can be at most %(most)s.") % {"most": MOST_KINDS})
    values = {
        "name": said, "has_amount": has_amount, "uses_budget": uses_budget and has_amount, "is_archived": is_archived,
        "field": _field(field, key) if has_amount else "",
    }  # fmt: skip
    kind, _made = DecisionKind.objects.update_or_create(key=key, defaults=values)
    emit(LimitsChanged(changed={"kind": key, **values}), by=by.actor)
    return kind


def _field(field: str, key: str) -> str:
    if field and all(one.key != field for one in money_fields()):
        raise AuthorityRefused(_("Choose a field of tickets that holds money."))
    if field and DecisionKind.objects.filter(field=field).exclude(key=key).exists():
        raise AuthorityRefused(_("This field holds the amounts of another kind already."))
    return field


@transaction.atomic
def save_guard(
    name: str,
    conditions: Conditions,
    *,
    least_role: str,
    by: Agent,
    kind: DecisionKind | None = None,
    guard: Guard | None = None,
) -> Guard:
    """Have only those of a role or above decide where conditions hold of the ticket; `kind` None: in every kind.

    Refuses (AuthorityRefused) a missing or taken name, a role that there is not, and no conditions; raises BadConditions
    for those that make no sense. Emits LimitsChanged.
    """
    by.require(Right.MANAGE_LIMITS)
    said = " ".join(name.split())[:120]
    if not said or Guard.objects.filter(name__iexact=said).exclude(pk=guard.pk if guard else 0).exists():
        raise AuthorityRefused(_("Give it a name that no other has."))
    if least_role not in {Role.AGENT, Role.TEAM_LEAD, Role.MANAGER, Role.ADMIN}:
        raise AuthorityRefused(_("There is no such role."))
    if not [*conditions]:
        raise AuthorityRefused(_("Say on which tickets."))
    if guard is None and Guard.objects.count() >= MOST_GUARDS:
        raise AuthorityRefused(_("There can be at most %(most)s.") % {"most": MOST_GUARDS})
    checked = check_conditions(conditions, by)
    judge_of(checked)
    row = guard or Guard()
    row.name, row.kind, row.conditions, row.least_role = said, kind, to_json(checked), least_role
    row.save()
    emit(
        LimitsChanged(changed={"guard": said, "role": least_role, "conditions": row.conditions}),
        by=by.actor,
    )
    return row


@transaction.atomic
def remove_guard(guard: Guard, *, by: Agent) -> None:
    """Let limits alone count again where this stood before. Emits LimitsChanged, once."""
    by.require(Right.MANAGE_LIMITS)
    if Guard.objects.filter(pk=guard.pk).delete()[0]:
        emit(LimitsChanged(changed={"guard": guard.name, "role": ""}), by=by.actor)
