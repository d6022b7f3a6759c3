"""Take the runs of a playbook out as a CSV file: who decided what, on which version."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction

from careline.core.events import emit
from careline.playbooks.events import RunsExported
from careline.playbooks.queries.followed import runs_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.playbooks.models import Playbook, Run

COLUMNS = (
    "run", "ticket", "playbook", "version", "state", "step", "outcome", "started_at", "started_by", "ended_at", "reason",
    "facts", "decisions", "steps",
)  # fmt: skip
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def export_runs(playbook: Playbook, *, by: Agent) -> Iterator[str]:
    """The file line by line, its head first: runs on tickets that the person may see, newest first. Emits RunsExported.

    No cell begins like a formula. Refuses (Forbidden) those who don't look after playbooks.
    """
    rows = runs_of(by, playbook)
    emit(RunsExported(playbook.pk, playbook.key, 0, count=rows.count()), by=by.actor)
    full = rows.prefetch_related("facts__by", "decisions__asked_by", "decisions__decided_by", "done__by")
    return _lines(playbook.key, full.iterator(chunk_size=200))


def _lines(key: str, runs: Iterator[Run]) -> Iterator[str]:
    yield _line(COLUMNS)
    for run in runs:
        yield _line(_row(key, run))


def _row(key: str, run: Run) -> tuple[Any, ...]:
    facts = {one.key: one for one in sorted(run.facts.all(), key=lambda one: one.pk)}
    steps = sorted(run.done.all(), key=lambda one: one.pk)
    return (
        run.pk, run.ticket_id, key, run.version.number, run.state, run.step, run.outcome, run.started_at.isoformat(),
        run.started_by.name if run.started_by else "", run.ended_at.isoformat() if run.ended_at else "", run.reason,
        _joined(f"{one.key}={one.value} ({one.by.name})" for one in facts.values()),
        _joined(
            f"{one.outcome}: {one.state}, {one.amount_minor} asked by {one.asked_by.name},"
            f" {one.granted_minor} by {one.decided_by.name if one.decided_by else ''}"
            for one in sorted(run.decisions.all(), key=lambda one: one.pk)
        ),
        _joined(f"{one.step}={one.answer} ({one.by.name}, {one.at.isoformat()})" for one in steps),
    )  # fmt: skip


def _joined(parts: Iterator[str]) -> str:
    return "; ".join(parts)


def _line(row: tuple[Any, ...]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow(
        [f"'{one}" if isinstance(one, str) and one.startswith(_RUNS) else one for one in row]
    )
    return held.getvalue()
