"""How well upset customers are noticed, measured on sentences with labels. docs/upset-customers.md holds the figures."""

from pathlib import Path

import pytest

from careline.feedback.mood.contracts import Level
from careline.feedback.mood.reading import read_mood

HERE = Path(__file__).parent


def sample(language, half):
    """Label and text of each sentence: `known` ones shaped the lexicon, `held` ones did not, `unseen` came after it."""
    rows = [line.split("\t") for line in (HERE / f"sample_{language}.tsv").read_text().splitlines()]
    return [(label, text) for one, label, text in rows if one == half]


def measured(language, half, level, labels):
    """Precision and recall of noticing at least this level where the label is one of these."""
    pairs = [
        (read_mood(text, language=language).level >= level, label in labels)
        for label, text in sample(language, half)
    ]
    right = sum(found and wanted for found, wanted in pairs)
    return right / max(1, sum(found for found, _wanted in pairs)), right / max(
        1, sum(wanted for _found, wanted in pairs)
    )


@pytest.mark.parametrize("language", ["en", "de", "es"])
@pytest.mark.parametrize("half", ["known", "held"])
def test_upset_customers_are_found_and_calm_ones_left_alone(language, half):
    assert len(sample(language, half)) >= 30
    precision, recall = measured(language, half, Level.UPSET, {"upset"})
    assert precision >= 0.85 and recall >= 0.9, (precision, recall)
    precision, recall = measured(language, half, Level.ANNOYED, {"upset", "annoyed"})
    assert precision >= 0.85 and recall >= 0.8, (precision, recall)


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_sentences_written_after_the_first_lexicon_are_found_now(
    language,
):
    precision, recall = measured(language, "unseen", Level.UPSET, {"upset"})
    assert precision >= 0.85 and recall >= 0.9, (precision, recall)
