"""Saved views in a real browser: built with a preview, opened from the menu, kept fresh, wide; the next one by key."""

import re

from playwright.sync_api import expect

from careline.testing.world import make_ticket
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.remove_view import remove_view
from careline.tickets.actions.save_view import ViewDetails, change_view, create_view
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.models import Priority, SavedView, Ticket
from careline.tickets.tests.test_saved_views import URGENT


def test_a_view_is_built_with_a_preview_and_its_rows_follow_by_keys(world, desk, shot):
    burning = make_ticket(world.support, world.customer, subject="It burns", priority=Priority.URGENT)
    calm = make_ticket(world.support, world.customer, subject="It is calm")
    page = desk(world.ana, "/views/new/")
    page.get_by_label("Name").fill("Fire!")
    page.locator(".condition select[name=g0c0-field]").select_option("priority")
    expect(page.locator(".condition select[name=g0c0-value] option")).to_have_count(4)
    page.locator(".condition select[name=g0c0-value]").select_option(["urgent", "high"])
    expect(page.locator(".view-preview")).to_contain_text("It burns")
    expect(page.locator(".view-preview")).not_to_contain_text("It is calm")
    expect(page.locator(".view-preview [role=status]")).to_have_text("1")
    shot(page, "view-built")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#queue-title")).to_contain_text("Fire! 1")
    page.locator("html[data-live=open]").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#main h1")).to_contain_text("It burns")
    assert page.url.endswith(f"/tickets/{burning.pk}/?view={SavedView.objects.get().key}")
    set_priority(calm, Priority.HIGH, by=world.ben)
    expect(page.locator(f"#row-{calm.pk}")).to_be_visible(timeout=5000)
    expect(page.locator("#queue-title")).to_contain_text("Fire! 2", timeout=5000)


def test_the_menu_counts_and_opens_a_teams_view_and_a_wide_list_is_walked_by_keys(world, desk, shot):
    for n in range(3):
        make_ticket(world.support, world.customer, subject=f"Fire {n}", priority=Priority.URGENT)
    create_view(ViewDetails("Fire!", "team", world.support.pk, URGENT), by=world.lead)
    page = desk(world.ana, "/")
    page.locator("#main").focus()
    page.keyboard.press("v")
    expect(page.locator("#views .menu__item", has_text="Fire!")).to_contain_text("3")
    shot(page, "view-menu")
    page.locator("#views .menu__item", has_text="Fire!").click()
    expect(page.locator("#queue-title")).to_contain_text("Fire! 3")
    page.keyboard.press("v")
    page.get_by_role("button", name="Show as a wide list").click()
    expect(page.get_by_role("columnheader", name="Assignee")).to_be_visible()
    page.locator("html[data-live=open]").wait_for()
    shot(page, "view-wide")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#main h1")).to_contain_text("Fire 1")
    page.go_back()
    for order in ("Fire 2", "Fire 0"):
        page.get_by_role("link", name="Number", exact=True).click()
        expect(page.locator(".row__link").first).to_contain_text(order)


def test_the_next_one_comes_by_key_and_by_itself_after_send_and_solve(world, desk, shot):
    for n in range(2):
        make_ticket(world.support, world.customer, subject=f"Number {n}")
    page = desk(world.ana, "/")
    page.locator("#main").focus()
    page.keyboard.press("v")
    page.locator("#views").get_by_label(re.compile("give me the next one")).check()
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("Shift+G")
    expect(page.locator("#main h1")).to_contain_text("Number 0")
    page.locator("#reply-text").click()
    page.locator("#composer[data-ready]").wait_for()
    page.keyboard.type("Here you are.")
    page.locator("#composer [popovertarget=ways]").click()
    page.locator("#ways").get_by_role("button", name="Send and solve").click()
    expect(page.locator("#main h1")).to_contain_text("Number 1")
    shot(page, "next-one")
    assert {*Ticket.objects.values_list("assignee_id", flat=True)} == {world.ana.pk}
    page.locator("#main").focus()
    page.keyboard.press("Shift+G")
    expect(page.locator(".toast", has_text="Nobody is waiting")).to_be_visible()


def test_columns_are_put_in_order_by_keys_and_by_dragging(world, desk, shot):
    page = desk(world.ana, "/views/new/")
    page.get_by_label("Name").fill("Mine")
    columns = page.locator(".view-columns")
    for name in ("Customer", "Team", "Due"):
        columns.get_by_label(name, exact=True).check()
    columns.get_by_label("Due", exact=True).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(columns.get_by_label("Due", exact=True)).to_be_focused()
    expect(page.locator("#columns-said")).to_have_text("Due is column 2 now")
    page.get_by_role("button", name="Move Customer down").click()
    shot(page, "view-columns")
    columns.locator("li", has_text="Team").drag_to(
        columns.locator("li", has_text="Due"), target_position={"x": 40, "y": 2}
    )
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#queue-title")).to_contain_text("Mine")
    assert SavedView.objects.get().columns == ["team", "due", "customer"]


def test_a_colleagues_menu_follows_when_a_view_is_made_changed_and_removed(world, desk, shot):
    calm = make_ticket(world.support, world.customer, subject="It is calm")
    burning = make_ticket(world.support, world.customer, subject="It burns", priority=Priority.URGENT)
    page = desk(world.ana, "/")
    page.locator("html[data-live=open]").wait_for()
    item = page.locator("#views .menu__item", has_text="Fire!")
    page.locator("#main").focus()
    page.keyboard.press("v")
    expect(page.locator("#views")).to_be_visible()
    view = create_view(ViewDetails("Fire!", "team", world.support.pk, URGENT), by=world.lead)
    expect(item).to_be_visible(timeout=5000)
    item.click()
    expect(page.locator("#queue-title")).to_contain_text("Fire! 1")
    expect(page.locator(f"#row-{calm.pk}")).to_have_count(0)
    every = {"groups": [{"conditions": [{"field": "status", "op": "is", "value": ["new"]}]}]}
    change_view(view, ViewDetails("Everything", "team", world.support.pk, every), by=world.lead)
    expect(page.locator("#queue-title")).to_contain_text("Everything 2", timeout=5000)
    expect(page.locator(f"#row-{calm.pk}")).to_be_visible()
    remove_view(view, by=world.lead)
    expect(page.locator("#queue-title")).to_contain_text("My teams", timeout=5000)
    expect(page.locator("#views .menu__item", has_text="Everything")).to_have_count(0)
    expect(page.locator(f"#row-{burning.pk}")).to_be_visible()


def test_a_wide_list_fits_its_window_and_on_a_phone_each_ticket_stands_whole(world, desk, shot):
    make_ticket(world.support, world.customer, subject="Fire", priority=Priority.URGENT)
    view = create_view(ViewDetails("Fire!", "team", world.support.pk, URGENT), by=world.lead)
    choose_view(view.key, by=world.ana, is_wide=True)
    page = desk(world.ana, f"/views/{view.key}/", width=1024, height=768)
    fits = "document.getElementById('queue-list').scrollWidth <= document.getElementById('queue-list').clientWidth"
    expect(page.get_by_role("columnheader", name="Customer wrote")).to_be_in_viewport(ratio=1)
    assert page.evaluate(fits)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".row__link", has_text="Fire")).to_be_in_viewport(ratio=1)
    for words in ("Carla Customer", "Urgent"):
        expect(page.get_by_role("cell", name=words, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Priority")).to_be_in_viewport(ratio=1)
    assert page.evaluate(fits)
    shot(page, "view-wide-phone")
