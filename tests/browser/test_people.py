"""Fields filled in beside a ticket; and the pages of fields, personal data, import and retention, walked through."""

import pytest
from playwright.sync_api import expect

from careline.customers.actions.export_customer import ask_export, write_export
from careline.customers.actions.run_import import prepare_import, start_import, work_on
from careline.customers.actions.state_consent import state_consent
from careline.customers.models import ImportRun
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.actions.save_form import save_form
from careline.fields.contracts import FormInfo, Rule
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.actions.retention import set_retention
from tests.browser.faults import TOO_WIDE, walk
from tests.browser.test_every_page import LONG

PAGES = (
    "/settings/fields/ticket/", "/settings/fields/customer/", "/settings/fields/ticket/new/", "/settings/fields/ticket/new/cascade/",
    "/settings/fields/{field}/", "/settings/fields/ticket/forms/all/", "/tickets/{ticket}/", "/customers/{customer}/",
    "/customers/{customer}/?tab=conversations", "/customers/{customer}/?tab=files", "/customers/{customer}/data/",
    "/customers/imports/", "/customers/imports/{run}/", "/settings/retention/",
)  # fmt: skip


@pytest.fixture
def shop(world):
    """A form with a rule, filled in on one ticket."""
    product = create_field(
        "ticket", "choice", FieldDetails("Product", choices="Bike\nHelmet"), by=world.owner
    )
    create_field(
        "ticket", "text", FieldDetails("Frame number", limits={"shape": "AA-99"}, help=LONG), by=world.owner
    )
    create_field("ticket", "long_text", FieldDetails(f"Words {LONG}"[:80]), by=world.owner)
    create_field("customer", "money", FieldDetails("Credit"), by=world.owner)
    rule = Rule("product", "is", ("bike",), "show", "frame_number")
    keys = ("product", "frame_number", f"words_{LONG}".replace("-", "_")[:40])
    save_form("ticket", FormInfo(keys, (rule,)), by=world.owner)
    ticket = make_ticket(world.support, world.customer, subject="Squeaking saddle", text=LONG * 3)
    return product, ticket


def test_a_field_is_filled_in_without_leaving_the_ticket(world, desk, shot, shop):
    _product, ticket = shop
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    fields = page.locator("#fields-ticket")
    expect(fields.get_by_text("Frame number")).to_have_count(0)
    page.locator("#field-ticket-product button").click()
    box = fields.get_by_label("Product")
    expect(box).to_be_focused()
    box.select_option("Bike")
    fields.get_by_role("button", name="Save").click()
    expect(page.locator("#field-ticket-product")).to_contain_text("Bike")
    page.locator("#field-ticket-frame_number button").click()
    fields.get_by_label("Frame number").fill("nonsense")
    fields.get_by_label("Frame number").press("Enter")
    expect(fields.locator(".field__error")).to_contain_text("AA-99")
    shot(page, "field-refused")
    fields.get_by_label("Frame number").fill("BK-17")
    fields.get_by_label("Frame number").press("Enter")
    expect(page.locator("#field-ticket-frame_number")).to_contain_text("BK-17")
    expect(page.locator("#thread .event-line", has_text="Frame number")).to_be_visible(timeout=5000)
    assert page.evaluate(TOO_WIDE) == []
    shot(page, "field-filled")


def test_the_pages_fit_and_can_be_used_by_everybody(world, desk, house, shop):
    product, ticket = shop
    change_fields(ticket, {"product": "bike", "frame_number": "BK-17"}, by=world.owner)
    make_message(ticket, text=LONG * 3, agent=world.ana, is_public=False)
    state_consent(world.customer, "email", is_given=False, source=LONG, by=world.owner)
    write_export(ask_export(world.customer, by=world.owner).pk)
    content = f"Id;{LONG};E-Mail\n1;{LONG};{LONG}\n".encode()
    run = prepare_import("customers", file_name=f"{LONG}.csv", content=content, by=world.owner)
    start_import(run, {"Id": "external_id", "E-Mail": "email"}, is_check=True, by=world.owner)
    work_on(run.pk)
    assert ImportRun.objects.get().refused == 1
    set_retention("", 30, is_active=True, by=world.owner)
    set_retention("incident", 30, is_active=False, by=world.owner)
    places = {"field": product.pk, "ticket": ticket.pk, "customer": world.customer.pk, "run": run.pk}
    page = desk(world.owner, "/login/", width=390, height=844)

    assert walk(page, house.url, PAGES, places) == {}
