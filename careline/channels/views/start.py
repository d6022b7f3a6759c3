"""The first steps of a new desk: connect a mailbox, invite the team, answer the first ticket. Can be left at any time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.actions.invite import invite
from careline.accounts.actions.skip_step import skip_step
from careline.accounts.contracts import NotPossible, Right, Role
from careline.accounts.queries import agent_of, find_company, open_teams
from careline.channels.actions.save_inbox import FIELDS, SECRETS, Taken, save_inbox
from careline.channels.email.account import account_of
from careline.channels.email.probe import FAILED, Step, probe
from careline.channels.email.probe_outgoing import probe_outgoing
from careline.channels.first_run.finding import find_servers
from careline.channels.first_run.forms import MailboxForm, TeamForm
from careline.channels.first_run.progress import STEPS, progress_of
from careline.channels.first_run.providers import Servers
from careline.channels.models import Inbox


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the steps, and open the one that is next."""
    agent_of(request).require(Right.MANAGE_INBOXES)
    return _show(request)


@sensitive_post_parameters("password")
@require_POST
def connect(request: HttpRequest) -> HttpResponse:
    """Find the servers, try the mailbox for real, and keep it if it works; else say where it stops."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_INBOXES)
    form = MailboxForm(request.POST)
    if not form.is_valid():
        return _show(request, mailbox=form, status=422)
    servers = form.servers() if form.names_servers else find_servers(form.cleaned_data["address"])
    if servers is None:
        form.add_error("incoming_host", _("Nothing tells where this mailbox is. Please name its servers."))
        return _show(request, mailbox=form, status=422)
    if servers.needs_token:
        form.add_error(
            "address", _("This provider takes no passwords: connect it by token, on the page of inboxes.")
        )
        return _show(request, mailbox=form, needs_token=True, status=422)
    company = find_company()
    inbox = form.inbox(servers, name=company.name if company else "")
    steps = [*probe(account_of(inbox)), probe_outgoing(inbox)]
    if any(step.state == FAILED for step in steps):
        return _show(request, mailbox=_told(request, servers), steps=steps, hint=servers.hint, status=422)
    try:
        save_inbox(Inbox(), {name: getattr(inbox, name) for name in (*FIELDS, *SECRETS)}, by=agent)
    except Taken:
        form.add_error("address", _("Another inbox has this address already."))
        return _show(request, mailbox=form, status=422)
    messages.success(request, _("The mailbox works: receiving and sending were tried."))
    return redirect("channels:start")


@require_POST
def ask_team(request: HttpRequest) -> HttpResponse:
    """Invite everybody who was named, as agents of the first team; who is known already is left out."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_USERS)
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _show(request, team=form, status=422)
    for address in form.cleaned_data["addresses"]:
        try:
            invite(address, by=agent, role=Role.AGENT, teams=list(open_teams()[:1]))
            messages.success(request, _("%(address)s is invited.") % {"address": address})
        except NotPossible as refusal:
            messages.error(request, str(refusal))
    return redirect("channels:start")


@require_POST
def skip(request: HttpRequest, step: str) -> HttpResponse:
    """Leave a step out; it can be done later in the settings."""
    if step in STEPS:
        skip_step(step, by=agent_of(request))
    return redirect("channels:start")


def _told(request: HttpRequest, servers: Servers) -> MailboxForm:
    """The form with the servers that were tried, to be mended."""
    data = request.POST.copy()
    for way, (host, port, security) in (("incoming", servers.incoming), ("outgoing", servers.outgoing)):
        for name, value in (("host", host), ("port", str(port)), ("security", security)):
            data[f"{way}_{name}"] = value
    return MailboxForm(data)


def _show(
    request: HttpRequest,
    *,
    mailbox: MailboxForm | None = None,
    team: TeamForm | None = None,
    steps: list[Step] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    progress = progress_of(agent_of(request))
    failed = next((step for step in steps or [] if step.state == FAILED), None)
    shown = {
        "progress": progress, "mailbox": mailbox or MailboxForm(), "team": team or TeamForm(), "steps": steps,
        "failed": failed, **more,
    }  # fmt: skip
    return render(request, "channels/start.html", shown, status=status)
