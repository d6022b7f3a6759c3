"""What events said of absences, for the words of notices: an absence may lie otherwise by now, or be gone."""

from __future__ import annotations

from collections.abc import Iterable

from careline.core.models import Event
from careline.workforce.events import (
    AbsenceChanged,
    AbsenceEnded,
    AbsenceFact,
    AbsencePlanned,
    AbsenceWithdrawn,
)

_FACTS: dict[str, type[AbsenceFact]] = {
    fact.name: fact for fact in (AbsencePlanned, AbsenceChanged, AbsenceWithdrawn, AbsenceEnded)
}


def absences_told(event_ids: Iterable[int]) -> dict[int, AbsenceFact]:
    """The facts of these events, by id, as far as they are about absences; no statement for none."""
    ids = [*event_ids]
    rows = Event.objects.filter(pk__in=ids, name__in=[*_FACTS]) if ids else []
    return {row.pk: _FACTS[row.name](**row.data) for row in rows}
