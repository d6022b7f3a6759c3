"""What administrators do about work that failed."""

from django.db import transaction

from careline.accounts import events
from careline.accounts.contracts import Right
from careline.accounts.models import Agent
from careline.core.events import emit
from careline.core.job_health import dismiss_job, retry_job


@transaction.atomic
def mend_job(job_id: int, *, by: Agent, is_dismissed: bool) -> bool:
    """Run a failed job again, or give it up for good; False if somebody did before.

    Refuses (Forbidden) who may not manage the company. Emits JobMended.
    """
    by.require(Right.MANAGE_COMPANY)
    done = dismiss_job(job_id) if is_dismissed else retry_job(job_id)
    if done:
        emit(events.JobMended(job_id=job_id, is_dismissed=is_dismissed), by=by.actor)
    return done
