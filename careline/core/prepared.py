"""Cursors for the few statements that run for every message: PostgreSQL keeps their plans (measured: a third less CPU).

Django's own cursors bind on the client's side and are planned anew each time. Behind PgBouncer (the settings then
leave `prepare_threshold` out) these bind on the server's side without being kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


@contextmanager
def prepared_cursor() -> Iterator[psycopg.Cursor[tuple[Any, ...]]]:
    """A psycopg cursor on Django's connection, within its transaction; errors come as Django's.

    Parameters get their types from where they stand in the statement: cast where that is not plain.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor
