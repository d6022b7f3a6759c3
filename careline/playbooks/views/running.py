"""Following a playbook beside a ticket. Every answer is the panel anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.core import files
from careline.core.download import as_download
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.start_run import start_run, stop_run
from careline.playbooks.contracts import Deed, Moved, PlaybookRefused, Upload
from careline.playbooks.procedure.values import minor
from careline.playbooks.queries.runs import access_evidence, access_run, course_of
from careline.playbooks.views.doors import agent_page, number_of
from careline.playbooks.views.shown import in_customers_language, panel_context
from careline.tickets.actions.attach_file import MOST_BYTES
from careline.tickets.actions.note_read import note_read
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.placeholders import fill_html, values_for

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

FACT, SEEN = "fact.", "seen."


@agent_page
@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show the playbooks of a ticket."""
    agent = agent_of(request)
    return show_panel(request, agent, access_ticket(agent, number))


def show_panel(request: HttpRequest, agent: Agent, ticket: Ticket, *, toast: str = "") -> HttpResponse:
    """Answer with the panel; outside htmx go to the ticket."""
    if request.method == "POST" and request.headers.get("HX-Request") != "true":
        return redirect("tickets:ticket", ticket.pk)
    context = panel_context(agent, ticket) | {"toast": toast, "is_answer": request.method == "POST"}
    return render(request, "playbooks/panel.html", context)


@agent_page
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Begin to follow a playbook."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    start_run(ticket, request.POST.get("key", ""), by=agent)
    return show_panel(request, agent, access_ticket(agent, number))


@agent_page
@require_POST
def facts(request: HttpRequest, run_id: int) -> HttpResponse:
    """Write down what was found out; fields left empty are left open."""
    agent = agent_of(request)
    run = access_run(agent, run_id)
    posted = request.POST
    given = {name.removeprefix(FACT): value for name, value in posted.items() if name.startswith(FACT)}
    seen = {name.removeprefix(SEEN): value for name, value in posted.items() if name.startswith(SEEN)}
    give_facts(run.pk, {key: str(value) for key, value in given.items()}, by=agent, seen=seen)
    return show_panel(request, agent, access_ticket(agent, run.ticket_id))


@agent_page
@require_POST
def step(request: HttpRequest, run_id: int, key: str) -> HttpResponse:
    """Do the step at hand; if a colleague was faster, show how it stands now."""
    agent, posted = agent_of(request), request.POST
    run = access_run(agent, run_id)
    deed = Deed(
        answer=posted.get("answer", "done"),
        evidence=posted.get("evidence", ""),
        message_id=number_of(posted.get("message", "")),
        attachment_id=number_of(posted.get("file", "")),
        team_id=number_of(posted.get("team", "")),
        turn=number_of(posted.get("turn", "0")),
        files=_uploaded(request),
    )
    words = ""
    try:
        do_step(run.pk, key, deed, by=agent)
    except Moved as moved:
        words = str(moved)
    return show_panel(request, agent, access_ticket(agent, run.ticket_id), toast=words)


def _uploaded(request: HttpRequest) -> tuple[Upload, ...]:
    """The files that came with a step, read only if they are not too large."""
    arrived = [one for one in request.FILES.getlist("proof") if one.name]
    if sum(one.size or 0 for one in arrived) > MOST_BYTES:
        raise PlaybookRefused(_("These files are too large: at most 20 MB prove a step."))
    return tuple(Upload(one.name or "file", one.read()) for one in arrived)


@agent_page
@require_POST
def decision(request: HttpRequest, run_id: int) -> HttpResponse:
    """Decide on the outcome, or ask who may; if a colleague was faster, show how it stands now."""
    agent, posted = agent_of(request), request.POST
    run = access_run(agent, run_id)
    words, said = "", posted.get("amount", "").strip()
    try:
        amount = minor(said) if said else None
    except ValueError as trouble:
        raise PlaybookRefused(str(trouble)) from None
    try:
        decide_outcome(run.pk, by=agent, reason=posted.get("reason", ""), amount=amount)
    except Moved as moved:
        words = str(moved)
    return show_panel(request, agent, access_ticket(agent, run.ticket_id), toast=words)


@agent_page
@require_safe
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """Hand a file over that proves a step, to whoever sees the run; it is saved, never opened."""
    agent = agent_of(request)
    found = access_evidence(agent, key)
    try:
        content = files.read(found.file)
    except files.ContentLost:
        raise Http404 from None
    note_read(agent, "ticket", found.done.ticket_id)
    return as_download(content, name=found.name)


@agent_page
@require_POST
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop following a playbook."""
    agent = agent_of(request)
    run = stop_run(run_id, request.POST.get("reason", ""), by=agent)
    return show_panel(request, agent, access_ticket(agent, run.ticket_id))


@agent_page
@require_POST
def wording(request: HttpRequest, run_id: int, key: str) -> HttpResponse:
    """The wording of a step, filled in for this ticket, for the composer."""
    agent = agent_of(request)
    agent.require(Right.REPLY)
    run = access_run(agent, run_id)
    document = course_of(run).procedure.playbook
    ticket = access_ticket(agent, run.ticket_id)
    words = getattr(document.steps.get(key), "text", None)
    text = in_customers_language(document, words, ticket)
    filled = fill_html(linebreaks(text, autoescape=True), values_for(ticket, agent))
    names = ", ".join(f"{{{{{name}}}}}" for name in filled.missing)
    trouble = _("Fill in by hand: %(names)s") % {"names": names} if names else ""
    return render(request, "playbooks/_words.html", {"html": filled.html, "trouble": trouble})
