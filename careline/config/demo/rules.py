"""The rules of the demo company, and what they did to its tickets."""

from collections.abc import Iterable
from typing import Any

from careline.accounts.models import Agent
from careline.core.models import Event
from careline.rules.actions.run_rules import run_for_event
from careline.rules.actions.save_rule import create_rule, switch_rule
from careline.rules.contracts import Act, RuleDetails
from careline.rules.queries.ready import forget_rules
from careline.tickets.queries.conditions import from_json


def make_rules(told: Iterable[dict[str, Any]], *, by: Agent) -> None:
    """Make rules and switch them on; all that each asks must hold."""
    for one in told:
        listed = [{"field": field, "op": op, "value": value} for field, op, value in one["ask"]]
        acts = tuple(Act(do, value) for do, value in one["do"])
        conditions = from_json({"groups": [{"match": "all", "conditions": listed}]})
        details = RuleDetails(one["name"], one["when"], conditions, acts, one.get("hours", 0))
        switch_rule(create_rule(details, by=by), active=True, by=by)
    forget_rules()


def run_rules_of(ticket_id: int) -> None:
    """Let the rules run that its messages set off, as the worker would."""
    received = Event.objects.filter(subject=f"ticket:{ticket_id}", name="message.received").order_by("pk")
    for event_id in received.values_list("pk", flat=True):
        run_for_event(event_id)
