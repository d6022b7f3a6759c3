"""What each kind takes, keeps, shows and refuses; how forms stand; and how conditions find."""

import itertools

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from careline.fields.choosing import read_choices, write_choices
from careline.fields.contracts import Choice, FieldInfo, FormInfo, Kind, Requirement, Rule
from careline.fields.kinds import clean, fits_shape, show
from careline.fields.money import read_money, say_money
from careline.fields.queries import condition
from careline.fields.rules import find_circle, states


def made(kind: str, **given) -> FieldInfo:
    return FieldInfo(1, "ticket", "f", "Field", kind, **given)


def choices(lines: str, *, is_cascade: bool = False) -> tuple[Choice, ...]:
    rows = read_choices(lines, is_cascade=is_cascade)
    return tuple(Choice(row["key"], row["label"], tuple(row["path"]), row["archived"]) for row in rows)


COLOURS = choices("Red\nDark blue")
PARTS = choices("Brakes > Rim\nBrakes > Disc\nLight", is_cascade=True)


@pytest.mark.parametrize(
    ("info", "raw", "stored", "shown"),
    [
        (made("text"), "  a\x00b\nc ", "a b c", "a b c"),
        (made("long_text"), "a\r\nb", "a\nb", "a\nb"),
        (made("text", limits={"shape": "AA-999X"}), "bk-123z", "bk-123z", "bk-123z"),
        (made("number"), "1'200", 1200, "1200"),
        (made("number", limits={"decimals": 2}), "3,25", 3.25, "3.25"),
        (made("date"), "2027-03-31", "2027-03-31", "31 Mar 2027"),
        (made("money"), "1.234,50", {"amount": 123450, "currency": "EUR"}, "1234.50 EUR"),
        (
            made("money", limits={"currencies": ["JPY", "KWD"]}),
            "500",
            {"amount": 500, "currency": "JPY"},
            "500 JPY",
        ),
        (
            made("money", limits={"currencies": ["JPY", "KWD"]}),
            "KWD 1.005",
            {"amount": 1005, "currency": "KWD"},
            "1.005 KWD",
        ),
        (made("yes_no"), "Yes", True, "Yes"),
        (made("yes_no"), "no", False, "No"),
        (made("choice", choices=COLOURS), "dark blue", "dark_blue", "Dark blue"),
        (made("cascade", choices=PARTS), "Brakes > Rim", ["brakes", "brakes-rim"], "Brakes › Rim"),
        (made("multi_choice", choices=COLOURS), ["red", "dark_blue"], ["dark_blue", "red"], "Dark blue, Red"),
        (made("reference"), "#12", 12, "#12"),
    ],
)
def test_a_kind_keeps_what_was_meant(info, raw, stored, shown):
    assert clean(info, raw) == stored
    assert show(info, stored) == shown
    assert clean(info, "") is None and show(info, None) == ""


@pytest.mark.parametrize(
    ("info", "raw"),
    [
        (made("text", limits={"longest": 3}), "four"),
        (made("text", limits={"shape": "AA-999X"}), "bk-12zz"),
        (made("number"), "1.5"),
        (made("number"), "NaN"),
        (made("number"), "1e999999"),
        (made("number"), True),
        (made("number", limits={"least": "1", "most": "5"}), "6"),
        (made("date"), "31.3.2027"),
        (made("money"), "5 USD"),
        (made("money"), "0.001"),
        (made("money"), {"amount": 1.5, "currency": "EUR"}),
        (made("money", limits={"most": "10"}), "10.01"),
        (made("yes_no"), "maybe"),
        (made("choice", choices=COLOURS), "green"),
        (made("cascade", choices=PARTS), "brakes"),
        (made("multi_choice", choices=COLOURS), "red, green"),
        (made("reference"), "-1"),
        (made("file"), "text"),
    ],
)
def test_a_kind_refuses_what_is_none(info, raw):
    with pytest.raises(ValueError, match=r".+"):
        clean(info, raw)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(Kind)), st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text())))
def test_no_kind_breaks_on_anything_and_cleaning_twice_changes_nothing(kind, raw):
    info = made(kind, choices=PARTS if kind == "cascade" else COLOURS, limits={"decimals": 2})
    try:
        stored = clean(info, raw)
    except ValueError:
        return
    assert show(info, stored) is not None
    assert clean(info, stored) == stored


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_money_is_read_as_it_is_said(minor, currency):
    assert read_money(say_money(minor, currency), usual="USD") == (minor, currency)


def test_a_shape_is_matched_sign_by_sign():
    assert fits_shape("A1-x", "A9-X") and not fits_shape("11-x", "A9-X") and not fits_shape("A1-x ", "A9-X")


def test_choices_survive_being_edited_and_those_left_out_stay_for_old_values():
    before = choices("Brakes > Rim\nBrakes > Disc\nLight", is_cascade=True)
    lines = write_choices(before).replace("Rim", "Rim brake").replace("Light [light]", "Lamp [lamp]")
    after = {row["key"]: row for row in read_choices(lines, known=before, is_cascade=True)}

    assert after["brakes-rim"]["label"] == "Rim brake" and not after["brakes-rim"]["archived"]
    assert after["light"]["archived"] and after["lamp"]["path"] == ["lamp"]


