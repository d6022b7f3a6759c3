"""Taking personal words out of what is kept: of events, and of any column of any table that still names an address."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from careline.core.models import Event

GONE = "…"
BATCH = 2000
_ENUMERATED = frozenset({"state", "channel", "kind", "machine", "target"})
# What names staff and the house itself, what the accounts app and the job queue keep, and the definitions of data.
_NOT_SWEPT = re.compile(
    r"(accounts?|mfa|socialaccount|usersessions|django|auth|procrastinate)_.*|core_file|core_heartbeat"
    r"|channels_inbox|channels_mailfolder|customers_identity|customers_organisationdomain|fields_field|fields_fieldform"
)
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    AND format_type(a.atttypid, NULL) IN ('text', 'character varying', 'json', 'jsonb', 'text[]', 'character varying[]')
ORDER BY 1, 2
"""


def redact_events(subjects: Iterable[str], *, keep: Mapping[str, frozenset[str]] | None = None) -> int:
    """Blank the words in the data of all events about some subjects; ids, numbers and times stay for the figures.

    Words under keys that only ever hold one of a closed list stay too; `keep` names more such keys by event.
    Runs in the caller's transaction; returns how many events changed.
    """
    changed, ids = 0, [*subjects]
    for start in range(0, len(ids), BATCH):
        rows = Event.objects.filter(subject__in=ids[start : start + BATCH]).only("pk", "name", "data")
        changed += _rewrite(rows.iterator(), keep or {})
    return changed


def _rewrite(rows: Iterable[Event], keep: Mapping[str, frozenset[str]]) -> int:
    found = []
    for event in rows:
        data = {
            key: value
            if key in _ENUMERATED or key in keep.get(event.name, frozenset())
            else without_words(value)
            for key, value in event.data.items()
        }
        if data != event.data:
            event.data = data
            found.append(event)
    Event.objects.bulk_update(found, ["data"], batch_size=500)
    return len(found)


def without_words(value: Any) -> Any:
    """The same value with every text in it empty."""
    if isinstance(value, str):
        return ""
    if isinstance(value, list):
        return [without_words(one) for one in value]
    if isinstance(value, dict):
        return {key: without_words(one) for key, one in value.items()}
    return value


def sweep(words: Iterable[str]) -> dict[str, int]:
    """Replace some addresses wherever a text, JSON or list column of any table still holds them, whatever their case.

    One look at every such table: for work in the background. Returns the rows changed, by `table.column`.
    """
    wanted = sorted({word for word in words if len(word) >= 6})
    if not wanted:
        return {}
    pattern = "|".join(re.sub(r"([^\w@])", r"\\\1", word) for word in wanted)
    changed = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column, kind in cursor.fetchall():
            if _NOT_SWEPT.fullmatch(table):
                continue
            name, place = connection.ops.quote_name(table), connection.ops.quote_name(column)
            cursor.execute(
                f"UPDATE {name} SET {place} = regexp_replace({place}::text, %s, %s, 'gi')::{kind}"  # noqa: S608 - names of the catalogue, quoted
                f" WHERE {place}::text ~* %s",
                [pattern, GONE, pattern],
            )
            if cursor.rowcount:
                changed[f"{table}.{column}"] = cursor.rowcount
    return changed
