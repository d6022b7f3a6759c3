"""The tickets that a ticket is linked with, beside it: what they are to it, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.tickets.models import Link, Status, Ticket
from careline.tickets.queries.related import count_links
from careline.tickets.views.doors import may_of
from careline.ui.slots import register

if TYPE_CHECKING:
    from careline.accounts.models import Agent

UPWARD = "of-"
"""Before a kind in a form: this ticket is that to the other one, not the other to this."""
BACK = {
    Link.Kind.CHILD: gettext_lazy("Parent"),
    Link.Kind.INCIDENT: gettext_lazy("Problem"),
    Link.Kind.FOLLOW_UP: gettext_lazy("Earlier ticket"),
    Link.Kind.DUPLICATE: gettext_lazy("Original"),
    Link.Kind.SPLIT: gettext_lazy("Split from"),
}
MOST = 50


@dataclass(frozen=True, slots=True)
class Linked:
    """One linked ticket, ready to be shown."""

    number: int
    subject: str
    kind: str
    word: str
    status: str
    status_label: str
    is_above: bool


def kinds_to_choose() -> list[tuple[str, str]]:
    """What another ticket can be to this one, both ways, with the words for it."""
    kinds = []
    for kind in (Link.Kind.CHILD, Link.Kind.INCIDENT, Link.Kind.FOLLOW_UP, Link.Kind.DUPLICATE):
        kinds += [(kind.value, str(kind.label)), (f"{UPWARD}{kind.value}", str(BACK[kind]))]
    return [*kinds, (Link.Kind.RELATED.value, str(Link.Kind.RELATED.label))]


def linked_with(agent: Agent, ticket: Ticket) -> list[Linked]:
    """The linked tickets that the person may see, each with what it is to this one."""
    visible = Ticket.objects.visible_to(agent)
    down = ticket.links_out.filter(target__in=visible).select_related("target").order_by("pk")[:MOST]
    up = ticket.links_in.filter(source__in=visible).select_related("source").order_by("pk")[:MOST]
    rows = [(link, link.source, True) for link in up] + [(link, link.target, False) for link in down]
    return [
        Linked(
            number=other.pk,
            subject=other.subject or _("(no subject)"),
            kind=link.kind,
            word=_word(Link.Kind(link.kind), is_above),
            status=Status(other.status).word,
            status_label=other.get_status_display(),
            is_above=is_above,
        )
        for link, other, is_above in rows
    ]


def _word(kind: Link.Kind, is_above: bool) -> str:
    return str(BACK.get(kind, kind.label) if is_above else kind.label)


def side_too(answer: HttpResponse) -> HttpResponse:
    """Have the page fetch the panes beside the ticket again too."""
    answer["HX-Trigger"] = "careline:side"
    return answer


@register("ticket.side", order=50)
def side(request: HttpRequest, *, ticket: Ticket) -> str | None:
    """Show the linked tickets."""
    agent = cast("Agent", request.user)
    links = linked_with(agent, ticket)
    if not links:
        return None
    figures = count_links(agent, ticket)
    context = {"ticket": ticket, "links": links, "figures": figures, "may": may_of(agent)}
    return render_to_string("tickets/_links.html", context, request)