@pytest.mark.parametrize("lines", ["Red\nRed", "Red [x]\nBlue [x]", "> Rim"])
def test_choices_that_are_none_are_refused(lines):
    with pytest.raises(ValueError, match=r".+"):
        read_choices(lines, is_cascade=True)


FIELDS = [
    FieldInfo(1, "ticket", "product", "Product", "choice", choices=choices("Bike\nHelmet")),
    FieldInfo(2, "ticket", "colour", "Colour", "choice", choices=COLOURS, requirement=Requirement.SOLVE),
    FieldInfo(3, "ticket", "engraving", "Engraving", "text"),
]
RULES = (
    Rule("product", "is", ("bike",), "show", "colour"),
    Rule("colour", "filled", (), "show", "engraving"),
    Rule("product", "is", ("bike",), "only", "colour", ("red",)),
    Rule("colour", "is", ("red",), "require", "engraving"),
)


def test_a_form_shows_requires_and_restricts_by_its_rules():
    form = FormInfo(("product", "colour", "engraving"), RULES)
    empty = states(form, FIELDS, {})
    assert empty["product"].is_shown and not empty["colour"].is_shown

    bike = states(form, FIELDS, {"product": "bike"})
    assert bike["colour"].is_shown and bike["colour"].choices == {"red"} and not bike["engraving"].is_shown
    assert bike["colour"].requirement == Requirement.SOLVE

    red = states(form, FIELDS, {"product": "bike", "colour": "red"})
    assert red["engraving"].is_shown and red["engraving"].requirement == Requirement.ALWAYS


def test_what_hangs_on_a_hidden_field_is_hidden_too():
    form = FormInfo(("product", "colour", "engraving"), RULES)

    assert not states(form, FIELDS, {"product": "helmet", "colour": "red"})["engraving"].is_shown


def test_a_circle_of_rules_is_found():
    back = Rule("engraving", "filled", (), "show", "product")

    assert find_circle(RULES) is None
    assert find_circle((*RULES, back)) in {"product", "colour", "engraving"}


ROWS = [
    {},
    {"n": 5, "d": "2027-01-01", "t": "Ab_c"},
    {"n": 7, "c": "red", "m": ["dark_blue", "red"], "p": ["brakes", "brakes-rim"], "y": True},
    {"n": 5.5, "c": "dark_blue", "m": ["red"], "p": ["light"], "y": False, "d": "2026-12-31", "t": "abc"},
    {"w": {"amount": 1250, "currency": "EUR"}, "t": "xyz%"},
    {"w": {"amount": 99, "currency": "USD"}, "n": "spoilt"},
]
KNOWN = {
    "n": made("number", limits={"decimals": 2}),
    "d": made("date"),
    "t": made("text"),
    "c": made("choice", choices=COLOURS),
    "m": made("multi_choice", choices=COLOURS),
    "p": made("cascade", choices=PARTS),
    "y": made("yes_no"),
    "w": made("money", limits={"currencies": ["EUR", "USD"]}),
}


@pytest.mark.parametrize(
    ("key", "operator", "value", "found"),
    [
        ("n", "is", "5", {1}),
        ("n", "is", ["5", "7"], {1, 2}),
        ("n", "is_not", "5", {0, 2, 3, 4, 5}),
        ("n", "more", "5", {2, 3}),
        ("n", "less", "5.5", {1}),
        ("d", "after", "2026-12-31", {1}),
        ("d", "before", "2027-01-01", {3}),
        ("t", "is", "abc", {3}),
        ("t", "contains", "b_", {1}),
        ("t", "contains", "%", {4}),
        ("c", "is", "red", {2}),
        ("c", "is", "Dark blue", {3}),
        ("m", "is", "red", {2, 3}),
        ("p", "is", "brakes", {2}),
        ("p", "is", "brakes-rim", {2}),
        ("y", "is", "no", {3}),
        ("w", "more", "10", {4}),
        ("w", "is", "0.99 USD", {5}),
        ("c", "filled", None, {2, 3}),
        ("c", "empty", None, {0, 1, 4, 5}),
    ],
)
@pytest.mark.django_db
def test_a_condition_finds_exactly_the_rows_that_it_says(key, operator, value, found):
    import json
    from dataclasses import replace

    clause = condition(replace(KNOWN[key], key=key), operator, value, column="v.fields")
    values = ", ".join(f"({n}, %(row{n})s::jsonb)" for n in range(len(ROWS)))
    bound = {f"row{n}": json.dumps(row) for n, row in enumerate(ROWS)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.n FROM (VALUES {values}) AS v(n, fields) WHERE {clause.sql}", bound | clause.values
        )
        assert {row[0] for row in cursor.fetchall()} == found


def test_every_kind_is_named_and_cleaned():
    from careline.fields.kinds import _CLEANERS, KIND_NAMES

    assert set(KIND_NAMES) == set(_CLEANERS) == set(Kind)
    assert all(itertools.chain(map(str, KIND_NAMES.values())))
