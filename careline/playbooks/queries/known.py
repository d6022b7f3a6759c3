"""What the desk knows already of the facts that a playbook asks for: from the ticket, its customer, their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from careline.fields.queries import fields_for, plain_values
from careline.playbooks.procedure.schema import Playbook
from careline.playbooks.procedure.values import Value, read_value
from careline.tickets.queries.conditions import company_zone

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


_PRIORITIES = {1: "low", 2: "normal", 3: "high", 4: "urgent"}


def known_facts(playbook: Playbook, keys: Iterable[str], *, ticket: Ticket, agent: Agent) -> dict[str, Value]:
    """Of some facts those that the desk knows, as far as this person may see it. What doesn't fit is left out."""
    wanted = {key: playbook.facts[key].look_up for key in keys if playbook.facts[key].look_up}
    if not wanted:
        return {}
    sources = _sources(ticket, agent, set(wanted.values()))
    found = {}
    for key, source in wanted.items():
        if sources.get(source) in (None, ""):
            continue
        try:
            found[key] = read_value(playbook.facts[key], sources[source])
        except ValueError:
            continue
    return found


def _sources(ticket: Ticket, agent: Agent, wanted: set[str]) -> Mapping[str, Any]:
    customer = ticket.customer
    found: dict[str, Any] = {
        "ticket.type": ticket.type,
        "ticket.channel": ticket.channel,
        "ticket.language": ticket.language,
        "ticket.subject": ticket.subject,
        "ticket.created": ticket.created_at.astimezone(company_zone()).date(),
        "ticket.priority": _PRIORITIES[ticket.priority],
        "customer.name": customer.name,
        "customer.language": customer.language,
    }
    if "customer.email" in wanted:
        first = customer.identities.filter(kind="email").order_by("pk").first()
        found["customer.email"] = first.value if first else ""
    for prefix, target, values in (
        ("field.", "ticket", ticket.fields),
        ("customer_field.", "customer", customer.fields),
    ):
        if any(one.startswith(prefix) for one in wanted):
            plain = plain_values(fields_for(agent, target), values)
            found |= {f"{prefix}{key}": value for key, value in plain.items()}
    return found
