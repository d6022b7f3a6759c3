"""Is this installation fit to serve? Each condition by name, for `/health/ready` and for `careline doctor`."""

from collections.abc import Callable
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from careline.core import heartbeat


class NotReady(Exception):
    """One condition isn't met; the text says which and what helps."""


def check_database() -> None:
    """Raise NotReady unless the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    """Raise NotReady while the database's tables are older than this version."""
    executor = MigrationExecutor(connections["default"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReady(f"{len(waiting)} migrations wait: run careline migrate")


def check_worker() -> None:
    """Raise NotReady unless a worker reported within 45 seconds."""
    if not heartbeat.has_living_worker():
        raise NotReady("no worker has reported lately: is careline worker running?")


def check_files() -> None:
    """Raise NotReady unless a file can be written, read and removed."""
    name = default_storage.save(f"health/{uuid4().hex}", ContentFile(b"well"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"well":
                raise NotReady("a file came back other than it was written")
    finally:
        default_storage.delete(name)


CONDITIONS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "worker": check_worker,
    "files": check_files,
}


def readiness() -> dict[str, str]:
    """Return each condition with "ok" or a plain reason. Reasons name no secret and no address."""
    answers = {}
    for name, check in CONDITIONS.items():
        try:
            check()
            answers[name] = "ok"
        except NotReady as reason:
            answers[name] = str(reason)
        except Exception as error:
            answers[name] = f"failed ({type(error).__name__})"
    return answers
