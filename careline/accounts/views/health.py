"""Settings, health: jobs, workers, what got stuck; and what upper rooms have to say of theirs (slot `health`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.actions.mend_job import mend_job
from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.accounts.views.asking import say
from careline.core import job_health
from careline.core.heartbeat import LATE_SECONDS
from careline.core.jobs import find_parked, retry_parked

MOST = 200


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Show how everything is that works behind the pages."""
    agent_of(request).require(Right.MANAGE_COMPANY)
    now, workers = timezone.now(), job_health.workers()
    alive = [at for _number, at in workers if (now - at).total_seconds() < LATE_SECONDS]
    shown = {
        "queues": job_health.queues(),
        "failed": job_health.failed_jobs(),
        "workers": len(alive),
        "seen_at": workers[0][1] if workers else None,
        "services": [
            (row, (now - row.at).total_seconds() < LATE_SECONDS and not row.detail.get("error"))
            for row in job_health.services()
        ],
        "database_bytes": job_health.database_bytes(),
        "parked": find_parked()[:MOST],
    }
    return render(request, "accounts/health.html", shown)


@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """Lead to where stuck work is shown now."""
    return redirect("accounts:health")


@require_POST
def run_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a reaction that got stuck again; if another was faster, nothing happens twice."""
    agent_of(request).require(Right.MANAGE_COMPANY)
    if retry_parked(pk):
        say(request, _("It runs again now."))
    return redirect("accounts:health")


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a failed job again."""
    if mend_job(pk, by=agent_of(request), is_dismissed=False):
        say(request, _("It runs again now."))
    return redirect("accounts:health")


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a failed job up."""
    if mend_job(pk, by=agent_of(request), is_dismissed=True):
        say(request, _("It is not tried any more."))
    return redirect("accounts:health")
