"""One's own profile and presence, and the company's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.actions.change_company import CompanyDetails, change_company
from careline.accounts.actions.change_presence import change_presence
from careline.accounts.actions.change_profile import change_profile
from careline.accounts.contracts import Right
from careline.accounts.forms.company import CompanyForm
from careline.accounts.forms.people import ProfileForm
from careline.accounts.models import Agent
from careline.accounts.queries import agent_of, find_company
from careline.accounts.views.asking import say


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own profile."""
    agent = agent_of(request)
    said = {name: getattr(agent, name) for name in ("name", "language", "time_zone", "signature")}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        change_profile(agent, profile=form.profile())
        say(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Show and change the company."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_COMPANY)
    shown = find_company()
    if shown is None:
        raise Http404
    said = {name: getattr(shown, name) for name in CompanyDetails.__dataclass_fields__}
    form = CompanyForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        change_company(shown, details=form.details(), by=agent)
        say(request, _("Saved."))
        return redirect("accounts:company")
    return render(request, "accounts/company.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """Become available, away or offline, and return to where one was. Unknown words change nothing."""
    wanted = request.POST.get("presence", "")
    if wanted in Agent.Presence.values:
        change_presence(agent_of(request), presence=Agent.Presence(wanted))
    origin = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
    return redirect(origin if is_ours else "/")
