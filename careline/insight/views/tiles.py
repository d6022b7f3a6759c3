"""The tiles of a period: each figure in words, with how it was in the period before, and the way to what is behind it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from careline.insight.contracts import SHARES, TIMES, Figure, Summary, Totals
from careline.insight.views.asking import Asked
from careline.insight.words import DEFINITIONS
from careline.ui.durations import in_words

_MORE_IS_WORSE = {Figure.REOPENED}
LEAST_CHANGE_SECONDS, LEAST_CHANGE_POINTS = 60.0, 0.05


def tiles(now: Totals, before: Totals, asked: Asked) -> list[dict[str, Any]]:
    """All tiles in their order."""
    times = [_time(figure, now.times.get(figure), before.times.get(figure)) for figure in TIMES]
    shares = [_share(figure, now, before) for figure in SHARES]
    return [
        one | {"definition": DEFINITIONS[figure], "href": f"{figure}/{asked.address()}"}
        for figure, one in zip((*TIMES, *SHARES), (*times, *shares), strict=True)
    ]


def percent(part: tuple[int, int]) -> float | None:
    """A share in percent; None where nothing can be said."""
    true, said = part
    return 100 * true / said if said else None


def _time(figure: Figure, now: Summary | None, before: Summary | None) -> dict[str, Any]:
    if now is None:
        return {"value": ""}
    words = {"ninth": _whole(now.ninth), "mean": _whole(now.mean)}
    change, sense = _slower(now.median - before.median) if before else (_("none in the period before"), "")
    note = _("Median; 90 %% within %(ninth)s, mean %(mean)s") % words
    return {
        "value": _whole(now.median),
        "note": note,
        "change": change,
        "sense": sense,
    }


def _whole(seconds: float) -> str:
    """A length of time whose numbers stay with their units at the end of a line."""
    return re.sub(r"(\d) ", "\\1\u00a0", in_words(seconds))


def _slower(seconds: float) -> tuple[str, str]:
    if abs(seconds) < LEAST_CHANGE_SECONDS:
        return _("as in the period before"), ""
    words = _("%(time)s slower than before") if seconds > 0 else _("%(time)s faster than before")
    return words % {"time": _whole(seconds)}, "worse" if seconds > 0 else "better"


def _share(figure: Figure, now: Totals, before: Totals) -> dict[str, Any]:
    true, said = now.shares.get(figure, (0, 0))
    value, earlier = percent((true, said)), percent(before.shares.get(figure, (0, 0)))
    if value is None:
        return {"value": "", "none": _("can’t be said yet")}
    change, sense = (
        more(value - earlier, is_good=figure not in _MORE_IS_WORSE)
        if earlier is not None
        else (_("none in the period before"), "")
    )
    note = _("%(true)s of %(said)s tickets") % {"true": true, "said": said}
    return {"share": value, "value": "share", "note": note, "change": change, "sense": sense}


def more(points: float, *, is_good: bool) -> tuple[str, str]:
    """A change of a share in words, and whether it is better or worse."""
    if abs(points) < LEAST_CHANGE_POINTS:
        return _("as in the period before"), ""
    words = _("%(n)s points more than before") if points > 0 else _("%(n)s points less than before")
    return words % {"n": number_format(abs(points), 1)}, "better" if (points > 0) == is_good else "worse"
