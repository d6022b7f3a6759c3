"""The complaint register: the list, taking one down, one complaint, and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.feedback.actions.change_complaint import change_complaint
from careline.feedback.actions.export_complaints import export_complaints
from careline.feedback.actions.open_complaint import link_ticket, open_complaint
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.forms.complaints import ComplaintForm, OpeningForm, amount, said_of
from careline.feedback.models import Complaint
from careline.feedback.queries.complaints import Wanted, access_complaint, browse_complaints, tickets_of
from careline.feedback.queries.settings import feedback_settings
from careline.feedback.queries.signs import repeated, systemic
from careline.feedback.views.doors import agent_page, number_of
from careline.tickets.actions.note_read import note_read
from careline.tickets.queries.access import access_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

STEPS = ("received", "acknowledged", "investigating", "responded", "closed")


@agent_page
@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Show the register, newest first, narrowed as asked; further ones as a part."""
    agent = agent_of(request)
    agent.require(Right.READ_COMPLAINTS)
    wanted, before = wanted_of(request), number_of(request.GET.get("before", ""))
    stretch = browse_complaints(agent, wanted, before=before)
    asked = {name: str(value) for name, value in request.GET.items() if name != "before" and value}
    shown: dict[str, Any] = {
        "rows": [_row(one) for one in stretch.complaints],
        "more_url": _more(asked, stretch.next_before),
    }
    if before and request.headers.get("HX-Request") == "true":
        return render(request, "feedback/_complaint_rows.html", shown)
    shown |= {
        "wanted": wanted,
        "asked": urlencode(asked),
        "systemic": systemic(agent),
        "settings": feedback_settings(),
    }
    shown |= {"stages": Complaint.Stage.choices, "may_manage": agent.may(Right.MANAGE_FEEDBACK)}
    return render(request, "feedback/complaints.html", shown)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Take a ticket into the register."""
    agent = agent_of(request)
    agent.require(Right.HANDLE_COMPLAINTS)
    ticket = access_ticket(agent, number)
    settings = feedback_settings()
    form = OpeningForm(request.POST or None, settings=settings, initial={"summary": ticket.subject[:300]})
    if request.method == "POST" and form.is_valid():
        try:
            complaint = open_complaint(ticket, form.opening(), by=agent)
            return redirect("feedback:complaint", complaint.pk)
        except FeedbackRefused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return render(request, "feedback/new_complaint.html", {"form": form, "ticket": ticket}, status=status)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, number: int) -> HttpResponse:
    """Show one complaint, or change it. That somebody read it is noted."""
    agent = agent_of(request)
    found = access_complaint(agent, number)
    form = ComplaintForm(
        request.POST or None, settings=feedback_settings(), complaint=found, initial=said_of(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_complaint(found, form.details(), version=form.cleaned_data["version"], by=agent)
            messages.success(request, _("Saved."))
            return redirect("feedback:complaint", number)
        except FeedbackRefused as refusal:
            form.add_error(None, str(refusal))
    tickets = tickets_of(agent, found)
    note_read(agent, "customer", found.customer_id, ticket_id=tickets[0][0] if tickets else 0)
    return render(
        request,
        "feedback/complaint.html",
        _page(agent, found, form, tickets),
        status=422 if form.errors else 200,
    )


@agent_page
@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Add a further ticket to a complaint."""
    agent = agent_of(request)
    link_ticket(
        access_complaint(agent, number), number_of(request.POST.get("ticket", "").lstrip("#")), by=agent
    )
    return redirect("feedback:complaint", number)


@agent_page
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the register as a file."""
    lines = export_complaints(wanted_of(request), by=agent_of(request))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="complaints.csv"'
    return answer


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address asks for."""
    asked = request.GET
    stage = asked.get("stage", "")
    return Wanted(
        stage=stage if stage in {"open", *Complaint.Stage.values} else "",
        category=asked.get("category", "")[:60].replace("\x00", ""),
        cause=asked.get("cause", "")[:60].replace("\x00", ""),
        severity=number_of(asked.get("severity", "")) if asked.get("severity", "") in "1234" else 0,
        is_late=asked.get("late") == "1",
        words=asked.get("q", "").replace("\x00", "").strip()[:100],
    )


def _more(asked: dict[str, str], before: int) -> str:
    return f"{reverse('feedback:complaints')}?{urlencode(asked | {'before': before})}" if before else ""


def _row(one: Complaint) -> dict[str, Any]:
    now = timezone.now()
    due = (
        one.acknowledge_by
        if one.acknowledged_at is None
        else one.respond_by
        if one.responded_at is None
        else None
    )
    is_owed = due is not None and one.is_open
    return {"complaint": one, "due": due if is_owed else None, "is_late": bool(is_owed and due and due < now)}


def _page(
    agent: Agent, found: Complaint, form: ComplaintForm, tickets: list[tuple[int, str]]
) -> dict[str, Any]:
    return {
        "complaint": found,
        "form": form,
        "tickets": tickets,
        "row": _row(found),
        "steps": steps_of(found),
        "repeated": repeated(agent, found),
        "cost": amount(found.cost_minor, found.currency) if found.cost_minor else "",
        "may_change": agent.may(Right.HANDLE_COMPLAINTS),
    }


def steps_of(found: Complaint) -> list[tuple[str, bool, bool]]:
    """The stages of a complaint in order: name, whether it was reached, whether it stands there now.

    An outside body is shown where there is one; what the customer took back ends with that.
    """
    stages, names = [*STEPS], dict(Complaint.Stage.choices)
    if found.stage == "escalated" or found.outside_body:
        stages.insert(-1, "escalated")
    passed = set(stages[: stages.index(found.stage) + 1]) if found.stage in stages else {"received"}
    if found.stage == "withdrawn":
        stages[-1] = "withdrawn"
        done = {"acknowledged": found.acknowledged_at, "responded": found.responded_at}
        passed |= {"withdrawn", *(one for one, at in done.items() if at)}
    return [(str(names[one]), one in passed, one == found.stage) for one in stages]
