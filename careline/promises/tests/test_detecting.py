"""Promises in the words of drafts: found with their moment, and not found where nothing is promised."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.promises.detecting import plain, promises_in

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
