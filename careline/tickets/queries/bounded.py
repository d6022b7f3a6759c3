"""Statements that may take only so long: beyond that PostgreSQL ends them, and the caller asks for less."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection, transaction

_CANCELLED = "57014"


def rows_within(milliseconds: int, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]] | None:
    """The rows of a statement, or None if it would take longer than this. Nothing else is undone."""
    is_inside = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {milliseconds:d}")
            cursor.execute(statement, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            if is_inside:
                cursor.execute("SET LOCAL statement_timeout = 0")
            return found
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _CANCELLED:
            return None
        raise
