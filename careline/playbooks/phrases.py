"""What happened with playbooks, as conversation and history say it: in the reader's language, if the playbook has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careline.playbooks.procedure.values import amount_words
from careline.tickets.slots import register_phrase
from careline.ui.times import day_words, local_time

Facts = Mapping[str, Any]


def spoken(words: Mapping[str, str] | None) -> str:
    """Words in the language of the moment, else in the first there are; "" where there are none."""
    if not words:
        return ""
    language = get_language() or "en"
    wanted = (language, language.split("-")[0], "en")
    return next((words[one] for one in wanted if one in words), next(iter(words.values())))


def _title(data: Facts) -> str:
    return spoken(data.get("title")) or _("a restricted playbook")


def _started(by: str, data: Facts, names: Any) -> SafeString:
    words = _("<b>{}</b> started the playbook <b>{}</b>, version {}")
    return format_html(words, by, _title(data), data.get("version", ""))


def _established(by: str, data: Facts, names: Any) -> SafeString:
    facts = data.get("facts") or []
    if not facts:
        return format_html(_("<b>{}</b> established facts for {}"), by, _title(data))
    told = format_html_join(
        ", ", "{} <b>{}</b>", ((spoken(fact.get("ask")), value_words(fact)) for fact in facts)
    )
    return format_html(_("<b>{}</b> established: {}"), by, told)


def value_words(fact: Facts) -> str:
    """A value that was found out, as people read it."""
    value = fact.get("value")
    if fact.get("words"):
        return spoken(fact["words"])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if fact.get("kind") == "date" and isinstance(value, str):
        return day_words(date.fromisoformat(value))
    if fact.get("kind") == "money" and isinstance(value, int):
        return amount_words(value, "")
    return str(value) if value is not None else "…"


def _decided(by: str, data: Facts, names: Any) -> SafeString:
    outcome, why = spoken(data.get("words")), spoken(data.get("why"))
    if not outcome:
        return format_html(_("{} is decided"), _title(data))
    words = (
        _("The playbook now says <b>{}</b>: {}")
        if data.get("before")
        else _("The playbook says <b>{}</b>: {}")
    )
    return format_html(words, outcome, why)


def _done(by: str, data: Facts, names: Any) -> SafeString:
    answers = {"yes": _("yes"), "no": _("no"), "late": _("nothing came in time")}
    title = spoken(data.get("words")) or _title(data)
    if answer := answers.get(data.get("answer", "")):
        return format_html(_("<b>{}</b> did a step: {} ({})"), by, title, answer)
    return format_html(_("<b>{}</b> did a step: {}"), by, title)


def _finished(by: str, data: Facts, names: Any) -> SafeString:
    return format_html(_("The playbook <b>{}</b> was followed to its end"), _title(data))


def _stopped(by: str, data: Facts, names: Any) -> SafeString:
    words = _("<b>{}</b> stopped the playbook <b>{}</b>: {}")
    return format_html(words, by, _title(data), data.get("reason", ""))


def _skipped(by: str, data: Facts, names: Any) -> SafeString:
    words = _("<b>{}</b> solved this without the playbook that is required: {}")
    return format_html(words, by, data.get("reason") or _("no reason was given"))


def _carried(by: str, data: Facts, names: Any) -> SafeString:
    words = _("The playbook <b>{}</b> came here from #{}")
    return format_html(words, _title(data), data.get("from_id", ""))


def _late(by: str, data: Facts, names: Any) -> SafeString:
    step, due = spoken(data.get("words")) or _title(data), local_time(parse_datetime(data["due"]), "moment")
    people = ", ".join(names.agent(one) for one in data.get("tell", ()))
    if not people:
        return format_html(_("A step should have been done by {}: {}"), due, step)
    return format_html(_("A step should have been done by {}: {}. {} is told"), due, step, people)


register_phrase("playbook.started", "book-open", _started)
register_phrase("playbook.fact_given", "list-checks", _established)
register_phrase("playbook.decided", "arrow-right", _decided)
register_phrase("playbook.step_done", "square-check", _done)
register_phrase("playbook.finished", "circle-check", _finished)
register_phrase("playbook.stopped", "x", _stopped)
register_phrase("playbook.skipped", "triangle-alert", _skipped)
register_phrase("playbook.carried", "merge", _carried, only_in_history=True)
register_phrase("playbook.step_late", "clock", _late, only_in_history=True)
