"""Many tickets at once: what to do with them, what that would come to, how it goes, and what became of each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.bulk_start import most_of, start_bulk, stop_bulk
from careline.tickets.actions.bulk_undo import undo_bulk
from careline.tickets.actions.bulk_work import order_of
from careline.tickets.bulk_forms import KINDS, BulkForm
from careline.tickets.contracts import BulkOrder, Refused, Selection
from careline.tickets.forms import first_error
from careline.tickets.models import BulkItem, BulkRun
from careline.tickets.queries.bulk import MOST, access_run, items_of, resolve, runs_of
from careline.tickets.queries.bulk_plan import plan, samples
from careline.tickets.queries.macros import macros_for
from careline.tickets.queries.placeholders import PLACEHOLDERS
from careline.tickets.views.bulk_words import figures, listed, outcome, run_words
from careline.tickets.views.doors import agent_page, is_part
from careline.ui.numbers import number_of

PAGE = 100
_NEEDS = {"reply": Right.REPLY, "spam": Right.CHANGE_CUSTOMERS}
RUNS = 50


@agent_page
@require_POST
def ask(request: HttpRequest, what: str) -> HttpResponse:
    """Ask in a dialog what to do with the chosen tickets. Changes nothing; a POST, because numbers are many."""
    agent = agent_of(request)
    agent.require(_NEEDS.get(what, Right.CHANGE_TICKETS))
    if what not in KINDS:
        raise Http404(what)
    form = _form(request, what)
    form.is_valid()
    chosen = form.selection()
    initial: dict[str, Any] = {
        "numbers": ",".join(map(str, chosen.numbers)),
        "view": chosen.view,
        "words": chosen.words,
    }
    initial |= {"field": form.data.get("field", "")} if what == "fields" else {"spam": what == "spam"}
    macros = macros_for(agent) if what == "macro" else []
    shown = {
        "form": BulkForm(agent=agent, what=what, macros=macros, initial=initial),
        "what": what,
        "placeholders": PLACEHOLDERS.items() if what == "reply" else (),
    }
    return render(request, "tickets/bulk_ask.html", shown)


def _form(request: HttpRequest, what: str = "") -> BulkForm:
    agent = agent_of(request)
    macros = macros_for(agent) if request.POST.get("macro_id") else []
    return BulkForm(request.POST, agent=agent, what=what, macros=macros)


def _asked(request: HttpRequest) -> tuple[Selection, BulkOrder]:
    form = _form(request)
    if not form.is_valid():
        raise Refused(first_error(form))
    return form.selection(), form.order()


@agent_page
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show what an order would come to, with the words that one of the customers would get. Changes nothing."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_TICKETS)
    try:
        selection, order = _asked(request)
        numbers = resolve(agent, selection, limit=most_of(order, agent, usual=MOST))
    except Refused as refusal:
        return render(request, "tickets/bulk_preview.html", {"trouble": str(refusal)})
    if order == BulkOrder() or (not order.macro_id and order.sends and not order.html):
        return render(request, "tickets/bulk_preview.html", {"count": len(numbers)})
    told = plan(agent, order, numbers)
    place = min(max(number_of(request.POST.get("at", "")), 1), len(told.can) or 1)
    shown: dict[str, Any] = {
        "plan": told,
        "order": order,
        "count": len(numbers),
        "cannot": [(why, len(them), listed(them)) for why, them in told.cannot],
    }
    if order.sends and told.can:
        shown["sample"], shown["words"] = samples(agent, order, told.can[place - 1])
        shown |= {"place": place, "before": place - 1, "after": place + 1 if place < len(told.can) else 0}
    return render(request, "tickets/bulk_preview.html", shown)


@agent_page
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Give the order; the answer shows how it goes."""
    selection, order = _asked(request)
    run = start_bulk(selection, order, by=agent_of(request))
    return _progress(request, run.pk, "tickets/bulk_started.html")


@agent_page
@require_safe
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show how far an order is."""
    return _progress(request, run_id, "tickets/_bulk_progress.html")


@agent_page
@require_POST
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop an order after the ticket that it is at."""
    stop_bulk(run_id, by=agent_of(request))
    return _progress(request, run_id, "tickets/_bulk_progress.html")


@agent_page
@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take back what an order did."""
    run = undo_bulk(run_id, by=agent_of(request))
    return _progress(request, run.pk, "tickets/bulk_started.html")


def _progress(request: HttpRequest, run_id: int, template: str) -> HttpResponse:
    if not is_part(request):
        return redirect("tickets:bulk_run", run_id)
    return render(request, template, _shown(access_run(agent_of(request), run_id)))


def _shown(run: BulkRun) -> dict[str, Any]:
    is_over = run.state in {BulkRun.State.DONE, BulkRun.State.STOPPED}
    counted = figures(run)
    return {
        "run": run,
        "title": run_words(run, order_of(run)),
        "words": outcome(run),
        "figures": counted,
        "is_over": is_over,
        "can_undo": is_over
        and counted["changed"] > 0
        and not run.undoes_id
        and not hasattr(run, "undone_by"),
    }


@agent_page
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Show the orders of the person, and for who leads those of others too."""
    agent = agent_of(request)
    agent.require(Right.READ_TICKETS)
    shown = [_shown(run) for run in runs_of(agent)[:RUNS]]
    return render(request, "tickets/bulk_runs.html", {"runs": shown, "me": agent})


@agent_page
@require_safe
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show what became of each ticket of an order."""
    agent = agent_of(request)
    run = access_run(agent, run_id)
    items = items_of(run, agent=agent, after=number_of(request.GET.get("after", "")), limit=PAGE + 1)
    shown = _shown(run) | {"items": items[:PAGE], "states": BulkItem.State}
    shown["next"] = items[PAGE - 1].pk if len(items) > PAGE else 0
    return render(request, "tickets/bulk_run.html", shown)
