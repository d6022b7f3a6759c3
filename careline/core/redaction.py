"""Taking personal words out of what is kept: of events, and of any column of any table that still names an address."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from careline.core.audit import redact
from careline.core.models import Event

GONE = "…"
REASON = "personal data was erased"
BATCH = 2000
_ENUMERATED = frozenset({"state", "channel", "kind", "machine", "target"})
# What names staff and the house itself, what the accounts app and the job queue keep, and the definitions of data.
_NOT_SWEPT = re.compile(
    r"(accounts?|mfa|socialaccount|usersessions|django|auth|procrastinate)_.*|core_event|core_file|core_heartbeat"
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
        blank = {event.pk: _blanked(event, keep or {}) for event in rows.iterator()}
        changed += redact(blank, reason=REASON)
    return changed


def _blanked(event: Event, keep: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    kept = _ENUMERATED | keep.get(event.name, frozenset())
    return {key: value if key in kept else without_words(value) for key, value in event.data.items()}


def without_words(value: Any, words: re.Pattern[str] | None = None) -> Any:
    """The same value with every text in it empty, or only without some words."""
    if isinstance(value, str):
        return words.sub(GONE, value) if words else ""
    if isinstance(value, list):
        return [without_words(one, words) for one in value]
    if isinstance(value, dict):
        return {key: without_words(one, words) for key, one in value.items()}
    return value


def sweep(addresses: Iterable[str]) -> dict[str, int]:
    """Replace some addresses wherever a text, JSON or list column of any table still holds them, whatever their case.

    Events are redacted, so that the audit chain still holds.

    One look at every such table: for work in the background. Returns the rows changed, by `table.column`.
    """
    wanted = sorted({address for address in addresses if len(address) >= 6})
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
    naming = Event.objects.extra(where=["data::text ~* %s"], params=[pattern]).only("pk", "data")
    words = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    redact({event.pk: without_words(event.data, words) for event in naming.iterator()}, reason=REASON)
    return changed
