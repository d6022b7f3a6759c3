"""How the jobs and their workers are: queues, failures, services; and what a person can do about a job that failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

from careline.core.models import Heartbeat

MOST = 50
_QUEUES = """
SELECT queue_name, count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
  count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()), count(*) FILTER (WHERE status = 'doing'),
  count(*) FILTER (WHERE status = 'failed'),
  (SELECT min(e.at) FROM procrastinate_events e JOIN procrastinate_jobs o ON o.id = e.job_id
   WHERE e.type = 'deferred' AND o.status = 'todo' AND coalesce(o.scheduled_at, now()) <= now()
     AND o.queue_name = j.queue_name)
FROM procrastinate_jobs j WHERE status IN ('todo', 'doing', 'failed') GROUP BY queue_name ORDER BY queue_name
"""
_FAILED = """
SELECT j.id, j.queue_name, j.task_name, j.attempts, (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)
FROM procrastinate_jobs j WHERE j.status = 'failed' ORDER BY j.id DESC LIMIT %s
"""
_WORKERS = "SELECT id, last_heartbeat FROM procrastinate_workers ORDER BY last_heartbeat DESC LIMIT 20"
_DISMISS = "DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of jobs now: due, for later, under way, failed; and since when the oldest due one waits."""

    name: str
    waiting: int
    later: int
    running: int
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that failed at every attempt."""

    id: int
    queue: str
    task: str
    attempts: int
    at: datetime | None


def queues() -> list[Queue]:
    """The queues in which something waits, runs or failed."""
    return [Queue(*row) for row in _rows(_QUEUES)]


def failed_jobs(limit: int = MOST) -> list[FailedJob]:
    """The newest jobs that failed."""
    return [FailedJob(*row) for row in _rows(_FAILED, limit)]


def workers() -> list[tuple[int, datetime]]:
    """The workers that are registered, with their last sign of life."""
    return [(int(number), at) for number, at in _rows(_WORKERS)]


def services() -> list[Heartbeat]:
    """The services of the workers, with what each last complained of."""
    return [*Heartbeat.objects.filter(name__startswith="service:").order_by("name")]


def database_bytes() -> int:
    """How large the database is."""
    return int(_rows("SELECT pg_database_size(current_database())")[0][0])


def retry_job(job_id: int) -> bool:
    """Run a failed job again now; False if it failed no longer, or one of its kind waits already."""
    if not _is_failed(job_id):
        return False
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job_id, timezone.now())
    except (UniqueViolation, IntegrityError):
        return False
    return True


@transaction.atomic
def dismiss_job(job_id: int) -> bool:
    """Remove a failed job: it is not run any more. False if it failed no longer."""
    with connection.cursor() as cursor:
        cursor.execute(_DISMISS, [job_id])
        return bool(cursor.rowcount)


def _is_failed(job_id: int) -> bool:
    return bool(_rows("SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", job_id))


def _rows(sql: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
