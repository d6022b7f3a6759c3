"""Django's cache, kept in the database: what one web process remembers, every other one knows, and a restart too.

For what must hold for all of them (how often a code was guessed, which code was used), not for speed: nothing of ours
that is merely slow to compute goes through here. Values are JSON, never pickled.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_KEEP = """
INSERT INTO core_remembered (key, value, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
_ONLY_NEW = " WHERE core_remembered.expires_at <= clock_timestamp()"


class SharedCache(BaseCache):
    """The cache backend of the settings; expired rows are swept away by the worker."""

    def __init__(self, _location: str, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value of a key, or the default where there is none or it has expired."""
        row = _execute(
            "SELECT value FROM core_remembered WHERE key = %s AND expires_at > clock_timestamp()",
            self._row_key(key, version),
        )
        return json.loads(row[0]) if row else default

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a value for `timeout` seconds (None: for ever)."""
        _execute(_KEEP, self._row_key(key, version), json.dumps(value), self._end(timeout))

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value unless there is one; of several at once only one is told True."""
        row = _execute(
            f"{_KEEP}{_ONLY_NEW} RETURNING key",
            self._row_key(key, version),
            json.dumps(value),
            self._end(timeout),
        )
        return row is not None

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is there for another `timeout` seconds; False if nothing is."""
        row = _execute(
            "UPDATE core_remembered SET expires_at = %s WHERE key = %s AND expires_at > clock_timestamp() RETURNING key",
            self._end(timeout),
            self._row_key(key, version),
        )
        return row is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a key; False if there was none."""
        row = _execute(
            "DELETE FROM core_remembered WHERE key = %s RETURNING key", self._row_key(key, version)
        )
        return row is not None

    def clear(self) -> None:
        """Forget everything."""
        _execute("DELETE FROM core_remembered")

    def _row_key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _end(self, timeout: float | None) -> datetime:
        end = self.get_backend_timeout(timeout)
        return datetime.max.replace(tzinfo=UTC) if end is None else datetime.fromtimestamp(end, UTC)


def _execute(sql: str, *values: str | datetime) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if cursor.description else None
