"""Many tickets at once, by keys and ranges: chosen, foretold, changed, undone; answers with each customer's own words; macros."""

import pytest
from playwright.sync_api import expect

from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.world import make_customer, make_ticket
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.contracts import BulkOrder, Selection
from careline.tickets.models import BulkRun, Macro, Message, Status, Ticket
from careline.tickets.tasks import work_off_bulk
from tests.browser.faults import violations_of


@pytest.fixture
def tickets(world):
    people = [make_customer(f"{name} Someone") for name in ("Ada", "Bob", "Cem", "Dua", "Eve")]
    return [make_ticket(world.support, one, subject=f"Bell of {one.name}") for one in people]


def chosen(page):
    return page.locator("#bulk [data-count]")


def statuses():
    return [*Ticket.objects.order_by("-pk").values_list("status", flat=True)]


def order(page):
    page.locator("#bulk-go").click()
    expect(page.locator("#bulk-run")).to_be_visible()
    work_off_bulk(BulkRun.objects.latest("pk").pk)
    expect(page.locator("#bulk-run")).to_have_attribute("data-state", "done")


def test_tickets_are_chosen_by_keys_and_ranges_changed_and_put_back(world, desk, tickets, shot):
    page = desk(world.ana, "/views/my-teams/")
    expect(page.locator("#bulk form")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(chosen(page)).to_have_text("1 selected")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(chosen(page)).to_have_text("3 selected")
    page.keyboard.press("Shift+ArrowUp")
    expect(chosen(page)).to_have_text("2 selected")
    page.locator(".row").nth(3).click(modifiers=["Shift"])
    expect(chosen(page)).to_have_text("4 selected")
    expect(page.locator("#main[data-ticket]")).to_have_count(0)
    shot(page, "bulk-chosen")
    page.keyboard.press("s")
    page.locator("#bulk-order [name=status]").select_option("Pending")
    expect(page.locator("#bulk-preview")).to_contain_text("4 will change")
    shot(page, "bulk-preview")
    assert violations_of(page) == []
    order(page)
    expect(page.locator("#bulk-run")).to_contain_text("4 tickets changed")
    expect(page.locator("#bulk form")).to_be_hidden()
    assert statuses() == [3, 3, 3, 3, 1]
    shot(page, "bulk-done")
    page.locator("#bulk-run").get_by_role("button", name="Undo").click()
    expect(page.locator("#bulk-run")).to_contain_text("undone")
    work_off_bulk(BulkRun.objects.latest("pk").pk)
    expect(page.locator("#bulk-run")).to_have_attribute("data-state", "done")
    assert statuses() == [1] * 5


def test_boxes_pressed_before_their_script_is_here_are_all_chosen(world, desk, tickets):
    page = desk(world.ana, "/views/my-teams/")
    page.evaluate(
        "document.querySelectorAll('.row__select input').forEach((one, n) => { if (n < 3) one.click(); })"
    )
    expect(chosen(page)).to_have_text("3 selected")


def test_an_order_that_is_refused_leaves_what_was_chosen(world, desk, tickets):
    page = desk(world.ana, "/views/my-teams/", width=390, height=844)
    page.locator(".row__select input").first.check(force=True)
    expect(chosen(page)).to_have_text("1 selected")
    page.keyboard.press("t")
    page.locator("#bulk-order [name=add_tags]").fill("rings")
    page.locator("#bulk-order [name=add_tags]").press("Tab")
    expect(page.locator("#bulk-preview")).to_contain_text("1 will change")
    expect(page.locator("#bulk-order")).not_to_contain_text("optional")
    start_bulk(Selection((tickets[0].pk,)), BulkOrder(assignee_id=world.ben.pk), by=world.ana)
    page.locator("#bulk-go").click()
    expect(page.locator(".toast")).to_contain_text("still under way")
    said, asked = page.locator(".toast").bounding_box(), page.locator("dialog[open]").bounding_box()
    assert said["y"] + said["height"] <= asked["y"], "seen, not behind what was asked"
    expect(chosen(page)).to_have_text("1 selected")


def test_the_page_of_an_order_follows_it(world, desk, tickets):
    run = start_bulk(Selection((tickets[0].pk,)), BulkOrder(add_tags=("rings",)), by=world.ana)
    page = desk(world.ana, f"/settings/bulk/{run.pk}/")
    expect(page.locator(".page")).to_contain_text("appears here as soon as it is done")
    work_off_bulk(run.pk)
    expect(page.locator(".page")).to_contain_text("1 ticket changed")
    expect(page.get_by_role("heading", name="Tags +rings")).to_be_visible()
    expect(page.locator("tbody")).to_contain_text("Changed")


def test_escape_lets_go_and_what_leaves_the_list_is_let_go(world, desk, tickets):
    page = desk(world.ana, "/views/unassigned/")
    page.locator(".row").first.hover()
    page.locator(".row__select input").first.check()
    page.locator(".row__select input").nth(1).check()
    expect(chosen(page)).to_have_text("2 selected")
    start_bulk(Selection((tickets[-1].pk,)), BulkOrder(assignee_id=world.ben.pk), by=world.ben)
    work_off_bulk(BulkRun.objects.get().pk)
    expect(chosen(page)).to_have_text("1 selected", timeout=8000)
    page.keyboard.press("Escape")
    expect(page.locator("#bulk form")).to_be_hidden()


def test_all_of_a_view_are_answered_each_with_their_own_words(world, desk, tickets, shot):
    Ticket.objects.filter(pk=tickets[0].pk).update(status=Status.CLOSED)
    page = desk(world.ana, "/views/my-teams/", scheme="dark")
    page.keyboard.press("x")
    page.locator("[data-select=all]").click()
    expect(chosen(page)).to_contain_text("All")
    page.keyboard.press("r")
    field = page.locator("#bulk-text[contenteditable]")
    field.click()
    expect(page.locator("#bulk-text[data-rich]")).to_be_visible()
    page.keyboard.type("Hello {{customer.fi")
    expect(page.locator(".placeholders")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(", we are back.")
    expect(page.locator("#bulk-preview mark")).to_have_text("Eve")
    page.get_by_role("button", name="Next customer").click()
    expect(page.locator("#bulk-preview mark")).to_have_text("Dua")
    shot(page, "bulk-answer-dark")
    assert violations_of(page) == []
    order(page)
    said = {m.to[0][1] or m.to[0][0]: m.text for m in Message.objects.filter(author="agent")}
    assert sorted(said.values()) == [f"Hello {name}, we are back." for name in ("Bob", "Cem", "Dua", "Eve")]


def test_a_phone_chooses_too(world, desk, tickets, shot):
    page = desk(world.ana, "/views/my-teams/", width=390, height=844)
    page.locator(".row__select input").first.check(force=True)
    expect(chosen(page)).to_have_text("1 selected")
    page.get_by_role("button", name="Macro").click()
    expect(page.locator("#bulk-order")).to_be_visible()
    shot(page, "bulk-phone")
    assert violations_of(page) == []


def test_a_macro_is_written_with_a_placeholder_and_asks_before_it_goes_out_unfilled(
    world, desk, tickets, shot
):
    page = desk(world.lead, "/settings/macros/new/")
    page.get_by_label("Name").fill("Thanks")
    page.locator("#macro-text[contenteditable]").click()
    expect(page.locator("#macro-text[data-rich]")).to_be_visible()
    page.keyboard.type("Dear {{organ")
    page.keyboard.press("Enter")
    page.get_by_label("Add tags").fill("thanked")
    assert violations_of(page) == []
    shot(page, "macro")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("Thanks")
    assert "{{organisation.name}}" in Macro.objects.get().html
    page = desk(world.lead, f"/tickets/{tickets[0].pk}/")
    expect(page.locator("#composer[data-ready]")).to_be_visible()
    page.keyboard.press("m")
    page.locator(".composer__offer input").fill("thnaks")
    expect(page.locator(".composer__offer [role=option]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#reply-text")).to_contain_text("{{organisation.name}}")
    shot(page, "macro-unfilled")
    page.locator("#reply-text").press("Control+Enter")
    expect(page.locator("[data-warning]")).to_contain_text("{{organisation.name}}")
    assert not Message.objects.filter(author="agent").exists()


def test_a_team_macro_is_shown_with_its_team(world, desk, shot):
    create_macro(MacroDetails("Ours", "<p>x</p>", str(world.support.pk)), by=world.lead)
    page = desk(world.ana, "/settings/macros/", scheme="dark")
    expect(page.locator("tbody")).to_contain_text("Support")
    assert violations_of(page) == []
    shot(page, "macros-dark")


def test_all_that_a_search_finds_is_changed(world, desk, tickets, shot):
    make_ticket(world.support, world.customer, subject="Saddle")
    page = desk(world.ana, "/search/?q=bell")
    page.get_by_role("button", name="Do with all that was found").click()
    page.get_by_role("button", name="Change tags").click()
    page.locator("#bulk-order [name=add_tags]").fill("rings")
    page.locator("#bulk-order [name=add_tags]").press("Tab")
    expect(page.locator("#bulk-preview")).to_contain_text("5 will change")
    shot(page, "bulk-found")
    assert violations_of(page) == []
    order(page)
    assert Ticket.objects.filter(tags=["rings"]).count() == 5


def test_tickets_are_chosen_in_the_wide_list_too(world, desk, tickets, shot):
    choose_view("my_teams", by=world.ana, is_wide=True)
    page = desk(world.ana, "/views/my-teams/")
    page.locator(".wide__row .row__link").first.focus()
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    expect(chosen(page)).to_have_text("2 selected")
    shot(page, "bulk-wide")
    assert violations_of(page) == []
    page.keyboard.press("p")
    page.locator("#bulk-order [name=priority]").select_option("Urgent")
    expect(page.locator("#bulk-preview")).to_contain_text("2 will change")
    order(page)
    assert Ticket.objects.filter(priority=4).count() == 2


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(1440, 900, "light"), (390, 844, "dark")],
)
def test_tickets_are_snoozed_filled_in_and_marked_as_spam_together(
    world, desk, tickets, shot, width, height, scheme
):
    create_field("ticket", "choice", FieldDetails("Product", choices="Bike\nHelmet"), by=world.owner)
    page = desk(world.ana, "/views/my-teams/", width=width, height=height, scheme=scheme)
    page.locator(".row__select input").first.check(force=True)
    expect(chosen(page)).to_have_text("1 selected")
    page.locator(".row__select input").nth(1).check(force=True)
    expect(chosen(page)).to_have_text("2 selected")
    shot(page, f"bulk-bar-{width}-{scheme}")
    assert violations_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    bar = page.get_by_role("toolbar", name="Do with the selected tickets")
    bar.get_by_role("button", name="Fill in a field").click()
    expect(page.locator("#bulk-preview")).not_to_be_empty()
    page.locator("#bulk-order [name=field]").select_option("Product")
    page.locator("#bulk-order [name=value]").select_option("Helmet")
    expect(page.locator("#bulk-preview")).to_contain_text("2 will change")
    shot(page, f"bulk-fields-{width}-{scheme}")
    assert violations_of(page) == []
    order(page)
    page.get_by_role("button", name="Close this message").click()
    assert sum(one.fields == {"product": "helmet"} for one in Ticket.objects.all()) == 2

    page.locator(".row__select input").first.check(force=True)
    page.keyboard.press("z")
    page.locator("#bulk-order [name=when]").fill("in 3 days")
    page.locator("#bulk-order [name=when]").press("Tab")
    expect(page.locator("#bulk-preview")).to_contain_text("1 will change")
    shot(page, f"bulk-snooze-{width}-{scheme}")
    assert violations_of(page) == []
    order(page)
    page.get_by_role("button", name="Close this message").click()
    assert Ticket.objects.exclude(snoozed_until=None).count() == 1

    expect(page.locator(".row")).to_have_count(4)
    page.locator(".row__select input").first.check(force=True)
    page.keyboard.press("#")
    expect(page.locator("#bulk-preview")).to_contain_text("1 will change")
    shot(page, f"bulk-spam-{width}-{scheme}")
    assert violations_of(page) == []
    order(page)
    assert Ticket.objects.filter(status=Status.CLOSED).count() == 1
