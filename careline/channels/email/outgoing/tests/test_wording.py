"""What stands around an answer, in the ticket's language and without what is not ours to send on."""

from datetime import UTC, datetime

import pytest

from careline.channels.email.outgoing.wording import html_of, quoted_html, quoted_text, signature_of, text_of
from careline.tickets.contracts import Address, QuotedMessage

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def quoted(text="Hello\n\nthere", html="", name="Carla"):
    return QuotedMessage(Address("carla@customer.example", name), AT, text, html)


def test_each_quoted_line_is_marked_and_the_time_is_the_companys():
    shown = quoted_text([quoted()], language="en", time_zone="Europe/Berlin")
    assert shown.splitlines()[1:] == ["> Hello", ">", "> there"]
    assert "March 2, 2026" in shown and "Carla wrote:" in shown


def test_the_attribution_speaks_the_tickets_language():
    assert "2. März 2026" in quoted_text([quoted()], language="de", time_zone="Europe/Berlin")
    assert quoted_text([quoted()], language="xx-nonsense", time_zone="UTC")


def test_quoted_html_brings_no_images_and_a_name_is_only_text():
    html = '<p>Look <img src="https://tracker.example/1.gif"><IMG alt="x" src="/files/1"></p>'
    shown = quoted_html([quoted(html=html, name="<b>Carla</b>")], language="en", time_zone="UTC")
    assert "img" not in shown.lower() and "<p>Look </p>" in shown and "&lt;b&gt;Carla" in shown


def test_only_the_latest_messages_are_quoted_and_none_without_end():
    many = [quoted("x" * 100_000) for _ in range(50)]
    assert len(quoted_text(many, language="en", time_zone="UTC")) < 10 * 21_000
    assert len(quoted_html(many, language="en", time_zone="UTC")) < 10 * 21_000


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", 'a "b" & c', "one\n\ntwo\nthree"])
def test_text_and_html_say_the_same(text):
    shown = html_of(text)
    assert "<script" not in shown
    assert text_of(shown).split() == text.split()


def test_signatures_stand_below_one_another_and_empty_ones_leave_no_gap():
    assert signature_of(["Ana", " ", "Radhaus\nBerlin"]) == "Ana\nRadhaus\nBerlin"
