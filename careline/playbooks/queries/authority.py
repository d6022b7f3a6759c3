"""How far somebody may go alone with an outcome that costs money: as the house's limits say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.authority.contracts import Verdict
from careline.authority.queries.deciding import may_decide

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

KINDS = {"refund": "refund", "price_reduction": "refund", "goodwill": "goodwill"}


def needs_approval(agent: Agent, ticket: Ticket, kind: str, amount: int | None, currency: str) -> str:
    """Why a person can't decide on this amount (minor units) alone; "" where they can, or where no money is at stake."""
    if kind not in KINDS or not amount:
        return ""
    answer = may_decide(agent, KINDS[kind], amount=amount, currency=currency, ticket=ticket)
    return answer.reason if answer.verdict is Verdict.NEEDS_APPROVAL else ""
