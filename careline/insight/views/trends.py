"""The charts of a period: each unit of it beside the same unit of the period before, with the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.insight.charts import Scale, Value, count_scale, plot, share_scale, time_scale
from careline.insight.contracts import Figure, Totals
from careline.insight.periods import Period
from careline.insight.views.asking import Asked
from careline.insight.views.tiles import percent
from careline.insight.words import DEFINITIONS, STEADY
from careline.ui.durations import in_words
from careline.ui.times import day_words

MOST_TICKS = 5
TITLES = {
    Figure.FIRST_RESPONSE: gettext_lazy("First response, median"),
    Figure.FULL_RESOLUTION: gettext_lazy("Full resolution, median"),
    Figure.REOPENED: gettext_lazy("Reopen rate"),
}


def trends(
    by_unit: Mapping[datetime, Totals], came: Mapping[datetime, int], period: Period, asked: Asked
) -> list[dict[str, Any]]:
    """The charts in their order."""
    now = [by_unit.get(at, Totals()) for at in period.starts]
    before = [by_unit.get(at, Totals()) for at in period.earlier]
    charts = [
        _of_figure(figure, now, before, period, asked)
        for figure in (Figure.FIRST_RESPONSE, Figure.FULL_RESOLUTION)
    ]
    arrived = [float(came.get(at, 0)) for at in period.starts]
    flow = chart(
        "flow", _("Came in and solved"), [(_("Came in"), arrived), (_("Solved"), [float(one.solved) for one in now])],
        period, scale=count_scale, words=number_words, note=_("Tickets that were created, and how many of them are solved.") if asked.is_created else _("Tickets that were created, and those that were solved and still are."),
        anchor="periods", href=f"{Figure.FULL_RESOLUTION}/{asked.address()}",
    )  # fmt: skip
    return [*charts, flow, _of_figure(Figure.REOPENED, now, before, period, asked)]


def chart(
    key: str, title: str, series: Sequence[tuple[str, Sequence[Value]]], period: Period, *,
    scale: Callable[[float], Scale], words: Callable[[float], str], note: str = "", **further: Any,
) -> dict[str, Any]:  # fmt: skip
    """A chart ready to be shown: plot, key, ticks, the sentence for who can't see it, and its table."""
    names = [day_of(at, period) for at in period.starts]
    rows = [
        (name, ["–" if values[n] is None else words(values[n] or 0) for _name, values in series])
        for n, name in enumerate(names)
    ]
    return {
        "key": key, "title": title, "note": note, "series": [name for name, _values in series], "rows": rows,
        "plot": plot([values for _name, values in series], scale=scale, words=words),
        "ticks": _ticks(names), "told": _told(names, series[0][1], words), **further,
    }  # fmt: skip


def day_of(at: datetime, period: Period) -> str:
    """The name of a unit of the period: its first day, or its month."""
    day = at.astimezone(ZoneInfo(period.zone)).date()
    return date_format(day, "M Y") if period.unit == "month" else day_words(day, with_year=False)


def _of_figure(
    figure: Figure, now: Sequence[Totals], before: Sequence[Totals], period: Period, asked: Asked
) -> dict[str, Any]:
    is_time = DEFINITIONS[figure].is_time
    value = _median if is_time else _percent
    series = [
        (str(name), [value(one, figure) for one in half])
        for name, half in zip(STEADY, (now, before), strict=True)
    ]
    return chart(
        figure, str(TITLES[figure]), series, period, note=str(DEFINITIONS[figure].rule), anchor=figure,
        scale=time_scale if is_time else share_scale, words=in_words if is_time else percent_words,
        href=f"{figure}/{asked.address()}",
    )  # fmt: skip


def _median(one: Totals, figure: Figure) -> Value:
    found = one.times.get(figure)
    return found.median if found else None


def _percent(one: Totals, figure: Figure) -> Value:
    return percent(one.shares.get(figure, (0, 0)))


def percent_words(value: float) -> str:
    """A share in percent, as it is said."""
    return _("%(n)s %%") % {"n": number_format(value, 0 if value == round(value) else 1)}


def number_words(value: float) -> str:
    """A number of things."""
    return number_format(value, 0, force_grouping=True)


def _ticks(names: list[str]) -> list[str]:
    if len(names) <= MOST_TICKS:
        return names
    last = len(names) - 1
    return [names[round(last * n / (MOST_TICKS - 1))] for n in range(MOST_TICKS)]


def _told(names: list[str], values: Sequence[Value], words: Callable[[float], str]) -> str:
    """What the first series does, in a sentence: where it began, its highest, where it ended."""
    known = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    if not known:
        return _("No values in this period.")
    top = max(known, key=lambda one: one[1])
    return _("From %(first)s on %(from)s to %(last)s on %(to)s; highest on %(day)s with %(most)s.") % {
        "first": words(known[0][1]), "from": known[0][0], "last": words(known[-1][1]), "to": known[-1][0],
        "day": top[0], "most": words(top[1]),
    }  # fmt: skip
