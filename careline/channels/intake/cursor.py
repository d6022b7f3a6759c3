"""A bare cursor on Django's connection, for what Django's own can't do: binary results, raw bytes as they are, pipelines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


@contextmanager
def bare_cursor() -> Iterator["psycopg.Cursor[Any]"]:
    """A psycopg cursor that binds on the server; errors come as Django's. Takes part in the open transaction."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor
