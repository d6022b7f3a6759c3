"""Settings, users: everybody who has an account or an invitation, and what they may do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.actions.change_role import change_role
from careline.accounts.actions.deactivate import deactivate
from careline.accounts.actions.grant import key_of
from careline.accounts.actions.join_teams import join_teams
from careline.accounts.actions.reactivate import reactivate
from careline.accounts.actions.require_approval import require_approval
from careline.accounts.actions.reset_second_factor import reset_second_factor
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.forms.people import PersonForm
from careline.accounts.models import Agent
from careline.accounts.queries import agent_of, open_invitations, staff
from careline.accounts.views.asking import say, say_no
from careline.accounts.words import role_name


@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Show everybody, and the invitations that are open."""
    agent_of(request).require(Right.MANAGE_USERS)
    people = list(staff())
    invitations = list(open_invitations())
    for row in [*people, *invitations]:
        row.role_name = role_name(row)  # type: ignore[attr-defined, arg-type]
    return render(request, "accounts/users.html", {"people": people, "invitations": invitations})


@require_http_methods(["GET", "HEAD", "POST"])
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person with role and teams, or change these."""
    asking = agent_of(request)
    asking.require(Right.MANAGE_USERS)
    person = get_object_or_404(staff(), pk=pk)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        person=person,
        by=asking,
        initial={
            "role": key_of(person),
            "teams": [team.pk for team in person.teams.all()],
            "replies_need_approval": person.replies_need_approval,
        },
    )
    if request.method == "POST" and form.is_valid() and _change(form, person, asking):
        say(request, _("Saved."))
        return redirect("accounts:users")
    shown = {"person": person, "form": form, "is_self": person.pk == asking.pk}
    return render(request, "accounts/user.html", shown, status=422 if form.errors else 200)


def _change(form: PersonForm, person: Agent, asking: Agent) -> bool:
    try:
        if form.cleaned_data["role"] != key_of(person):
            change_role(person, role=form.cleaned_data["role"], by=asking)
        require_approval(person, needed=form.cleaned_data["replies_need_approval"], by=asking)
        join_teams(person, teams=form.cleaned_data["teams"], by=asking)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a person's account."""
    person = get_object_or_404(Agent, pk=pk)
    try:
        deactivate(person, by=agent_of(request))
        say(request, _("%(name)s can’t log in any more.") % {"name": person.name})
    except NotPossible as refusal:
        say_no(request, refusal)
    return redirect("accounts:user", pk=pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a person's account again."""
    person = get_object_or_404(Agent, pk=pk)
    reactivate(person, by=agent_of(request))
    say(request, _("%(name)s can log in again.") % {"name": person.name})
    return redirect("accounts:user", pk=pk)


@require_POST
def drop_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a person's second factors."""
    person = get_object_or_404(Agent, pk=pk)
    reset_second_factor(person, by=agent_of(request))
    say(request, _("%(name)s logs in with the password alone now.") % {"name": person.name})
    return redirect("accounts:user", pk=pk)
