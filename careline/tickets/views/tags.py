"""Settings, tags: rename, merge into another, remove; each an order for many tickets, which can be undone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.contracts import BulkOrder, Refused, Selection
from careline.tickets.queries.tag_counts import tag_counts, tagged
from careline.tickets.views.doors import agent_page


@agent_page
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Show the tags with how many tickets have each, to who sees every team and may change tickets."""
    agent = agent_of(request)
    agent.require(Right.READ_ALL_TEAMS)
    agent.require(Right.CHANGE_TICKETS)
    beginning = request.GET.get("q", "").strip().lower()[:60]
    shown = {"tags": tag_counts(agent, beginning), "q": beginning}
    return render(request, "tickets/tags.html", shown)


@agent_page
@require_POST
def change_tag(request: HttpRequest) -> HttpResponse:
    """Put another tag in the place of one, or none; the worker does it, and its page shows how far it is."""
    agent = agent_of(request)
    agent.require(Right.READ_ALL_TEAMS)
    old, new = (request.POST.get(name, "").strip()[:60] for name in ("tag", "new"))
    if not new and "remove" not in request.POST:
        raise Refused(_("Say what the tag is called from now on."))
    order = BulkOrder(add_tags=(new,) if new and "remove" not in request.POST else (), remove_tags=(old,))
    run = start_bulk(Selection(numbers=tagged(agent, old)), order, by=agent)
    return redirect("tickets:bulk_run", run_id=run.pk)
