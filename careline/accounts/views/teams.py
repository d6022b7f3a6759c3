"""Settings, teams."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.actions.archive_team import archive_team, restore_team
from careline.accounts.actions.change_team import change_team
from careline.accounts.actions.create_team import create_team
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.forms.company import NewTeamForm, TeamForm
from careline.accounts.models import Agent, Team
from careline.accounts.queries import agent_of, managed_teams
from careline.accounts.views.asking import say, say_no


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Show the teams that the person may change."""
    agent = agent_of(request)
    if not agent.led_team_ids:
        agent.require(Right.MANAGE_TEAMS)
    shown = {"teams": managed_teams(agent), "may_add": agent.may(Right.MANAGE_TEAMS)}
    return render(request, "accounts/teams.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: HttpRequest) -> HttpResponse:
    """Ask for a name and make the team."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_TEAMS)
    form = NewTeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            team = create_team(
                form.cleaned_data["name"], by=agent, is_private=form.cleaned_data["is_private"]
            )
            return redirect("accounts:team", pk=team.pk)
        except NotPossible as refusal:
            form.add_error("name", str(refusal))
    return render(request, "accounts/new_team.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team, or change it."""
    agent = agent_of(request)
    if not agent.leads(pk):
        agent.require(Right.MANAGE_TEAMS)
    shown = get_object_or_404(managed_teams(agent), pk=pk)
    form = TeamForm(request.POST if request.method == "POST" else None, initial=_said(shown))
    if request.method == "POST" and form.is_valid() and _change(form, shown, agent):
        say(request, _("Saved."))
        return redirect("accounts:teams")
    return render(
        request, "accounts/team.html", {"team": shown, "form": form}, status=422 if form.errors else 200
    )


def _said(team: Team) -> dict[str, object]:
    rows = list(team.memberships.values_list("agent_id", "is_lead"))
    return {
        "name": team.name, "signature": team.signature, "is_private": team.is_private,
        "members": [agent for agent, _lead in rows], "leads": [agent for agent, is_lead in rows if is_lead],
    }  # fmt: skip


def _change(form: TeamForm, team: Team, agent: Agent) -> bool:
    """Members who left the staff are not among the choices: they stay members, for the day they come back."""
    left = Agent.objects.filter(memberships__team=team, is_active=False)
    led = [one for one in left if team.pk in one.led_team_ids]
    members, leads = [*form.cleaned_data["members"], *left], [*form.cleaned_data["leads"], *led]
    try:
        change_team(team, details=form.details(), members=members, leads=leads, by=agent)
    except NotPossible as refusal:
        form.add_error("name", str(refusal))
        return False
    return True


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a team."""
    agent = agent_of(request)
    shown = get_object_or_404(managed_teams(agent), pk=pk)
    try:
        archive_team(shown, by=agent)
        say(request, _("%(name)s is archived.") % {"name": shown.name})
    except NotPossible as refusal:
        say_no(request, refusal)
    return redirect("accounts:teams")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring an archived team back."""
    agent = agent_of(request)
    shown = get_object_or_404(managed_teams(agent), pk=pk)
    restore_team(shown, by=agent)
    say(request, _("%(name)s is back.") % {"name": shown.name})
    return redirect("accounts:teams")
