"""The words of a playbook: complete in its languages, and not against its own rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from careline.playbooks.procedure.findings import Findings, Place
from careline.playbooks.procedure.schema import Ask, Playbook, Say
from careline.playbooks.procedure.wording import found


def check_said(playbook: Playbook, findings: Findings) -> None:
    """Nothing that must be said, and no wording of a step, has words that must not be said."""
    for key, step in playbook.steps.items():
        for language, text in ((step.text or {}) if isinstance(step, Say | Ask) else {}).items():
            if hit := _forbidden(playbook, language, text):
                told = _("The words “%(words)s” stand here, and must not be said.") % {"words": hit}
                findings.error(("steps", key, "text", language), told)
    for n, must in enumerate(playbook.must_say):
        for language, words in must.words.items():
            hits = [hit for one in words if (hit := _forbidden(playbook, language, one))]
            if words and len(hits) == len(words):
                told = _("This contradicts itself: “%(words)s” must be said, and must not.") % {
                    "words": hits[0]
                }
                findings.error(("must_say", n, "words", language), told)


def _forbidden(playbook: Playbook, language: str, text: str) -> str:
    hits = (found(never.words.get(language, ()), text) for never in playbook.must_not_say)
    return next((hit for hit in hits if hit), "")


def check_words(playbook: Playbook, findings: Findings) -> None:
    """The first language is complete (an error), the others should be (a warning)."""
    for place, words in _all_words(playbook):
        for language in playbook.languages:
            if language not in words:
                told = _("The words in “%(language)s” are missing.") % {"language": language}
                (findings.error if language == playbook.languages[0] else findings.warn)(place, told)
        for language in words:
            if language not in playbook.languages:
                told = _("“%(language)s” isn’t one of this playbook’s languages.") % {"language": language}
                findings.error((*place, language), told)


def _all_words(playbook: Playbook) -> Iterable[tuple[Place, Mapping[str, object]]]:
    yield ("title",), playbook.title
    yield ("about",), playbook.about
    if playbook.applies.words:
        yield ("applies", "words"), playbook.applies.words
    yield from _words_of_facts(playbook)
    for n, row in enumerate(playbook.decision.rows):
        yield ("decision", "rows", n, "why"), row.why
    for key, outcome in playbook.outcomes.items():
        yield ("outcomes", key, "title"), outcome.title
    yield from _words_of_steps(playbook)
    for n, must in enumerate(playbook.must_say):
        yield ("must_say", n, "title"), must.title
        yield ("must_say", n, "words"), must.words
    for n, must_not in enumerate(playbook.must_not_say):
        yield ("must_not_say", n, "why"), must_not.why
        yield ("must_not_say", n, "words"), must_not.words
    for key, law in playbook.law.items():
        yield ("law", key, "title"), law.title


def _words_of_facts(playbook: Playbook) -> Iterable[tuple[Place, Mapping[str, object]]]:
    for key, fact in playbook.facts.items():
        yield ("facts", key, "ask"), fact.ask
        if fact.hint is not None:
            yield ("facts", key, "hint"), fact.hint
        for choice, words in fact.choices.items():
            yield ("facts", key, "choices", choice), words


def _words_of_steps(playbook: Playbook) -> Iterable[tuple[Place, Mapping[str, object]]]:
    for key, step in playbook.steps.items():
        for part in ("title", "help", "text", "question", "note"):
            if said := getattr(step, part, None):
                yield ("steps", key, part), said
        action = getattr(step, "action", None)
        for part in ("task", "note"):
            if said := getattr(action, part, None):
                yield ("steps", key, "action", part), said
