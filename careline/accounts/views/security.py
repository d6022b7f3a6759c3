"""Settings, log in: its rules, everybody's sessions, and what failed lately."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.actions.end_session import end_all_sessions, end_session
from careline.accounts.actions.save_rules import save_rules
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.forms.rules import RulesForm
from careline.accounts.models import Agent
from careline.accounts.queries import agent_of, count_living_tokens, find_names, open_sessions, sign_in_rules
from careline.accounts.views.asking import say
from careline.core.audit import Question, find

MOST = 200
FAILURES = 20


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show and change the rules; show sessions and failures."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_COMPANY)
    form = RulesForm(request.POST if request.method == "POST" else None, initial=vars(sign_in_rules()))
    if request.method == "POST" and form.is_valid():
        try:
            save_rules(form.rules(), by=agent)
            say(request, _("Saved."))
            return redirect("accounts:sign_in")
        except NotPossible as refusal:
            form.add_error("only_single_sign_on", str(refusal))
    failures = find(Question(name="agent.log_in_failed"), limit=FAILURES)
    names = find_names(event.data["agent_id"] for event in failures)
    shown = {
        "form": form,
        "sessions": open_sessions(agent)[:MOST],
        "failures": [(event, names.get(event.data["agent_id"], "")) for event in failures],
        "tokens": count_living_tokens(),
        "current": request.session.session_key,
    }
    return render(request, "accounts/sign_in.html", shown, status=422 if form.errors else 200)


@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session: one's own, or somebody else's."""
    agent = agent_of(request)
    session = get_object_or_404(open_sessions(agent), pk=pk)
    end_session(session, by=agent)
    say(request, _("The session is ended."))
    return redirect("usersessions_list" if session.user_id == agent.pk else "accounts:sign_in")


@require_POST
def end_all(request: HttpRequest, pk: int) -> HttpResponse:
    """End all sessions of a person."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_USERS)
    person = get_object_or_404(Agent, pk=pk)
    end_all_sessions(person, by=agent)
    say(request, _("All sessions of %(name)s are ended.") % {"name": person.name})
    return redirect("accounts:user", pk=pk)
