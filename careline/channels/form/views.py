"""The public form of an inbox: open to everybody, journalled before anybody is thanked, and it never mails anything."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careline.accounts.queries import find_company
from careline.channels.form.adapter import pack
from careline.channels.form.forms import ContactForm, key_of, new_stamp
from careline.channels.intake import accept
from careline.channels.models import Inbox
from careline.channels.protocol import NewArrival
from careline.channels.queries import form_inbox
from careline.core.limits import allow
from careline.feedback.queries.restrictions import takes_mail_only

HOUR = 3600
PER_CLIENT = 20
PER_SENDER = 10
PER_INBOX = 1000


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form, or take what was filled in."""
    inbox = _inbox(key)
    if request.method != "POST":
        return _shown(request, inbox, ContactForm(initial={"stamp": new_stamp()}))
    filled = ContactForm(request.POST, request.FILES)
    if not filled.is_valid():
        return _shown(request, inbox, _with_fresh_stamp(filled), status=422)
    if not _within_limits(request, inbox, filled.cleaned_data["email"]):
        filled.add_error(None, _("That was a lot at once. Please try again in an hour, or write us a mail."))
        return _shown(request, inbox, filled, status=429)
    if takes_mail_only(filled.cleaned_data["email"]):
        filled.add_error(None, _by_mail(inbox))
        return _shown(request, inbox, filled, status=422)
    accept([_arrival(request, inbox, filled)])
    return redirect("channels:form_thanks", key=key)


@login_not_required
@require_safe
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it arrived, and what happens next; nothing of what was written is repeated."""
    return render(request, "channels/form_thanks.html", {"inbox": _inbox(key), "company": find_company()})


def _inbox(key: str) -> Inbox:
    inbox = form_inbox(key)
    if inbox is None:
        raise Http404
    return inbox


def _shown(request: HttpRequest, inbox: Inbox, filled: ContactForm, status: int = 200) -> HttpResponse:
    context = {"inbox": inbox, "form": filled, "company": find_company()}
    return render(request, "channels/form.html", context, status=status)


def _by_mail(inbox: Inbox) -> str:
    """What who is served by mail alone is told: where to write, and nothing of why."""
    words = _(
        "We can’t take your message here. Please write us a mail to %(address)s: there you will get an answer."
    )
    return words % {"address": inbox.address}


def _with_fresh_stamp(filled: ContactForm) -> ContactForm:
    """What was typed stays; only the stamp is renewed where it is what failed."""
    if "stamp" in filled.errors:
        filled.data = {**filled.data.dict(), "stamp": new_stamp()}  # type: ignore[attr-defined]  # a QueryDict
    return filled


def _within_limits(request: HttpRequest, inbox: Inbox, email: str) -> bool:
    client = request.META.get("REMOTE_ADDR", "")
    counted = [
        allow(f"form:client:{client}", limit=PER_CLIENT, seconds=HOUR),
        allow(f"form:sender:{email.lower()}", limit=PER_SENDER, seconds=HOUR),
        allow(f"form:inbox:{inbox.pk}", limit=PER_INBOX, seconds=HOUR),
    ]
    return all(counted)


def _arrival(request: HttpRequest, inbox: Inbox, filled: ContactForm) -> NewArrival:
    given = filled.cleaned_data
    files = [
        (one.name or "file", one.content_type or "application/octet-stream", one.read())
        for one in given["files"]
    ]
    raw = pack(
        name=given["name"], email=given["email"], subject=given["subject"], text=given["message"], files=files
    )
    envelope = {"client_ip": request.META.get("REMOTE_ADDR", ""), "suspect": filled.suspect}
    return NewArrival(
        inbox_id=inbox.pk, origin=f"form:{key_of(given['stamp'])}", raw=raw, kind="form", envelope=envelope,
        sender=given["email"], subject=given["subject"],
    )  # fmt: skip
