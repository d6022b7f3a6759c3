"""Which outcomes go by the house's limits, and what was decided on them: read from what runs asked, and from authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from careline.authority.contracts import Answer
from careline.authority.queries.deciding import find_kind, may_decide
from careline.playbooks.models import OutcomeDecision, Run
from careline.playbooks.procedure.values import limit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careline.accounts.models import Agent
    from careline.playbooks.procedure.schema import Playbook
    from careline.playbooks.procedure.values import Value
    from careline.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before the steps of an outcome: the kind of decision, and what was asked and answered so far.

    `most` is what the playbook allows, in minor units of `currency`; None where it sets no limit. `latest` is the newest
    request of this outcome, a granted one before any other.
    """

    kind: str
    has_amount: bool
    most: int | None
    currency: str
    latest: OutcomeDecision | None

    @property
    def is_closed(self) -> bool:
        """Whether nobody may go on yet."""
        return self.latest is None or self.latest.state != OutcomeDecision.State.GRANTED

    @property
    def is_waiting(self) -> bool:
        """Whether somebody was asked and did not answer yet."""
        return self.latest is not None and self.latest.state == OutcomeDecision.State.WAITING


def gate_of(run: Run, playbook: Playbook, outcome_key: str, given: Mapping[str, Value]) -> Gate | None:
    """What stands before an outcome of a run; None where it goes by no limits, or nothing is at stake.

    A kind of decision that the house put away is decided by nobody. Two statements where it goes by limits, none elsewhere.
    """
    outcome = playbook.outcomes.get(outcome_key)
    most = limit_of(playbook, outcome, given) if outcome else None
    if outcome is None or not outcome.decided_as or most == 0:
        return None
    rows = OutcomeDecision.objects.filter(run=run, outcome=outcome_key).select_related(
        "asked_by", "decided_by"
    )
    asked = [*rows.order_by("-pk")]
    latest = next(
        (one for one in asked if one.state == OutcomeDecision.State.GRANTED), asked[0] if asked else None
    )
    kind = find_kind(outcome.decided_as)
    if kind is None:
        return None
    return Gate(kind.key, kind.has_amount, most, playbook.currency, latest)


def answer_for(agent: Agent, ticket: Ticket, gate: Gate) -> Answer:
    """Whether somebody could decide on the most that the playbook allows alone; else why not, and who could."""
    amount = gate.most if gate.has_amount else None
    return may_decide(
        agent, gate.kind, amount=amount, currency=gate.currency if amount else "", ticket=ticket
    )
