"""Take complaints out as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.feedback.events import ComplaintsExported
from careline.feedback.queries.complaints import Wanted, wanted_by

if TYPE_CHECKING:
    from careline.accounts.models import Agent

COLUMNS = (
    "id", "received_at", "stage", "category", "cause", "severity", "summary", "customer_id", "organisation_id", "finding",
    "remedy", "admitted", "cost_minor", "currency", "acknowledge_by", "acknowledged_at", "respond_by", "responded_at",
    "closed_at", "outside_body", "outside_reference", "consent", "lessons",
)  # fmt: skip
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def export_complaints(wanted: Wanted, *, by: Agent) -> Iterator[str]:
    """The file line by line, its head first: visible complaints, newest first. Emits ComplaintsExported.

    No cell begins like a formula. Refuses (Forbidden) those who don't manage feedback.
    """
    by.require(Right.MANAGE_FEEDBACK)
    rows = wanted_by(by, wanted).order_by("-pk")
    emit(ComplaintsExported(count=rows.count()), by=by.actor)
    return _lines(rows.values_list(*COLUMNS).iterator())


def _lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    held = io.StringIO()
    writer = csv.writer(held)
    for row in _with_head(rows):
        writer.writerow([_cell(value) for value in row])
        yield held.getvalue()
        held.seek(0)
        held.truncate()


def _with_head(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    yield COLUMNS
    yield from rows


def _cell(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNS) else value
