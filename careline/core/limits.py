"""How often something may happen: counts per key and window, shared by all processes through the database."""

import time

from django.db import connection


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more of `key` and say whether it is within `limit` per window of `seconds`.

    Fixed windows: over a window's border up to twice the limit may pass, which is enough for what this guards.
    """
    return count_one(key, seconds=seconds) <= limit


def count_one(key: str, *, seconds: int) -> int:
    """Count one more of `key`, and return how many that makes in this window."""
    window = int(time.time()) // seconds
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO core_ratecount (key, "window", count, expires_at)'
            " VALUES (%s, %s, 1, to_timestamp(%s))"
            ' ON CONFLICT (key, "window") DO UPDATE SET count = core_ratecount.count + 1 RETURNING count',
            [key[:200], window, (window + 2) * seconds],
        )
        row = cursor.fetchone()
    return int(row[0])


def count(key: str, *, seconds: int) -> int:
    """How often `key` was counted in the present window."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT count FROM core_ratecount WHERE key = %s AND "window" = %s',
            [key[:200], int(time.time()) // seconds],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
