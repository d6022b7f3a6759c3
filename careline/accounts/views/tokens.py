"""Settings, API: tokens (one's own, made here and shown once; admins see everybody's), and what the API offers."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.actions.make_token import make_token
from careline.accounts.actions.revoke_token import revoke_token
from careline.accounts.contracts import NotPossible, Scope
from careline.accounts.forms.tokens import TokenForm
from careline.accounts.queries import agent_of, revocable_tokens
from careline.accounts.views.asking import say
from careline.accounts.words import SCOPE_WORDS
from careline.core.api.reference import reference


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=lambda request: request.method == "POST")  # type: ignore[untyped-decorator]
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens and the form, or make one and show it, this once: after who asks has confirmed who they are."""
    agent = agent_of(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(
                form.cleaned_data["name"], scopes=form.chosen(), by=agent, lifetime=form.lifetime()
            )
            return render(request, "accounts/token.html", {"token": token, "secret": secret}, status=201)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    shown = list(revocable_tokens(agent))
    for one in shown:
        one.scope_words = [SCOPE_WORDS[Scope(scope)] for scope in one.scopes]  # type: ignore[attr-defined]
    context = {"tokens": shown, "form": form, "me": agent}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """Show what the API offers, with forms to try it."""
    return render(request, "accounts/api_reference.html", {"subjects": reference()})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token."""
    agent = agent_of(request)
    token = get_object_or_404(revocable_tokens(agent), pk=pk)
    if revoke_token(token, by=agent):
        say(request, _("“%(name)s” does not work any more.") % {"name": token.name})
    return redirect("accounts:tokens")
