"""Promises in the words of drafts: found with their moment, and not found where nothing is promised."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.promises.certainty import certain_words
from careline.promises.detecting import plain, promises_in
from careline.promises.tests.measuring import score

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Monday

FOUND = [
    ("We'll call you by Thursday noon.", "Thu 26 Nov 12:00"),
    ("We’ll call you by Thursday, noon.", "Thu 26 Nov 12:00"),
    ("I will send the refund tomorrow.", "Tue 24 Nov 09:00"),
    ("We will get back to you within 2 days.", "Wed 25 Nov 09:00"),
    ("You will hear from us by the end of the week.", "Fri 27 Nov 17:00"),
    ("A colleague will call you this afternoon.", "Mon 23 Nov 14:00"),
    ("Our courier will come on 2 dec at 14:30.", "Wed 02 Dec 14:30"),
    ("I'm going to write to you on Monday at 9:30 with news.", "Mon 30 Nov 09:30"),
    ("You'll receive a new wheel before 24 December.", "Thu 24 Dec 09:00"),
    ("I promise to be back at 5pm.", "Mon 23 Nov 17:00"),
    ("Wir rufen Sie bis Donnerstagmittag an.", "Thu 26 Nov 12:00"),
    ("Ich melde mich morgen früh bei Ihnen.", "Tue 24 Nov 09:00"),
    ("Die Ware erhalten Sie am 27. November.", "Fri 27 Nov 09:00"),
    ("Spätestens am Freitag um 14 Uhr melden wir uns.", "Fri 27 Nov 14:00"),
    ("Sie bekommen Ihr Geld innerhalb von 3 Tagen zurück.", "Thu 26 Nov 09:00"),
    ("Bis Ende der Woche schicken wir Ihnen das Ersatzteil.", "Fri 27 Nov 17:00"),
    ("Ein Kollege meldet sich heute Nachmittag.", "Mon 23 Nov 14:00"),
    ("Le llamaremos mañana.", "Tue 24 Nov 09:00"),
    ("Le enviaré el reembolso antes del viernes.", "Fri 27 Nov 09:00"),
]
NOT_FOUND = [
    "If we can, we'll call tomorrow.",
    "Can we call you tomorrow?",
    "We hope to answer by Friday.",
    "We will try to call you by Friday.",
    "We will look into it.",
    "We can't send it by Friday.",
    "Your order arrived on Monday.",
    "Good morning, thank you for your mail.",
    "You can call us on Monday.",
    "Wir können das nicht bis Freitag schaffen.",
    "Wir versuchen, Sie bis Freitag anzurufen.",
    "Falls es bis Freitag kommt, rufen wir an.",
    "Ihre Bestellung kam am Montag.",
    "Rufen Sie uns am Montag an.",
    "No podremos llamarle mañana.",
    "Gracias por su mensaje de mañana.",
]


@pytest.mark.parametrize(("sentence", "moment"), FOUND)
def test_a_promise_is_found_with_its_moment(sentence: str, moment: str) -> None:
    (found,) = promises_in(f"Dear Carla. {sentence} Kind regards", NOW)
    assert found.words == sentence and f"{found.due_at:%a %d %b %H:%M}" == moment


@pytest.mark.parametrize("sentence", NOT_FOUND)
def test_what_promises_nothing_is_left_alone(sentence: str) -> None:
    assert promises_in(f"Dear Carla. {sentence} Kind regards", NOW) == []


def test_a_day_without_a_time_is_a_whole_day() -> None:
    whole, timed = promises_in("We'll call tomorrow. We'll write on Friday at 9:00.", NOW)
    assert whole.is_whole_day and not timed.is_whole_day


def test_what_is_quoted_and_past_is_not_ours() -> None:
    draft = "<div>Thanks.<br></div><blockquote><div>We'll call you tomorrow.</div></blockquote>"
    assert promises_in(plain(draft), NOW) == []
    assert promises_in("We'll call you at 2026-11-01 9:00.", NOW) == []
    (found,) = promises_in(plain("<div>Hello &amp; welcome,<br>We'll call <b>tomorrow</b>.</div>"), NOW)
    assert found.words == "We'll call tomorrow."


@given(st.text(alphabet=st.sampled_from("we'll will by friday wir bis morgen 12:.!?\n<>&"), max_size=400))
def test_no_text_breaks_it_and_every_moment_is_to_come(text: str) -> None:
    found = promises_in(plain(text), NOW)
    assert len(found) <= 5 and all(one.due_at > NOW for one in found)


PARTS = {"held_out": (0.95, 0.90, 0.90), "second": (0.95, 0.90, 0.95), "fresh": (0.95, 0.90, 0.90)}


@pytest.mark.parametrize("language", ["en", "de", "es"])
@pytest.mark.parametrize("part", PARTS)
def test_promises_in_usual_words_are_found_and_hardly_any_false_ones(language: str, part: str) -> None:
    found, (precision, recall, moments) = score(language, part), PARTS[part]
    assert (found.precision >= precision, found.recall >= recall, found.moments >= moments) == (True,) * 3, (
        found
    )


UNSEEN = {"en": 0.75, "de": 0.70, "es": 0.65}


@pytest.mark.parametrize("language", UNSEEN)
def test_in_words_that_nothing_was_tuned_by_most_are_found_and_seldom_wrong(language: str) -> None:
    found = score(language, "unseen")
    assert found.precision >= 0.90 and found.moments >= 0.95 and found.recall >= UNSEEN[language], found


FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
MOMENTS = [
    (FRIDAY, "We'll call you next Friday.", "2026-12-04T09:00+01:00"),
    (FRIDAY, "Wir liefern Freitag.", "2026-12-04T09:00+01:00"),
    (FRIDAY, "Wir rufen Sie am Freitag nächster Woche an.", "2026-12-04T09:00+01:00"),
    (FRIDAY, "You'll get it within two business days.", "2026-12-01T09:00+01:00"),
    (FRIDAY, "In zwei Werktagen haben Sie Ihr Geld zurück.", "2026-12-01T09:00+01:00"),
    (FRIDAY, "Le llamaremos en dos días hábiles.", "2026-12-01T09:00+01:00"),
    (FRIDAY, "We'll have it ready by the end of the week.", "2026-11-27T17:00+01:00"),
    (FRIDAY, "Wir schicken es bis zum 2.1.", "2027-01-02T09:00+01:00"),
    # The clocks of New York go forward on 14 March 2027 at 2:00, those of Berlin back on 31 October at 3:00.
    (datetime(2027, 3, 13, 12, 0, tzinfo=ZoneInfo("America/New_York")), "We'll call you tomorrow at 2:30.", "2027-03-14T03:30-04:00"),
    (datetime(2027, 10, 30, 23, 0, tzinfo=ZoneInfo("Europe/Berlin")), "We'll write to you in 6 hours.", "2027-10-31T04:00+01:00"),
    (datetime(2026, 12, 31, 15, 0, tzinfo=ZoneInfo("Asia/Tokyo")), "I'll call you tomorrow at 9:00.", "2027-01-01T09:00+09:00"),
]  # fmt: skip


@pytest.mark.parametrize(("now", "sentence", "moment"), MOMENTS)
def test_moments_are_meant_on_the_clock_of_who_writes(now: datetime, sentence: str, moment: str) -> None:
    (found,) = promises_in(sentence, now)
    assert found.due_at.isoformat(timespec="minutes") == moment


def test_holidays_are_no_working_days() -> None:
    (found,) = promises_in(
        "You'll get it within two working days.", FRIDAY, is_worked=lambda day: day.day != 30
    )
    assert f"{found.due_at:%a %d %b}" == "Wed 02 Dec", "Monday the 30th is a holiday"
    (never,) = promises_in("You'll get it within two working days.", FRIDAY, is_worked=lambda day: False)
    assert never.due_at.year == FRIDAY.year + 1


HOPES = [
    ("You will definitely get it tomorrow.", ["definitely"]),
    ("We guarantee delivery by Thursday.", ["We guarantee"]),
    ("Sie bekommen es garantiert bis Freitag.", ["garantiert"]),
    ("Wir schicken es auf jeden Fall morgen.", ["auf jeden Fall"]),
    ("Le llamaremos mañana sin falta.", ["sin falta"]),
    ("We can't guarantee that.", []),
    ("Your guarantee covers the frame for five years.", []),
    ("Certainly, here is the invoice.", []),
    ("Was it definitely delivered?", []),
    ("Ihre Garantie gilt für fünf Jahre.", []),
    ("Das können wir nicht garantieren.", []),
    ("No podemos garantizar la fecha.", []),
    ("Su garantía cubre el cuadro.", []),
    ("Thank you, you definitely chose well.", []),
]


@pytest.mark.parametrize(("sentence", "words"), HOPES)
def test_words_that_leave_no_way_out_are_found_where_they_are_ours(sentence: str, words: list[str]) -> None:
    assert certain_words(sentence) == words


def test_a_wall_of_words_is_passed_over() -> None:
    assert promises_in("wir rufen an " * 1500 + "bis morgen.", NOW) == []


@pytest.mark.parametrize("greeting", ["Dear Carla", "Sehr geehrte Frau Kunde", "Buenos días, Carla", "Hi"])
def test_a_greeting_is_no_part_of_the_promise(greeting: str) -> None:
    (found,) = promises_in(f"{greeting}, we'll call you tomorrow.", NOW)
    assert found.words.removeprefix("Carla, ") == "we'll call you tomorrow."
