"""Placeholders in canned words: a fixed table of names, a grammar of one line, and no code anywhere.

`{{customer.first_name}}`, or with what stands there where the value is missing: `{{customer.first_name|there}}`.
Values are escaped, put in once, and never looked through again: braces in a customer's words stay words.
"""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import company_words
from careline.tickets.contracts import FilledMacro

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

_GAP = r"(?:\s|&nbsp;){0,20}"
_PLACEHOLDER = re.compile(r"\{\{" + _GAP + r"([a-z][a-z_.]{0,59})" + _GAP + r"(?:\|([^{}|<>]{0,200}))?\}\}")
_EDGES = re.compile(rf"^{_GAP}|{_GAP}$")

PLACEHOLDERS: dict[str, _StrPromise] = {
    "customer.first_name": _("First name of the customer"),
    "customer.name": _("Name of the customer"),
    "customer.email": _("E-mail address of the customer"),
    "organisation.name": _("Organisation of the customer"),
    "ticket.number": _("Number of the ticket"),
    "ticket.subject": _("Subject of the ticket"),
    "agent.name": _("Your name"),
    "agent.first_name": _("Your first name"),
    "team.name": _("Team of the ticket"),
    "company.name": _("Name of the company"),
    "company.address": _("Postal address of the company"),
    "company.phone": _("Phone number of the company"),
    "company.hours": _("When people can reach the company"),
}


def values_for(ticket: Ticket, agent: Agent | None) -> dict[str, str]:
    """What each placeholder stands for in this ticket, by name; "" where there is nothing, or nobody who writes."""
    identity = ticket.customer.identities.filter(kind="email").order_by("pk").first()
    return known_values(ticket, agent, company=company_words(), email=identity.value if identity else "")


def known_values(
    ticket: Ticket, agent: Agent | None, *, company: Mapping[str, str], email: str
) -> dict[str, str]:
    """The same from what was read already: the ticket with its team, customer and organisation."""
    organisation = ticket.customer.organisation
    return {
        "customer.name": ticket.customer.name,
        "customer.first_name": _first(ticket.customer.name),
        "customer.email": email,
        "organisation.name": organisation.name if organisation else "",
        "ticket.number": str(ticket.pk),
        "ticket.subject": ticket.subject,
        "agent.name": agent.name if agent else "",
        "agent.first_name": _first(agent.name) if agent else "",
        "team.name": ticket.team.name,
        **company,
    }


def fill_html(html: str, values: Mapping[str, str], *, mark: Callable[[str], str] = str) -> FilledMacro:
    """Clean HTML with its placeholders filled; `mark` may wrap each escaped value, say in a preview.

    One without value and without fallback stays as it is written, so that it is seen.
    """
    return _fill(html, values, lambda words: mark(html_module.escape(words)))


def fill_text(text: str, values: Mapping[str, str]) -> FilledMacro:
    """The same for plain words: nothing is escaped."""
    return _fill(text, values, str)


def unknown_placeholders(words: str) -> list[str]:
    """The names in double braces that are none of ours, each once; for whoever writes the words."""
    names = (match.group(1) for match in _PLACEHOLDER.finditer(words))
    return [*dict.fromkeys(name for name in names if name not in PLACEHOLDERS)]


def _fill(words: str, values: Mapping[str, str], put: Callable[[str], str]) -> FilledMacro:
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        name, fallback = match.group(1), match.group(2)
        if name in PLACEHOLDERS and values.get(name):
            return put(values[name])
        if fallback is not None:
            return _EDGES.sub("", fallback)
        missing.append(name)
        return match.group()

    return FilledMacro(_PLACEHOLDER.sub(value, words), tuple(dict.fromkeys(missing)))


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""
