"""Figures for Prometheus: requests of this web process, and the desk's state read from the database when asked."""

from collections.abc import Iterator
from contextvars import ContextVar

from django.db import connection
from prometheus_client import REGISTRY, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
REQUESTS = Histogram(
    "careline_request_seconds", "Time to answer", ["method", "route", "status"], buckets=BUCKETS
)
Answered = tuple[str, str, str, float]
"""Method, route, status and seconds of one request."""
_last: ContextVar[Answered] = ContextVar("last_answered")
JOBS_SQL = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status <> 'succeeded' GROUP BY status"
OLDEST_SQL = """
SELECT coalesce(extract(epoch FROM now() - min(e.at)), 0) FROM procrastinate_jobs j
JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()"""
HEARTBEAT_SQL = (
    "SELECT coalesce(extract(epoch FROM now() - max(last_heartbeat)), -1) FROM procrastinate_workers"
)
SIZE_SQL = "SELECT pg_database_size(current_database())"


def count(answered: Answered) -> None:
    """Count an answered request in the figures of this process."""
    *labels, seconds = answered
    REQUESTS.labels(*labels).observe(seconds)
    _last.set(answered)


def last_counted() -> Answered | None:
    """What was counted last in this context, for a process that answers on behalf of another."""
    return _last.get(None)


class DeskCollector(Collector):
    """Reads jobs, heartbeat and size when Prometheus asks: true for the whole installation, whichever process answers."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return the gauges as they are now."""
        jobs = GaugeMetricFamily("careline_jobs", "Jobs not yet succeeded", labels=["status"])
        with connection.cursor() as cursor:
            cursor.execute(JOBS_SQL)
            for status, count in cursor.fetchall():
                jobs.add_metric([status], count)
            yield jobs
            for name, meaning, sql in SINGLES:
                cursor.execute(sql)
                yield GaugeMetricFamily(name, meaning, value=float(cursor.fetchone()[0]))

    def describe(self) -> list[GaugeMetricFamily]:
        """Describe nothing ahead: registering must not need a database."""
        return []


SINGLES = (
    ("careline_oldest_job_seconds", "Age of the oldest job that is due", OLDEST_SQL),
    ("careline_worker_heartbeat_age_seconds", "Since a worker last reported; -1 for never", HEARTBEAT_SQL),
    ("careline_database_bytes", "Size of the database", SIZE_SQL),
)
REGISTRY.register(DeskCollector())
