from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

from careline.ui import faces, times


class MailboxForm(forms.Form):
    address = forms.EmailField(help_text="Customers see it.")
    name = forms.CharField(required=False)
    is_active = forms.BooleanField(label="Receive mail")
    way = forms.ChoiceField(choices=[("a", "Leave"), ("b", "Move")], widget=forms.RadioSelect)


def show(template, **context):
    return Template("{% load ui %}" + template).render(Context(context))


def test_a_field_ties_its_label_help_and_error_to_the_control():
    page = show("{% field form.address %}", form=MailboxForm({"address": "nonsense"}))
    assert 'for="id_address"' in page and 'id="id_address"' in page
    assert 'aria-describedby="id_address_hint id_address_error"' in page
    assert 'id="id_address_hint"' in page and 'id="id_address_error"' in page
    assert 'aria-invalid="true"' in page and 'class="input"' in page


def test_a_field_without_help_or_error_describes_nothing_and_says_that_it_is_optional():
    page = show("{% field form.name %}", form=MailboxForm())
    assert "aria-describedby" not in page and "aria-invalid" not in page
    assert "optional" in page


def test_where_any_one_question_is_enough_none_is_called_optional():
    class AnyForm(MailboxForm):
        asks_for_any = True

    assert "optional" not in show("{% field form.name %}", form=AnyForm())


def test_a_long_address_may_break_before_its_signs_and_a_short_one_is_left_alone():
    long = show("{{ one|breakable }}", one="sonja.wagenknecht@bremsen-und-ketten.example")
    assert long == "sonja<wbr>.wagenknecht<wbr>@bremsen-und-ketten<wbr>.example"
    assert show("{{ one|breakable }}", one="carla@customer.example") == "carla@customer.example"
    assert (
        show("{{ one|breakable }}", one="<b>@evil.example and more of it")
        == "&lt;b&gt;<wbr>@evil<wbr>.example and more of it"
    )


def test_a_group_of_choices_is_a_fieldset_with_its_error():
    page = show("{% field form.way %}", form=MailboxForm({}))
    assert page.count("<legend") == 1 and page.count('type="radio"') == 2
    assert 'id="id_way_error"' in page


def test_a_check_box_stands_inside_its_label():
    page = show("{% field form.is_active %}", form=MailboxForm())
    assert 'class="check"' in page and page.count("Receive mail") == 1


def test_what_people_typed_is_escaped():
    page = show(
        "{% field form.address %}{% avatar name label=name %}",
        form=MailboxForm({"address": '"><b>'}),
        name="<b>",
    )
    assert "<b>" not in page


def test_a_time_is_written_in_the_active_zone_and_carries_the_moment_in_utc():
    moment = datetime(2019, 11, 19, 10, 18, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        page = show('{% local_time moment "moment" %}', moment=moment)
    assert page == '<time datetime="2019-11-19T10:18:00Z" data-time="moment">19 Nov 2019, 11:18</time>'


def test_no_time_shows_nothing():
    assert show("{% local_time moment %}", moment=None) == ""


def test_initials_come_from_the_first_and_the_last_name():
    assert [
        faces.initials(name)
        for name in ("Ana Kovač", "mirela", "Dr. Friedrich von Hohenlohe", "+49 40", "", "王 小明")
    ] == [
        "AK",
        "M",
        "DH",
        "+",
        "?",
        "王小",
    ]


def test_the_hue_of_a_name_is_steady_and_one_of_eight():
    names = [f"Person {number}" for number in range(200)]
    assert {faces.hue(name) for name in names} == set(range(1, 9))
    assert faces.hue("Ana Kovač") == faces.hue(" ana kovač ")


def test_an_island_of_another_app_is_named_after_its_file():
    page = show('{% island "menu" "tickets/composer.js" %}')
    assert page == (
        'data-island="menu composer" data-island-src="/static/ui/islands/menu.js /static/tickets/composer.js"'
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(seconds=40), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=119), "1 hr"),
        (timedelta(hours=26), "1 day"),
        (timedelta(days=6, hours=23), "6 days"),
        (timedelta(days=8), "11 Nov"),
        (timedelta(days=400), "15 Oct 2025"),
        (-timedelta(hours=3), "3 hr"),
    ],
)
def test_how_long_ago_something_was_needs_no_script(before, words):
    now = datetime(2026, 11, 19, 10, 18, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert times.in_words(now - before, "ago", now) == words


def test_a_moment_of_this_year_goes_without_the_year():
    now = datetime(2026, 11, 19, 10, 18, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert times.in_words(now, "moment", now) == "19 Nov, 19:18"
        assert times.in_words(now, "date", now) == "19 Nov 2026"
        assert times.in_words(now, "clock", now) == "19:18"


@pytest.mark.parametrize(("language", "day"), [("en", "30 Mar 2027"), ("de", "30. März 2027")])
def test_a_day_is_written_as_in_the_language(language, day):
    with translation.override(language):
        assert times.day_words(datetime(2027, 3, 30, tzinfo=UTC)) == day
