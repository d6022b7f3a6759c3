"""The first results of a search while it is typed, for the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.queries.beside import find_beside
from careline.tickets.queries.quick import SHORTEST, quick_search
from careline.tickets.views.doors import agent_page
from careline.tickets.views.results import ICONS, found_href, macro_href
from careline.tickets.views.rows import CHANNEL_ICONS
from careline.ui.icons import SPRITE
from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.queries.beside import Beside
    from careline.tickets.queries.search import Answer

MOST_TICKETS, MOST_OTHERS = 6, 3


@register("palette")
def source(request: HttpRequest) -> str:
    """Tell the palette where to ask for what is typed in it."""
    if not (request.user.is_authenticated and request.user.may(Right.READ_TICKETS)):
        return ""
    return format_html(
        '<template data-first-results="{}" data-all="{}" data-label="{}" data-group="{}"></template>',
        reverse("tickets:first_results"),
        reverse("tickets:search"),
        _("Everything for “{}”"),
        _("Search"),
    )


@agent_page
@require_safe
def first_results(request: HttpRequest) -> HttpResponse:
    """Say what the words typed so far find first, in groups; the last word may be unfinished."""
    agent, words = agent_of(request), request.GET.get("q", "").strip()
    answer = quick_search(agent, words)
    beside = find_beside(agent, words if len(words) >= SHORTEST else "", limit=MOST_OTHERS)
    groups = [*_others(agent, beside, words), (_("Tickets"), _tickets(answer))]
    return JsonResponse(
        {"groups": [{"title": title, "entries": entries} for title, entries in groups if entries]}
    )


def _tickets(answer: Answer) -> list[dict[str, str]]:
    return [
        _entry(
            found.row.subject or _("(no subject)"),
            f"#{found.row.number} {found.row.customer_name}",
            CHANNEL_ICONS.get(found.row.channel, "mail"),
            found_href(found, answer.wanted),
        )
        for found in answer.found[:MOST_TICKETS]
    ]


def _others(agent: Agent, beside: Beside, words: str) -> list[tuple[str, list[dict[str, Any]]]]:
    people = [
        _entry(one.name or _("Somebody"), one.email, ICONS["customers"], _to("customers:customer", one.id))
        for one in beside.customers
    ]
    companies = [
        _entry(one.name, one.domain, ICONS["organisations"], _to("customers:organisation", one.id))
        for one in beside.organisations
    ]
    everywhere = f"{reverse('tickets:search')}?{urlencode({'q': words, 'in': 'macros'})}"
    macros = [
        _entry(one.name, "", ICONS["macros"], macro_href(agent, one) or everywhere)
        | {"tell": "macro", "with": one.id}
        for one in beside.macros
    ]
    return [(_("Customers"), people), (_("Organisations"), companies), (_("Macros"), macros)]


def _to(name: str, pk: int) -> str:
    return reverse(name, kwargs={"pk": pk})


def _entry(name: str, aside: str, icon: str, href: str) -> dict[str, Any]:
    return {"name": name, "aside": aside, "icon": f"{static(SPRITE)}#{icon}", "href": href}
