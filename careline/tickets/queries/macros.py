"""Canned replies: which a person may use, and what they say here. A fixed table of placeholders, no template code."""

from __future__ import annotations

import html as html_module
import re
from typing import TYPE_CHECKING

from django.db.models import Q

from careline.accounts.queries import find_company, own_team_ids
from careline.tickets.contracts import FilledMacro, NotVisible
from careline.tickets.models import Macro, Ticket
from careline.tickets.wording import clean

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]{1,60})\s*\}\}")
PLACEHOLDERS = (
    "customer.name", "customer.first_name", "organisation.name", "ticket.number", "ticket.subject", "agent.name",
    "agent.first_name", "team.name", "company.name",
)  # fmt: skip


def macros_for(agent: Agent) -> list[Macro]:
    """The macros that this person may use: their own, their teams' and the company's, by name."""
    mine = Q(agent=agent) | Q(team_id__in=own_team_ids(agent)) | Q(agent=None, team=None)
    return [*Macro.objects.filter(mine, is_archived=False).order_by("name", "pk")]


def access_macro(agent: Agent, macro_id: int) -> Macro:
    """One macro that this person may use. Raises NotVisible."""
    found = next((macro for macro in macros_for(agent) if macro.pk == macro_id), None)
    if found is None:
        raise NotVisible(macro_id)
    return found


def fill(macro: Macro, *, ticket: Ticket, agent: Agent) -> FilledMacro:
    """The macro's text for this ticket. Values are escaped and never looked through for placeholders again."""
    values = _values(ticket, agent)
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if not values.get(name):
            missing.append(name)
        return html_module.escape(values.get(name, match.group()))

    filled = _PLACEHOLDER.sub(value, clean(macro.html))
    return FilledMacro(filled, tuple(dict.fromkeys(missing)))


def _values(ticket: Ticket, agent: Agent) -> dict[str, str]:
    company, organisation = find_company(), ticket.customer.organisation
    return {
        "customer.name": ticket.customer.name,
        "customer.first_name": _first(ticket.customer.name),
        "organisation.name": organisation.name if organisation else "",
        "ticket.number": str(ticket.pk),
        "ticket.subject": ticket.subject,
        "agent.name": agent.name,
        "agent.first_name": _first(agent.name),
        "team.name": ticket.team.name,
        "company.name": company.name if company else "",
    }


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""
