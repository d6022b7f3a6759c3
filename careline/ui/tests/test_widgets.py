"""The select with hundreds of options: the same markup as Django's, one template render for none."""

from django import forms
from django.test.html import parse_html

from careline.ui.widgets import LongSelect

CHOICES = [("", "not known"), ("a<b", "A & <b>"), (3, "three")]


def rendered(widget, value, **attrs):
    return str(widget(choices=CHOICES).render("place", value, {"id": "id_place", **attrs}))


def test_it_writes_what_djangos_select_writes():
    for value in ("a<b", "3", 3, None, "", "unknown"):
        ours = parse_html(rendered(LongSelect, value, required=True))
        assert ours == parse_html(rendered(forms.Select, value, required=True)), value


def test_what_stands_in_it_can_do_no_harm():
    assert "<b>" not in rendered(LongSelect, "a<b")
    assert "A &amp; &lt;b&gt;" in rendered(LongSelect, "a<b")
