"""Results of a search, prepared as strings for the search page and the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.models import Priority, Status
from careline.tickets.queries.excerpts import mark
from careline.tickets.views.rows import CHANNEL_ICONS
from careline.ui.icons import icon
from careline.ui.times import local_time

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.queries.beside import Beside, FoundMacro
    from careline.tickets.queries.search import Answer, Found

ICONS = {"customers": "user", "organisations": "building-2", "macros": "zap"}


@dataclass(frozen=True, slots=True)
class Result:
    """One ticket found, ready to be written down."""

    number: int
    href: str
    icon: SafeString
    subject: SafeString | str
    language: str
    at: SafeString
    excerpt: SafeString
    file: str
    place: str
    customer: str
    status: str
    priority: str


@dataclass(frozen=True, slots=True)
class Other:
    """One customer, organisation or macro found; without an address it only says what it is."""

    name: SafeString
    aside: str
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """Those of one kind beside tickets; `count` is "3" or, where there are more, "3+"."""

    kind: str
    title: str
    icon: SafeString
    count: str
    has_more: bool
    more_url: str
    entries: list[Other]


def results_of(answer: Answer) -> list[Result]:
    """Prepare the tickets of an answer."""
    return [_result(found, answer.wanted) for found in answer.found]


def sections_of(agent: Agent, beside: Beside, words: str) -> list[Section]:
    """Prepare the kinds beside tickets of which something was found."""
    people = [
        Other(mark(one.name or _("Somebody"), words), _joined(one.email, one.organisation), _customer(one.id))
        for one in beside.customers
    ]
    companies = [
        Other(mark(one.name, words), one.domain, _organisation(one.id)) for one in beside.organisations
    ]
    macros = [Other(mark(one.name, words), one.text[:160], macro_href(agent, one)) for one in beside.macros]
    titled = (
        ("customers", _("Customers"), people),
        ("organisations", _("Organisations"), companies),
        ("macros", _("Macros"), macros),
    )
    return [_section(kind, title, entries, beside, words) for kind, title, entries in titled if entries]


def _section(kind: str, title: str, entries: list[Other], beside: Beside, words: str) -> Section:
    has_more = kind in beside.more
    return Section(
        kind, title, icon(ICONS[kind]), f"{len(entries)}{'+' if has_more else ''}", has_more,
        f"?{urlencode({'q': words, 'in': kind})}", entries,
    )  # fmt: skip


def _result(found: Found, wanted: str) -> Result:
    row, excerpt = found.row, found.excerpt
    return Result(
        number=row.number,
        href=found_href(found, wanted),
        icon=icon(CHANNEL_ICONS.get(row.channel, "mail")),
        subject=excerpt.subject or row.subject or _("(no subject)"),
        language=row.language,
        at=local_time(row.last_message_at),
        excerpt=excerpt.words,
        file=excerpt.file,
        place=_("Side conversation") if excerpt.side_id else "",
        customer=row.customer_name or _("Somebody"),
        status=str(Status(row.status).label),
        priority=str(Priority(row.priority).label) if row.priority > Priority.NORMAL else "",
    )


def found_href(found: Found, wanted: str) -> str:
    """The address of what was found: in the ticket, or in one of its side conversations."""
    excerpt = found.excerpt
    if excerpt.side_id:
        address = reverse("tickets:side_conversation", args=[excerpt.side_id])
        return f"{address}#side-message-{excerpt.message_id}"
    return ticket_href(found.row.number, excerpt.message_id, wanted)


def ticket_href(number: int, message_id: int, wanted: str) -> str:
    """The address of a ticket; at the message that was found, where the page marks the words."""
    address = reverse("tickets:ticket", kwargs={"number": number})
    if not message_id:
        return address
    return f"{address}?{urlencode({'found': message_id, 'words': wanted})}#message-{message_id}"


def macro_href(agent: Agent, macro: FoundMacro) -> str:
    """Where a macro can be changed, else where it stands in the list of those to use; "" for who uses none."""
    if macro.may_change:
        return reverse("tickets:macro_settings", kwargs={"macro_id": macro.id})
    return f"{reverse('tickets:macro_home')}#macro-{macro.id}" if agent.may(Right.CHANGE_TICKETS) else ""


def _customer(customer_id: int) -> str:
    return reverse("customers:customer", kwargs={"pk": customer_id})


def _organisation(organisation_id: int) -> str:
    return reverse("customers:organisation", kwargs={"pk": organisation_id})


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
