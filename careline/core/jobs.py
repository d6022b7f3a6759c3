"""Jobs: reactions to events on Procrastinate, deferred in the transaction that caused them.

One job per event, in order per subject; each handler in its own savepoint.
"""

import traceback

import structlog
from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from careline.core.events import Actor, Recorded, queued_handlers, rebuild
from careline.core.models import Event, ParkedReaction, Reaction

ATTEMPTS = 8
log = structlog.get_logger()


def defer_reactions(event_id: int, subject: str) -> None:
    """Put one job for all queued handlers of an event in line, behind earlier ones on the same subject."""
    react.configure(lock=subject).defer(event_id=event_id)


@app.task(name="careline.react", queue="events")
def react(event_id: int, handlers: list[str] | None = None, attempt: int = 1) -> None:
    """Run an event's queued handlers once; those that fail are tried again later, without their neighbours."""
    with structlog.contextvars.bound_contextvars(event_id=event_id), transaction.atomic():
        event = Event.objects.filter(pk=event_id).first()
        if event is None or not _first_run(event_id, attempt):
            return
        failed = _run(event, handlers, attempt)
        if failed:
            _again_or_park(event, failed, attempt)


def _first_run(event_id: int, attempt: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_reaction (event_id, attempt, at) VALUES (%s, %s, now()) ON CONFLICT DO NOTHING",
            [event_id, attempt],
        )
        return bool(cursor.rowcount == 1)


def _run(event: Event, only: list[str] | None, attempt: int) -> dict[str, str]:
    fact = rebuild(event.name, event.data)
    if fact is None:
        return {}
    recorded = Recorded(event.pk, Actor(event.actor_kind, event.actor_id), event.cause_id)
    failed: dict[str, str] = {}
    for name, handler in queued_handlers(event.name).items():
        if only is not None and name not in only:
            continue
        try:
            with transaction.atomic():
                handler(fact, recorded)
        except Exception:
            failed[name] = traceback.format_exc()
            log.exception("reaction_failed", handler=name, attempt=attempt)
    return failed


def _again_or_park(event: Event, failed: dict[str, str], attempt: int) -> None:
    if attempt < ATTEMPTS:
        later = react.configure(lock=event.subject, schedule_in={"seconds": 2**attempt})
        later.defer(event_id=event.pk, handlers=[*sorted(failed)], attempt=attempt + 1)
        return
    for handler, error in failed.items():
        ParkedReaction.objects.update_or_create(
            event=event, handler=handler, defaults={"error": error[-4000:], "attempts": attempt}
        )


def find_parked() -> QuerySet[ParkedReaction]:
    """Handlers that failed at every attempt, newest first."""
    return ParkedReaction.objects.select_related("event").order_by("-parked_at")


def retry_parked(parked_id: int) -> bool:
    """Run a parked handler once more; if it fails again it is parked again. False if it was taken up already."""
    with transaction.atomic():
        parked = ParkedReaction.objects.select_for_update(of=("self",)).filter(pk=parked_id).first()
        if parked is None:
            return False
        used = Reaction.objects.filter(event_id=parked.event_id).count()
        event = parked.event
        react.configure(lock=event.subject).defer(
            event_id=event.pk, handlers=[parked.handler], attempt=used + ATTEMPTS
        )
        parked.delete()
        return True


@app.periodic(cron="*/10 * * * *", periodic_id="sweep")
@app.task(name="careline.sweep", queueing_lock="sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Remove what has served: finished jobs, old runs, spent tokens and rate windows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'succeeded' AND id IN ("
            " SELECT j.id FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
            " WHERE j.status = 'succeeded' AND e.type = 'succeeded' AND e.at < now() - interval '1 hour' LIMIT 20000)"
        )
        cursor.execute("DELETE FROM core_reaction WHERE at < now() - interval '7 days'")
        cursor.execute("DELETE FROM core_ratecount WHERE expires_at < now()")
        cursor.execute("DELETE FROM core_remembered WHERE expires_at < now()")
        cursor.execute("DELETE FROM core_token WHERE expires_at < now() - interval '30 days'")
        cursor.execute("DELETE FROM core_idempotentanswer WHERE created_at < now() - interval '24 hours'")


@app.periodic(cron="* * * * *", periodic_id="stalled")
@app.task(name="careline.retry_stalled", queueing_lock="stalled", pass_context=True)
async def retry_stalled(context: object, timestamp: int) -> None:
    """Take up jobs whose worker was killed: they stay `doing` without a heartbeat."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await manager.retry_job(job)
