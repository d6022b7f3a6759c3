"""Promises in a browser: offered while one writes, counted once it is sent, kept; pointed out where they can't be."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from careline.promises.models import Promise, PromiseSettings
from careline.testing.world import make_ticket
from careline.tickets.models import Message
from tests.browser.test_composer import say

WORDS = "We'll call you tomorrow at 10:00."


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


def test_a_promise_in_a_draft_is_offered_counts_once_sent_and_is_kept(world, desk, ticket, shot):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, f"Dear Carla, {WORDS}")
    offers = page.locator("#promise-offers")
    expect(offers).to_contain_text("Watch this promise")
    assert not Promise.objects.exists()
    shot(page, "promise-offered")
    assert Axe().run(page).violations_count == 0
    offers.get_by_role("button", name="Watch this promise").click()
    promises = page.locator("#promises")
    expect(promises).to_contain_text("counts once you send it")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(promises).not_to_contain_text("counts once you send it")
    assert Promise.objects.get().state == "open" and Message.objects.filter(author="agent").count() == 1
    page.goto(page.url.split("/tickets")[0] + "/promises/")
    expect(page.get_by_role("main")).to_contain_text("tomorrow at 10:00")
    shot(page, "promises-of-the-day")
    page.goto(page.url.split("/promises")[0] + f"/tickets/{ticket.pk}/")
    page.locator("#promises").get_by_role("button", name="Kept").click()
    expect(page.locator("#promises")).to_contain_text("1 earlier promise")
    assert Promise.objects.get().state == "kept"


def test_what_may_not_be_promised_is_said_before_sending(world, desk, ticket):
    PromiseSettings.objects.create(never_words=["full refund"])
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "You will get a full refund tomorrow.")
    expect(page.locator("#promise-offers")).to_contain_text("may not be promised here")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-warning]")).to_contain_text("may not be promised here")
    assert not Message.objects.filter(author="agent").exists()
