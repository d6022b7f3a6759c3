"""Service targets of a period: how many were kept and missed, by kind and policy, and the tickets that missed one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.insight.charts import share_scale
from careline.insight.contracts import Totals
from careline.insight.queries.ranking import missing
from careline.insight.queries.slices import house_period
from careline.insight.summed import Question
from careline.insight.views.asking import Asked, asked_by, reader_of
from careline.insight.views.overview import frame
from careline.insight.views.sums import sums_for
from careline.insight.views.tiles import more, percent
from careline.insight.views.trends import chart, percent_words
from careline.insight.words import STEADY, TARGET_WORDS
from careline.policies.queries.policies import policy_names
from careline.tickets.queries.solved import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careline.insight.periods import Period
    from careline.insight.summed import Summed, Target

MOST_SHOWN = 100
_TARGET = re.compile(r"[a-z_]{1,20}:\d{1,18}")


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Show how the targets of the tickets solved in a period went."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    period = house_period(asked.days)
    sums = sums_for(request, Question(asked.slice(agent, period), period))
    shown = _shown(sums.summed, period, asked) if sums.summed else {}
    context = {"sums": sums, **shown, **frame(agent, asked, 0, fresh=sums.freshness)}
    return render(request, "insight/targets.html", context)


def _shown(summed: Summed, period: Period, asked: Asked) -> dict[str, Any]:
    now = summed.now
    return {
        "kept": now.kept, "judged": now.kept + now.missed, "share": _share(now), "change": _change(now, summed.before),
        "chart": _chart(summed.units, period, asked), "rows": _rows(summed.targets, asked),
    }  # fmt: skip


@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """Show the tickets of a period that missed a target, or one of a kind and policy, the latest first."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    said = request.GET.get("target", "")
    target = said if _TARGET.fullmatch(said) else ""
    whole = asked.slice(agent, house_period(asked.days))
    found = missing(whole, target, most=MOST_SHOWN)
    names = named(agent, [pk for pk, _all in found])
    policies = policy_names()
    rows = [
        (pk, *names[pk][:2], [_target_words(one, policies) for one in all_])
        for pk, all_ in found
        if pk in names
    ]
    context = {
        "rows": rows,
        "target": _target_words(target, policies) if target else "",
        **frame(agent, asked, len(rows)),
    }
    return render(request, "insight/missed.html", context)


def _share(totals: Totals) -> float | None:
    return percent((totals.kept, totals.kept + totals.missed))


def _change(now: Totals, before: Totals) -> tuple[str, str]:
    value, earlier = _share(now), _share(before)
    if value is None or earlier is None:
        return (_("none in the period before"), "") if value is not None else ("", "")
    return more(value - earlier, is_good=True)


def _chart(by_unit: Mapping[Any, Totals], period: Period, asked: Asked) -> dict[str, Any]:
    series = [
        (str(name), [_share(by_unit.get(at, Totals())) for at in starts])
        for name, starts in zip(STEADY, (period.starts, period.earlier), strict=True)
    ]
    note = _("Targets that were kept, out of all that were kept or missed, of the tickets solved then.")
    return chart(
        "targets", _("Targets kept"), series, period, scale=share_scale, words=percent_words, note=note,
        anchor="targets", href=f"missed/{asked.address()}",
    )  # fmt: skip


def _rows(found: Sequence[Target], asked: Asked) -> list[dict[str, Any]]:
    names = policy_names()
    return [
        {
            "kind": TARGET_WORDS.get(kind, kind), "policy": names.get(policy, ""), "kept": kept, "missed": missed_,
            "share": percent((kept, kept + missed_)), "href": _address(asked, f"{kind}:{policy}"),
        }
        for kind, policy, kept, missed_ in found
    ]  # fmt: skip


def _address(asked: Asked, target: str) -> str:
    query = asked.address()
    return f"missed/{query}{'&' if len(query) > 1 else ''}target={target}"


def _target_words(target: str, names: dict[int, str]) -> str:
    kind, _colon, policy = target.partition(":")
    name = names.get(int(policy), "")
    word = str(TARGET_WORDS.get(kind, kind))
    return f"{word} ({name})" if name else word
