"""Taking words out of events, as an erasure must, so that the chain can still be verified.

The chain holds a digest of each event, not its words. A redaction names the events with their digests before and
since, and is an event itself, sealed like any other; the salt of the words that went is thrown away.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.db import connection, transaction

from careline.core.audit.digest import COLUMNS, digest, loaded
from careline.core.audit.facts import EventsRedacted
from careline.core.events import SYSTEM, Actor, emit
from careline.core.models import Event, SealedEvent

AT_ONCE = 500
_LOCK_ROWS = f"SELECT {', '.join(COLUMNS)} FROM core_event WHERE id = ANY(%s) ORDER BY id FOR UPDATE"  # noqa: S608


def redact(rows: Mapping[int, dict[str, Any]], *, reason: str, by: Actor = SYSTEM) -> int:
    """Replace the data of events: `rows` gives the new data by the event's id. Call it inside a transaction.

    `reason` is kept for ever: no name in it. Returns how many changed; unknown ids and equal data are left out.
    Emits EventsRedacted, one for every five hundred. Raises RuntimeError outside `transaction.atomic()`.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("redact() needs a transaction")
    ids, done = iter(sorted(rows)), 0
    while some := list(islice(ids, AT_ONCE)):
        done += _redact_some({event_id: rows[event_id] for event_id in some}, reason, by)
    return done


@transaction.atomic
def _redact_some(rows: Mapping[int, dict[str, Any]], reason: str, by: Actor) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_ROWS, [list(rows)])
        found = [dict(zip(COLUMNS, loaded(row), strict=True)) for row in cursor.fetchall()]
    sealed = {one.event_id: one for one in SealedEvent.objects.filter(event_id__in=rows)}
    digests: dict[str, list[str]] = {}
    for row in found:
        words = rows[row["id"]]
        if row["data"] == words:
            continue
        mark = sealed.get(row["id"])
        since = digest(tuple({**row, "data": words}.values()))
        digests[str(row["id"])] = [bytes(mark.digest).hex() if mark else "", since.hex()]
        Event.objects.filter(pk=row["id"]).update(data=words)
    if digests:
        SealedEvent.objects.filter(event_id__in=[int(one) for one in digests]).update(salt=None)
        emit(EventsRedacted(reason=reason[:200], digests=digests), by=by)
    return len(digests)
