"""Settings, inboxes: the list, one inbox, and trying its mailbox."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.channels.actions.save_inbox import Taken, save_inbox
from careline.channels.email.account import account_of
from careline.channels.email.probe import FAILED, Step, probe
from careline.channels.email.probe_outgoing import probe_outgoing
from careline.channels.form_values import initial_of, values_of
from careline.channels.forms import InboxForm
from careline.channels.models import Inbox
from careline.channels.queries import access_inbox, failing_inboxes, inboxes_for


@require_safe
def inboxes(request: HttpRequest) -> HttpResponse:
    """List the inboxes, with how each is."""
    return render(request, "channels/inboxes.html", {"inboxes": inboxes_for(agent_of(request))})


@require_safe
def failing(request: HttpRequest) -> HttpResponse:
    """Give the sign in the rail that a mailbox does not work, as it is now."""
    agent_of(request).require(Right.MANAGE_INBOXES)
    return render(request, "channels/_failing.html", {"failing": failing_inboxes()})


@require_http_methods(["GET", "HEAD", "POST"])
def new_inbox(request: HttpRequest) -> HttpResponse:
    """Ask for an inbox and make it."""
    agent_of(request).require(Right.MANAGE_INBOXES)
    return _edit(request, Inbox(incoming_kind=Inbox.Incoming.IMAP), "channels/new_inbox.html")


@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an inbox, or change it."""
    return _edit(request, _accessed(request, pk), "channels/inbox.html")


@require_POST
def try_inbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Connect to the mailbox for real, with the stored settings, and say step by step how far it went."""
    shown = _accessed(request, pk)
    steps = _tried(shown)
    form = InboxForm(initial=initial_of(shown))
    context = {"inbox": shown, "form": form, "sections": _sections(form), "steps": steps}
    return render(request, "channels/inbox.html", {**context, "failed": _failed(steps)})


SECTIONS = (
    ("general", ("name", "address", "aliases", "team", "from_name", "is_active")),
    ("incoming", ("incoming_kind", "incoming_host", "incoming_port", "incoming_security", "incoming_user", "incoming_secret",
                  "incoming_oauth_provider", "incoming_oauth_client_id", "incoming_oauth_tenant", "incoming_folders", "incoming_after",
                  "incoming_move_to", "incoming_begins", "trusted_authserv_ids")),
    ("outgoing", ("outgoing_host", "outgoing_port", "outgoing_security", "outgoing_user", "outgoing_secret",
                  "outgoing_oauth_provider", "outgoing_oauth_client_id", "outgoing_oauth_tenant", "outgoing_reply_tags", "outgoing_subject_tag",
                  "hourly_limit", "signature", "dkim_domain",
                  "dkim_selector", "dkim_key")),
    ("rules", ("follow_up", "reopen_days", "thanks_reopens", "storm_limit", "acknowledges", "acknowledgement",
               "answer_within_hours", "undo_seconds", "form_key")),
)  # fmt: skip


def _edit(request: HttpRequest, shown: Inbox, template: str) -> HttpResponse:
    form = InboxForm(request.POST if request.method == "POST" else None, initial=initial_of(shown))
    if request.method == "POST" and form.is_valid() and _saved(request, shown, form):
        messages.success(request, _("Saved."))
        return redirect("channels:inbox", pk=shown.pk)
    context = {"inbox": shown, "form": form, "sections": _sections(form)}
    return render(request, template, context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, shown: Inbox, form: InboxForm) -> bool:
    try:
        save_inbox(shown, values_of(shown, form.cleaned_data), by=agent_of(request))
    except Taken as taken:
        form.add_error(taken.field, _("Another inbox has %(taken)s already.") % {"taken": str(taken)})
        return False
    return True


def _sections(form: InboxForm) -> dict[str, list[object]]:
    return {name: [form[field] for field in fields] for name, fields in SECTIONS}


def _accessed(request: HttpRequest, pk: int) -> Inbox:
    try:
        return access_inbox(agent_of(request), pk)
    except Inbox.DoesNotExist as error:
        raise Http404 from error


def _tried(shown: Inbox) -> list[Step]:
    fetching = probe(account_of(shown)) if shown.incoming_kind != Inbox.Incoming.NONE else []
    return [*fetching, probe_outgoing(shown)]


def _failed(steps: list[Step]) -> Step | None:
    return next((step for step in steps if step.state == FAILED), None)
