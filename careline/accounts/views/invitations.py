"""Settings, users: inviting; and the page where an invited person joins."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.actions.accept_invitation import accept_invitation, look_at_invitation
from careline.accounts.actions.invite import invitation_link, invite, invite_again
from careline.accounts.actions.revoke_invitation import revoke_invitation
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.forms.people import InviteForm, JoinForm
from careline.accounts.limits import slow_down
from careline.accounts.models import Invitation
from careline.accounts.queries import agent_of, find_company
from careline.accounts.views.asking import say, say_no
from careline.accounts.views.set_up import BACKEND
from careline.accounts.words import ROLE_NAMES, ROLE_WORDS


@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite, and do it; then show the link once, for who can't wait for the mail."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_USERS)
    form = InviteForm(request.POST if request.method == "POST" else None, by=agent)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            invitation = invite(
                given["email"], by=agent, role=given["role"], name=given["name"], teams=given["teams"]
            )
            return _show_link(request, invitation)
        except NotPossible as refusal:
            form.add_error("email", str(refusal))
    roles = [(ROLE_NAMES[role], words) for role, words in ROLE_WORDS.items()]
    shown = {"form": form, "roles": roles}
    return render(request, "accounts/invite.html", shown, status=422 if form.errors else 200)


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a fresh link, and show one."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        invite_again(invitation, by=agent_of(request))
    except NotPossible as refusal:
        say_no(request, refusal)
        return redirect("accounts:users")
    return _show_link(request, invitation)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        revoke_invitation(invitation, by=agent_of(request))
        say(request, _("The invitation of %(email)s is taken back.") % {"email": invitation.email})
    except NotPossible as refusal:
        say_no(request, refusal)
    return redirect("accounts:users")


def _show_link(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    shown = {"invitation": invitation, "link": invitation_link(invitation)}
    response = render(request, "accounts/invited.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Ask an invited person for name and password, make the account, log in."""
    slow_down(request, "join", limit=60, seconds=600)
    company = find_company()
    try:
        invitation = look_at_invitation(token)
        usual = {
            "name": invitation.name,
            "language": company.language if company else "en",
            "time_zone": company.time_zone if company else "UTC",
        }
        form = JoinForm(
            request.POST if request.method == "POST" else None, email=invitation.email, initial=usual
        )
        if request.method == "POST" and form.is_valid():
            agent = accept_invitation(token, form.answer())
            login(request, agent, backend=BACKEND)
            return redirect("/")
    except NotPossible as refusal:
        return render(request, "accounts/join_refused.html", {"refusal": refusal}, status=410)
    shown = {"form": form, "invitation": invitation, "company": company}
    return render(request, "accounts/join.html", shown, status=422 if form.errors else 200)
