"""What counts as a sign of being upset, and what does not."""

import time

import pytest

from careline.feedback.mood.contracts import Context, Level
from careline.feedback.mood.own_words import own_words
from careline.feedback.mood.reading import read_mood


def test_each_reason_is_a_piece_of_the_text():
    text = "HELLO. I am FURIOUS!!! My lawyer’s letter follows."
    mood = read_mood(text, language="en")
    assert mood.level == Level.FURIOUS
    for one in mood.evidence:
        assert own_words(text)[one.start : one.end][:80] == one.words


def test_a_reason_is_never_blank():
    text = '? \nagain ! nothingyouwieder"a" “x” why“x” \n why nothing still?again ."a"whynothi'
    assert [one.words for one in read_mood(text, language="es").evidence if not one.words.strip()] == []


def test_no_word_counts_twice():
    evidence = read_mood("This is absolutely ridiculous.", language="en").evidence
    assert [one.words for one in evidence] == ["absolutely ridiculous"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I am not angry."),
        ("de", "Ich bin nicht wütend."),
        ("es", "No estoy furiosa."),
        ("en", "Great!!! Thanks!!!"),
    ],
)
def test_denied_anger_and_loud_joy_are_calm(language, text):
    assert read_mood(text, language=language).level == Level.CALM


def test_shouting_counts_and_product_codes_do_not():
    assert read_mood("WHERE ARE YOUR ANSWERS", language="en").level >= Level.ANNOYED
    assert read_mood("SKU ABX-200, FRAME NO. WX4432", language="en").level == Level.CALM


def test_the_course_alone_makes_nobody_upset():
    course = Context(contacts=9, waiting_hours=900, reopenings=3)
    assert read_mood("Here is the photo.", language="en", context=course).level == Level.CALM
    before = read_mood("I am disappointed.", language="en")
    assert read_mood("I am disappointed.", language="en", context=course).points == before.points + 2


def test_a_language_that_was_not_recognised_is_looked_for_in_all():
    assert read_mood("Ich bin stinksauer und hole meinen Anwalt").level == Level.FURIOUS
    assert read_mood("Estoy muy furiosa").level >= Level.UPSET


def test_care_is_shown_but_is_no_anger():
    mood = read_mood("My father is in a wheelchair.", language="en")
    assert mood.level == Level.CALM and [one.kind for one in mood.evidence] == ["care"]


def test_a_hostile_text_is_read_in_time():
    began = time.perf_counter()
    for text in (
        "not " * 9000,
        "!" * 20_000,
        "A " * 10_000,
        "never again the " * 1500,
        "no " * 500 + "a" * 15_000,
    ):
        read_mood(text)
    assert time.perf_counter() - began < 8
