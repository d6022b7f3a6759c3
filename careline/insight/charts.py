"""Charts as points and marks on a plot of 100 by 60, for a stretching SVG. Pure: numbers in, numbers and words out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 100.0, 60.0
Value = float | None
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_TIME_STEPS = (
    *(n * _MINUTE for n in (1, 2, 5, 10, 20, 30)),
    *(n * _HOUR for n in (1, 2, 4, 8, 12)),
    *(n * _DAY for n in (1, 2, 3, 5, 10, 20, 30, 60, 100, 200, 400)),
)
LINES = 3
Scale = tuple[float, int]
"""The distance of two marks, and how many there are above 0."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its runs of points without a gap, as SVG wants them, and points that stand alone."""

    runs: tuple[str, ...]
    dots: tuple[str, ...]
    area: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: the lines in the order of their series, the marks of the scale from the top down, and its lines."""

    lines: tuple[Line, ...]
    marks: tuple[str, ...]
    grid: str


def plot(
    series: Sequence[Sequence[Value]], *, scale: Callable[[float], Scale], words: Callable[[float], str]
) -> Plot:
    """Draw series of equal length on one scale from 0; `scale` chooses the marks for the largest value."""
    largest = max((value for one in series for value in one if value is not None), default=0.0)
    apart, count = scale(largest)
    top = apart * count
    marks = tuple(words(apart * n) for n in range(count, -1, -1))
    heights = [HEIGHT * n / count for n in range(count + 1)]
    grid = "".join(f"M0 {round(y, 2):g}H100" for y in heights)
    return Plot(tuple(_line(one, top, n == 0) for n, one in enumerate(series)), marks, grid)


def time_scale(largest: float) -> Scale:
    """Marks in lengths of time that people know: 5 min, 2 h, 1 day. Seconds."""
    return float(
        next((one for one in _TIME_STEPS if one * LINES >= largest), math.ceil(largest / LINES))
    ), LINES


def count_scale(largest: float) -> Scale:
    """Marks in numbers of things: whole ones, as 1, 2, 5, 10, 20."""
    size = 1
    while 5 * size * LINES < largest:
        size *= 10
    return float(next(n * size for n in (1, 2, 5) if n * size * LINES >= largest)), LINES


def share_scale(largest: float) -> Scale:
    """Marks in percent: the whole is the most there can be."""
    return next(((one, LINES) for one in (1.0, 2.0, 5.0, 10.0, 20.0) if one * LINES >= largest), (25.0, 4))


def _line(values: Sequence[Value], top: float, has_area: bool) -> Line:
    apart = WIDTH / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{round(n * apart, 2):g},{round(HEIGHT * (1 - min(value / top, 1)), 2):g}")
    found = [run for run in runs if run]
    whole = found[0] if len(found) == 1 and len(found[0]) > 1 else []
    area = (
        f"{' '.join(whole)} {whole[-1].split(',')[0]},60 {whole[0].split(',')[0]},60"
        if whole and has_area
        else ""
    )
    dots = [run[0] for run in found if len(run) == 1]
    last = [found[-1][-1]] if found and has_area and len(found[-1]) > 1 else []
    marks = tuple(f"M{one.replace(',', ' ')}h0" for one in (*dots, *last))
    return Line(tuple(" ".join(run) for run in found if len(run) > 1), marks, area)
