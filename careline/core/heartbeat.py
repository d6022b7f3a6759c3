"""Whether a worker lives: its heartbeat, as Procrastinate writes it every ten seconds."""

from django.db import connection

LATE_SECONDS = 45.0


def seconds_since_heartbeat() -> float | None:
    """Return the age of the freshest worker's heartbeat in seconds; None if no worker has ever reported."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        age = cursor.fetchone()[0]
    return None if age is None else float(age)


def has_living_worker() -> bool:
    """Whether some worker reported within the last 45 seconds."""
    age = seconds_since_heartbeat()
    return age is not None and age < LATE_SECONDS
