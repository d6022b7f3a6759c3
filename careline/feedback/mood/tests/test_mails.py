"""How well upset customers are noticed in whole mails. docs/upset-customers.md says how the samples were made, and their limits."""

from pathlib import Path

import pytest

from careline.feedback.mood.contracts import Level
from careline.feedback.mood.lexicon import entries
from careline.feedback.mood.reading import read_mood

MAILS = Path(__file__).parent / "mails"
LANGUAGES = ("en", "de", "es")
LEAST = {
    ("tuned", Level.UPSET): (0.95, 0.95),
    ("held", Level.UPSET): (0.8, 0.95),
    ("shaped", Level.UPSET): (0.9, 0.85),
    ("unseen", Level.UPSET): (0.9, 0.3),
    ("tuned", Level.ANNOYED): (0.95, 0.9),
    ("held", Level.ANNOYED): (0.85, 0.9),
    ("unseen", Level.ANNOYED): (0.75, 0.3),
}
"""Precision and recall that may not be gone below; the figures themselves are in the docs."""


def mails(language, part):
    """Label and text: every other mail of `halves` was tuned on, the ones between were held; `unseen` came after all words."""
    name = part if part in ("shaped", "unseen") else "halves"
    rows = [one.split("\t") for one in (MAILS / f"{name}_{language}.tsv").read_text().splitlines()]
    wanted = range(len(rows)) if name == part else range(part == "held", len(rows), 2)
    return [(rows[n][0], rows[n][1].replace("\\n", "\n")) for n in wanted]


def measured(language, part, level):
    """Precision and recall of noticing at least this level."""
    labels = {"upset"} if level == Level.UPSET else {"upset", "annoyed"}
    pairs = [
        (read_mood(text, language=language).level >= level, one in labels)
        for one, text in mails(language, part)
    ]
    right = sum(found and wanted for found, wanted in pairs)
    return right / max(1, sum(found for found, _w in pairs)), right / sum(wanted for _f, wanted in pairs)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("part", "level"), LEAST)
def test_upset_customers_are_found_as_the_docs_say(language, part, level):
    precision, recall = measured(language, part, level)
    assert (precision >= LEAST[part, level][0], recall >= LEAST[part, level][1]) == (True, True), (
        precision,
        recall,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_samples_are_large_and_of_all_kinds(language):
    for part, least, each in (("tuned", 60, 12), ("held", 60, 12), ("shaped", 66, 12), ("unseen", 25, 5)):
        labels = [label for label, _text in mails(language, part)]
        assert len(labels) >= least and min(labels.count(one) for one in ("calm", "annoyed", "upset")) >= each
    texts = [text for part in ("tuned", "held", "shaped", "unseen") for _label, text in mails(language, part)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_that_is_not_tried_would_not_have_been_found(language):
    for part in ("tuned", "held", "shaped", "unseen"):
        for _label, text in mails(language, part):
            plain = text.replace("’", "'")
            missed = [
                one.pattern.pattern
                for one in entries(language)
                if not one.may_be_in(plain.lower()) and one.pattern.search(plain)
            ]
            assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_entries_are_not_even_tried_so_that_a_message_costs_little(language):
    known = entries(language)
    tried = [
        sum(one.may_be_in(text.lower()) for one in known)
        for part in ("tuned", "held")
        for _label, text in mails(language, part)
    ]
    assert len(known) > 500 and sum(tried) / len(tried) < 0.15 * len(known), sum(tried) / len(tried)
