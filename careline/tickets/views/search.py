"""The search page: what was asked, what was found, and how far back we looked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from careline.tickets.models import Priority, Status
from careline.tickets.queries.search import Found, search
from careline.tickets.views.doors import agent_of, agent_page, is_part
from careline.tickets.views.rows import CHANNEL_ICONS
from careline.ui.icons import icon
from careline.ui.times import local_time

EXAMPLES = (
    ("status:open", gettext_lazy("new, open, pending, on_hold, solved or closed")),
    ("assignee:me", gettext_lazy("or nobody, or an address")),
    ("from:ana@shop.example", gettext_lazy("the customer’s name or address")),
    ("has:attachment", gettext_lazy("with files")),
    ("tag:warranty", gettext_lazy("with this tag")),
    ("created:>2026-01-31", gettext_lazy("since a day")),
    ('"rear brake"', gettext_lazy("these words in this order")),
    ("-helmet", gettext_lazy("without this word")),
)


@dataclass(frozen=True, slots=True)
class Result:
    """One ticket found, ready to be written down."""

    number: int
    href: str
    icon: SafeString
    subject: str
    language: str
    at: SafeString
    excerpt: SafeString
    customer: str
    status: str
    priority: str


@agent_page
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found; a single `#12` goes straight to the ticket. For htmx only the next results."""
    words = request.GET.get("q", "").strip()
    answer = search(agent_of(request), words, after=request.GET.get("after", ""))
    if words.startswith("#") and words[1:].isdecimal() and len(answer.found) == 1:
        return redirect("tickets:ticket", answer.found[0].row.number)
    context = {
        "words": words,
        "results": [_result(found) for found in answer.found],
        "problems": answer.problems,
        "back_to": answer.back_to,
        "more_url": f"?{urlencode({'q': words, 'after': answer.next})}" if answer.next else "",
        "examples": EXAMPLES,
    }
    return render(request, "tickets/_results.html" if is_part(request) else "tickets/search.html", context)


def _result(found: Found) -> Result:
    row = found.row
    return Result(
        number=row.number,
        href=f"/tickets/{row.number}/",
        icon=icon(CHANNEL_ICONS.get(row.channel, "mail")),
        subject=row.subject or _("(no subject)"),
        language=row.language,
        at=local_time(row.last_message_at),
        excerpt=found.excerpt,
        customer=row.customer_name or _("Somebody"),
        status=str(Status(row.status).label),
        priority=str(Priority(row.priority).label) if row.priority > Priority.NORMAL else "",
    )
