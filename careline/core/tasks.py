"""The house's own jobs by the clock: the audit chain."""

from contextlib import suppress
from dataclasses import asdict

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from careline.core import audit

log = structlog.get_logger()


@app.periodic(cron="* * * * *", periodic_id="seal")
@app.task(name="careline.seal", queueing_lock="seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Bind the last minute's events into the audit chain."""
    audit.seal()


@app.periodic(cron="40 3 * * *", periodic_id="verify_audit")
@app.task(name="careline.verify_audit", queueing_lock="verify_audit", pass_context=False)
def verify_audit(timestamp: int) -> None:
    """Walk the audit chain each night; what is wrong stands on the page and in the log."""
    verdict = audit.verify()
    if not verdict.is_sound:
        log.error("audit_chain_broken", problems=[asdict(one) for one in verdict.problems[:10]])


def ask_to_verify() -> None:
    """Have the audit chain walked now; where that is asked for already, once is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        verify_audit.configure().defer(timestamp=0)
