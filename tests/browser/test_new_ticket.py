"""A new ticket in a real browser: by keys alone, its fields following its type, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.actions.save_form import save_form
from careline.fields.contracts import FormInfo, Rule
from careline.tickets.models import Draft, Ticket
from tests.browser.faults import TOO_WIDE, violations_of

SHIFT = """() => { window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (!one.hadRecentInput) window.shift += one.value; })).observe({ type: "layout-shift", buffered: true }); }"""
SIZES = {"1440": (1440, 900), "1024": (1024, 800), "390": (390, 844)}


@pytest.fixture
def form(world):
    """Incidents are asked for a product, and bikes for their frame number."""
    for kind, details in (
        ("choice", FieldDetails("Product", choices="Bike\nHelmet", requirement="always")),
        ("text", FieldDetails("Frame number", help="Under the pedals.")),
        ("date", FieldDetails("Bought on")),
        ("text", FieldDetails("Voucher")),
    ):
        create_field("ticket", kind, details, by=world.owner)
    rules = tuple(Rule("product", "is", ("bike",), effect, "frame_number") for effect in ("show", "require"))
    save_form("ticket", FormInfo(("product", "frame_number", "bought_on"), rules, "incident"), by=world.owner)
    save_form("ticket", FormInfo(("voucher",)), by=world.owner)


def tab_to(page, name):
    """Go on by the Tab key until the field of this name has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(name)


def test_it_is_opened_by_keys_alone_and_the_fields_follow_the_type(world, desk, form):
    page = desk(world.ana, "/tickets/new/")
    expect(page.get_by_label("Voucher")).to_be_visible()
    tab_to(page, "type")
    page.keyboard.type("Inc")
    expect(page.get_by_label("Product")).to_be_visible()
    expect(page.get_by_label("Voucher")).to_have_count(0)
    tab_to(page, "f-product")
    page.keyboard.type("Bike")
    expect(page.get_by_label("Frame number")).to_be_visible()
    tab_to(page, "f-frame_number")
    page.keyboard.type("WX 77")
    tab_to(page, "")
    page.keyboard.type("carla@customer.example")
    page.keyboard.press("Enter")
    tab_to(page, "subject")
    page.keyboard.type("Ready")
    page.keyboard.press("Tab")
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_focused()
    page.keyboard.type("Your bike is ready")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/tickets/*/?sent=*")
    ticket = Ticket.objects.get()
    assert (ticket.type, ticket.fields) == ("incident", {"product": "bike", "frame_number": "WX 77"})


def test_what_was_typed_survives_other_types_a_refusal_and_a_reload(world, desk, form):
    page = desk(world.ana, "/tickets/new/")
    page.get_by_label("Type").select_option("incident")
    page.get_by_label("Product").select_option("bike")
    page.get_by_label("Frame number").fill("WX 77")
    page.get_by_label("Type").select_option("question")
    expect(page.get_by_label("Frame number")).to_have_count(0)
    page.get_by_label("Type").select_option("incident")
    expect(page.get_by_label("Frame number")).to_have_value("WX 77")
    page.get_by_label("Frame number").fill("")
    page.locator("[data-people=to] .people__add").fill("carla@customer.example")
    page.locator("[data-people=to] .people__add").press("Enter")
    page.locator("[name=subject]").fill("Ready")
    page.locator(".composer__text--reply[contenteditable]").click()
    page.keyboard.type("Your bike is ready")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#composer-notice")).to_contain_text("Frame number: This can’t be left empty.")
    expect(page.locator("#new-fields .field__error")).to_have_text("This can’t be left empty.")
    assert not Ticket.objects.exists()
    page.get_by_label("Frame number").fill("WX 78")
    page.get_by_label("Tags").fill("phone")
    expect(page.locator("[data-state]")).to_have_text("Draft saved")
    while Draft.objects.get().beginning.get("tags") != "phone":
        page.wait_for_timeout(100)
    page.reload()
    page.wait_for_selector("#composer[data-ready]:has([contenteditable])")
    expect(page.get_by_label("Frame number")).to_have_value("WX 78")
    expect(page.get_by_label("Tags")).to_have_value("phone")
    expect(page.locator(".composer__text--reply")).to_contain_text("Your bike is ready")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [*SIZES])
def test_it_fits_and_nothing_moves_while_it_opens(world, desk, form, shot, size, scheme):
    width, height = SIZES[size]
    page = desk(world.ana, "/tickets/new/", width=width, height=height, scheme=scheme)
    page.evaluate(SHIFT)
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.02
    page.get_by_label("Type").select_option("incident")
    page.get_by_label("Product").select_option("bike")
    expect(page.get_by_label("Frame number")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    assert violations_of(page) == []
    shot(page, f"new-ticket-{size}-{scheme}")
