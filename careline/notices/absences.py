"""Notices about absences in words: to whom is away, to who covers, and to who need not cover any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from careline.workforce.events import AbsenceChanged, AbsenceEnded, AbsenceFact, AbsenceWithdrawn


def absence_words(fact: AbsenceFact, names: Mapping[int, str], *, to_id: int) -> str:
    """What happened to an absence, in the active language and time zone, as `to_id` is to hear it; "" where names are gone."""
    told = {
        "whom": names.get(fact.agent_id, ""),
        "cover": names.get(fact.cover_id, ""),
        "start": _moment(fact.starts_at),
        "end": _moment(fact.ends_at),
    }
    if not told["whom"]:
        return ""
    return _to_absent(fact, told) if to_id == fact.agent_id else _to_cover(fact, told, to_id)


def _to_cover(fact: AbsenceFact, told: Mapping[str, str], to_id: int) -> str:
    if isinstance(fact, AbsenceEnded):
        return _("The absence of %(whom)s is over: you don’t cover any more") % told
    if isinstance(fact, AbsenceWithdrawn):
        return _("%(whom)s is not absent after all: you don’t cover from %(start)s to %(end)s") % told
    if isinstance(fact, AbsenceChanged) and fact.cover_id != to_id:
        return _("You don’t cover for %(whom)s any more") % told
    if isinstance(fact, AbsenceChanged) and fact.covered_before == to_id:
        return _("%(whom)s is absent at other times: you cover from %(start)s to %(end)s") % told
    return _("%(whom)s is absent from %(start)s to %(end)s, and you cover") % told


def _to_absent(fact: AbsenceFact, told: Mapping[str, str]) -> str:
    if isinstance(fact, AbsenceEnded):
        return _("Your absence is over")
    if isinstance(fact, AbsenceWithdrawn):
        return _("Your absence from %(start)s to %(end)s was taken back") % told
    if told["cover"]:
        return _("You are absent from %(start)s to %(end)s, and %(cover)s covers") % told
    return _("You are absent from %(start)s to %(end)s, and nobody covers") % told


def _moment(words: str) -> str:
    here = timezone.localtime(datetime.fromisoformat(words))
    return f"{date_format(here, _('D j M'))}, {date_format(here, 'H:i')}"
