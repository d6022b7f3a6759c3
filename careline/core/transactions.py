"""Transactions that lock several rows: run again when PostgreSQL ended one of two that waited for each other.

Locks are taken in one order everywhere, so this is the net, not the rope.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")
DEADLOCK = "40P01"
ATTEMPTS = 4


def atomic_despite_deadlocks(action: Callable[P, R]) -> Callable[P, R]:
    """Like `transaction.atomic`, but an outermost one runs again after a deadlock, four times in all.

    The action must read afresh what it changes. Inside another transaction only that one could begin anew: there
    the OperationalError is the caller's.
    """

    @wraps(action)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        attempts = 1 if connection.in_atomic_block else ATTEMPTS
        for attempt in range(1, attempts + 1):
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != DEADLOCK or attempt == attempts:
                    raise
            time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - so that the two don't meet again
        raise AssertionError("the last attempt returned or raised")

    return patient
