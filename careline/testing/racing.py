"""Several people at the same moment: calls in threads with connections of their own, piled up behind a lock."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

_WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def race(*calls: Callable[[], Any], behind: QuerySet | None = None, at_most: float = 10) -> list[Any]:
    """Run the calls at once and return what each gave, or the exception that it raised, in their order.

    With `behind`, these rows are locked until every call waits for a lock, one after the other in their order, or is
    over: so they all go off from the same point. Needs a test with real transactions. Raises AssertionError if one is still running after `at_most`
    seconds.
    """
    outcomes: list[Any] = [None] * len(calls)

    def run(n: int) -> None:
        try:
            outcomes[n] = calls[n]()
        except Exception as error:
            outcomes[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(len(calls))]
    with transaction.atomic():
        if behind is not None:
            list(behind.select_for_update())
        for n, thread in enumerate(threads, 1):
            thread.start()
            if behind is not None:
                _wait_until_piled_up(threads[:n])
    for thread in threads:
        thread.join(at_most)
    assert not any(thread.is_alive() for thread in threads), "still waiting"
    return outcomes


def _wait_until_piled_up(threads: list[threading.Thread]) -> None:
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(_WAITING)
            if cursor.fetchone()[0] >= sum(thread.is_alive() for thread in threads):
                return
        time.sleep(0.01)
