"""Side conversations in a real browser: begun by a key, kept while they are written, answered live, never taken for a reply."""

import re

import pytest
from playwright.sync_api import expect

from careline.testing.world import make_ticket
from careline.tickets.models import Draft, SideConversation, SideMessage
from careline.tickets.tests.sides import SUPPLIER, answered, begin
from tests.browser.faults import TOO_WIDE, violations_of

WIDTHS = {"1440": (1440, 900), "390": (390, 844)}


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer, subject="My chain came off", assignee=world.ana)


def write(page, words):
    page.locator(".composer__text--reply[contenteditable]").click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.type(words)


def test_a_third_party_is_asked_by_keys_alone_and_their_answer_comes_by_itself(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.keyboard.press("b")
    expect(page.locator(".side__band")).to_contain_text("the customer does not see it")
    page.locator("[data-people=to] .people__add").fill(SUPPLIER)
    page.locator("[data-people=to] .people__add").press("Enter")
    page.locator("[name=subject]").fill("Chain for order 12")
    write(page, "Do you have it?")
    expect(page.locator("[data-state]")).to_have_text("Draft saved")
    assert Draft.objects.get().kind == "side"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".side__message .prose")).to_have_text("Do you have it?")
    expect(page.locator(".toast [data-countdown]")).to_be_visible()
    side = SideConversation.objects.get()
    assert not Draft.objects.exists() and ticket.messages.count() == 1
    page.wait_for_selector("html[data-live=open]")
    answered(side, "Zinnober is in stock.")
    expect(page.locator("#side-thread")).to_contain_text("Zinnober is in stock.")
    expect(page.locator("#side-panel")).to_contain_text("Sue Supplier" if side.to[0][1] else SUPPLIER)


def test_the_ticket_shows_what_is_new_and_leads_there_and_back(world, desk, ticket):
    side = begin(ticket, world.ben).conversation
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    chip = page.locator("#sides .sides__one")
    expect(chip).to_contain_text("Sue Supplier")
    answered(side)
    expect(chip).to_contain_text("1 new")
    expect(page.locator("#thread")).to_contain_text("answered in the side conversation")
    expect(page.locator("#thread")).not_to_contain_text("Zinnober")
    chip.click()
    expect(page.locator(".side__message")).to_have_count(2)
    page.wait_for_url(f"**/side-conversations/{side.pk}/")
    page.keyboard.press("u")
    expect(page.locator("#thread")).to_be_visible()
    expect(page.locator("#sides")).not_to_contain_text("new")
    page.keyboard.press("Control+k")
    page.keyboard.type("third party")
    expect(page.get_by_role("option", name="Ask a third party by mail")).to_be_visible()


def test_what_is_taken_back_can_be_written_anew_and_it_is_marked_done(world, desk, ticket):
    side = begin(ticket, world.ana, undo_seconds=600).conversation
    page = desk(world.ana, f"/side-conversations/{side.pk}/")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".composer__text--reply")).to_contain_text("Do you have the chain?")
    expect(page.locator(".side__message")).to_have_count(0)
    assert SideMessage.objects.get().state == "cancelled"
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_takes_it_for_a_reply_on_any_screen(world, desk, shot, ticket, width, scheme):
    wide, high = WIDTHS[width]
    side = begin(ticket, world.ana).conversation
    answered(side, "Forwarded to the warehouse.", sender="eve@else.example")
    page = desk(world.light, f"/side-conversations/{side.pk}/", width=wide, height=high, scheme=scheme)
    expect(page.locator(".side__reader")).to_be_visible()
    assert violations_of(page) == []
    page = desk(world.ana, f"/side-conversations/{side.pk}/", width=wide, height=high, scheme=scheme)
    expect(page.locator(".side__band")).to_be_visible()
    expect(page.locator(".badge", has_text="was not asked")).to_be_visible()
    page.locator(".side__along summary").click()
    expect(page.locator("[name=quoted_message]")).to_have_value("")
    shot(page, f"side-conversation-{width}-{scheme}")
    assert violations_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_written_for_later_stands_there_until_it_goes_or_is_taken_back(
    world, desk, shot, ticket, width
):
    side = begin(ticket, world.ana).conversation
    SideMessage.objects.update(state="sent", send_at=None)
    wide, high = WIDTHS[width]
    page = desk(world.ana, f"/side-conversations/{side.pk}/", width=wide, height=high)
    write(page, "Is it there by now?")
    page.get_by_role("button", name="Other ways to send").click()
    page.locator("[data-later]").fill("2099-03-02T09:30")
    shot(page, f"side-later-menu-{width}")
    page.get_by_role("button", name="Send at that time").click()
    expect(page.locator(".side__message").last).to_contain_text("Goes out on")
    expect(page.locator(".toast").last).to_contain_text("Scheduled")
    page.locator(".side__message summary", has_text="Another time").click()
    page.locator(".side__later [name=when]").fill("2099-04-05 10:00")
    shot(page, f"side-later-{width}")
    assert violations_of(page) == [] and page.evaluate(TOO_WIDE) == []
    page.locator(".side__later").get_by_role("button", name="Send at that time").click()
    expect(page.locator(".side__message").last).to_contain_text(re.compile("5 Apr|Apr 5"))
    message = SideMessage.objects.get(state="held")
    assert (message.send_at.year, message.send_at.month, message.is_scheduled) == (2099, 4, True)
    page.locator(".side__message").last.get_by_role("button", name="Undo").click()
    expect(page.locator(".composer__text--reply")).to_contain_text("Is it there by now?")
    expect(page.locator(".side__message")).to_have_count(1)
