"""Settings, audit log: search it, take it away, see whether it is as it was written."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.actions.export_audit import note_export
from careline.accounts.audit_lines import facts, lines, said_by
from careline.accounts.contracts import Right
from careline.accounts.forms.audit import AuditForm
from careline.accounts.queries import agent_of
from careline.accounts.views.asking import say
from careline.core import audit
from careline.core.tasks import ask_to_verify

STRETCH = 50
FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}


@require_safe
def audit_page(request: HttpRequest) -> HttpResponse:
    """Show the newest events that fit what is asked, fifty at a time, and what the last verification found."""
    agent = agent_of(request)
    agent.require(Right.READ_AUDIT)
    form = AuditForm(request.GET)
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 19 else 0
    found = audit.find(form.question(), before=before, limit=STRETCH + 1) if form.is_valid() else []
    rows = [(event, said_by(event, form.people), facts(event)) for event in found[:STRETCH]]
    asked = request.GET.copy()
    asked["before"] = str(rows[-1][0].pk) if len(found) > STRETCH else ""
    shown = {
        "form": form, "rows": rows, "verdict": audit.last_verdict(), "earlier": asked["before"] and asked.urlencode(),
        "may_verify": agent.may(Right.MANAGE_COMPANY), "is_first": not before,
    }  # fmt: skip
    return render(request, "accounts/audit.html", shown, status=422 if form.errors else 200)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Stream everything that fits, as CSV or JSON lines; that is an event itself."""
    agent = agent_of(request)
    agent.require(Right.READ_AUDIT)
    form, wanted = AuditForm(request.POST), request.POST.get("format", "csv")
    if not form.is_valid() or wanted not in FORMS:
        return redirect("accounts:audit")
    note_export(form.said(), form=wanted, by=agent)
    name = f"audit-{timezone.localdate():%Y-%m-%d}.{wanted}"
    answer = StreamingHttpResponse(
        lines(form.question(), form.people, form=wanted), content_type=FORMS[wanted]
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
def verification(request: HttpRequest) -> HttpResponse:
    """Have the chain walked now, by the worker."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_COMPANY)
    ask_to_verify()
    say(request, _("The log is being verified. Look again in a moment."))
    return redirect("accounts:audit")
