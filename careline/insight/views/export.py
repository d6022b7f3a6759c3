"""What the pages show, as files: the sums by GET, every ticket by POST, since that is written into the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_POST, require_safe

from careline.insight.actions.export_tickets import export_tickets
from careline.insight.contracts import DIMENSIONS, SHARES, TIMES, Totals
from careline.insight.queries.slices import house_period
from careline.insight.queries.summing import sum_units, sum_up, sum_whole
from careline.insight.sheets import csv_lines
from careline.insight.views.asking import asked_by, reader_of
from careline.insight.views.naming import names_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.insight.contracts import Slice
    from careline.insight.periods import Period

HEAD = (
    "by", "of", "tickets",
    *(f"{figure}_{part}" for figure in TIMES for part in ("count", "median_seconds", "p90_seconds", "mean_seconds")),
    *(f"{figure}_{part}" for figure in SHARES for part in ("true", "of")),
    "targets_kept", "targets_missed",
)  # fmt: skip


@require_safe
def figures(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the sums of a period: as a whole, by its days, weeks or months, and by each dimension."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    period = house_period(asked.days)
    return _file(csv_lines(HEAD, _sums(agent, asked.slice(agent, period), period)), "figures.csv")


@require_POST
def tickets(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the figures of every ticket of a period."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    head, rows = export_tickets(asked.slice(agent, house_period(asked.days)), by=agent)
    return _file(csv_lines(head, rows), "ticket-figures.csv")


def _file(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _sums(agent: Agent, whole: Slice, period: Period) -> Iterator[list[Any]]:
    yield from _rows("period", {1: sum_whole(whole)}, {1: _day(period.since, period)})
    units = sum_units(whole, period.starts)
    yield from _rows(period.unit, units, {at: _day(at, period) for at in units})
    for dimension in DIMENSIONS:
        found = sum_up(whole, dimension)
        yield from _rows(dimension, found, names_of(dimension, found, agent))


def _day(at: datetime, period: Period) -> str:
    return at.astimezone(ZoneInfo(period.zone)).date().isoformat()


def _rows(by: str, found: Mapping[Any, Totals], names: Mapping[Any, str]) -> Iterator[list[Any]]:
    for key, one in found.items():
        if key in names:
            yield [by, names[key], one.tickets, *_values(one), one.kept, one.missed]


def _values(one: Totals) -> Iterator[Any]:
    for figure in TIMES:
        summary = one.times.get(figure)
        yield from (
            (summary.count, summary.median, summary.ninth, summary.mean) if summary else (0, "", "", "")
        )
    for figure in SHARES:
        yield from one.shares.get(figure, (0, 0))
