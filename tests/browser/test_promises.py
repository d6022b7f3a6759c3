"""Promises in a browser: offered while one writes, counted once it is sent, moved, kept; pointed out where they can't be."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.promises.models import Promise, PromiseSettings
from careline.testing.world import make_ticket
from careline.tickets.models import Message
from tests.browser.faults import TOO_WIDE, violations_of
from tests.browser.test_composer import say

WORDS = "We'll call you tomorrow at 10:00."


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


def moved_panel(page, name):
    """Unfold what can be done with the one promise beside the ticket."""
    page.locator("#promises .promise__more summary", has_text=name).click()


def test_a_promise_is_offered_while_one_writes_sent_watched_moved_with_a_message_and_kept(
    world, desk, ticket, shot
):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, f"Dear Carla, {WORDS}")
    offers = page.locator("#promise-offers")
    expect(offers).to_contain_text("Watch this promise")
    assert not Promise.objects.exists()
    shot(page, "promise-offered")
    assert violations_of(page) == []
    offers.get_by_role("button", name="Watch this promise").click()
    promises = page.locator("#promises")
    expect(promises).to_contain_text("counts once you send it")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(promises).not_to_contain_text("counts once you send it")
    made = Promise.objects.get()
    assert made.state == "open" and Message.objects.filter(author="agent").count() == 1
    ticket.refresh_from_db()
    assert ticket.due_at == made.due_at
    page.goto(page.url.split("/tickets")[0] + "/views/all-open/")
    expect(page.locator(".queue__scroll [title='Promised, due in']")).to_be_visible()
    page.goto(page.url.split("/views")[0] + f"/tickets/{ticket.pk}/")
    moved_panel(page, "Move it")
    page.get_by_label("Move it to").fill("in 3 days at 11:00")
    shot(page, "promise-moving")
    page.get_by_role("button", name="Move it and tell the customer").click()
    expect(promises).to_contain_text("first said:")
    expect(page.locator("#thread")).to_contain_text("We can’t keep this by")
    made.refresh_from_db()
    ticket.refresh_from_db()
    assert made.was_moved and ticket.due_at == made.due_at
    promises.get_by_role("button", name="Kept").click()
    expect(promises).to_contain_text("1 earlier promise")
    made.refresh_from_db()
    ticket.refresh_from_db()
    assert made.state == "kept" and ticket.promised_at is None


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_promises_of_the_day_on_every_screen(world, desk, ticket, shot, width, height, scheme):
    now = timezone.now()
    long = "We will have the whole gear, the chain and both brakes exchanged and tested on the road, "
    for hours, words in (
        (-3, "We'll call you this morning."),
        (2, WORDS),
        (60, f"{long}and bring it to you."),
    ):
        Promise.objects.create(
            ticket=ticket, made_on_id=ticket.pk, agent=world.ana, words=words, due_at=now + timedelta(hours=hours),
            first_due_at=now + timedelta(hours=hours - 24 * (hours > 50)), warn_at=now, warned_at=now,
            state="broken" if hours < 0 else "open", broken_at=now if hours < 0 else None,
        )  # fmt: skip
    page = desk(world.ana, "/promises/", width=width, height=height, scheme=scheme)
    expect(page.get_by_role("main")).to_contain_text("Broken: say sorry, and make it good")
    shot(page, f"promises-of-the-day-{width}-{scheme}")
    assert violations_of(page) == [] and page.evaluate(TOO_WIDE) == []
    page.get_by_role("link", name="Broken, not made good").click()
    expect(page.get_by_role("main")).not_to_contain_text("In the next seven days")
    page.goto(page.url.split("/promises")[0] + f"/tickets/{ticket.pk}/")
    panel = page.locator("#promises")
    if width > 1200:
        expect(panel).to_contain_text("broken")
        moved_panel(page, "It will not be kept any more")
    shot(page, f"promises-beside-{width}-{scheme}")
    assert violations_of(page) == [] and page.evaluate(TOO_WIDE) == []
    page.goto(page.url.split("/tickets")[0] + f"/customers/{world.customer.pk}/")
    expect(page.locator(".panel", has_text="Promised")).to_contain_text("this morning")
    shot(page, f"promises-to-a-customer-{width}-{scheme}")
    assert violations_of(page) == [] and page.evaluate(TOO_WIDE) == []


def test_what_may_not_be_promised_is_said_before_sending(world, desk, ticket):
    PromiseSettings.objects.create(never_words=["full refund"])
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "You will get a full refund tomorrow.")
    expect(page.locator("#promise-offers")).to_contain_text("may not be promised here")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-warning]")).to_contain_text("may not be promised here")
    assert not Message.objects.filter(author="agent").exists()


@pytest.mark.parametrize("width", [1024, 390])
def test_where_there_is_no_room_beside_the_ticket_it_is_offered_above_the_composer(
    world, desk, ticket, shot, width
):
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=width, height=800)
    say(page, f"Dear Carla, {WORDS}")
    offer = page.get_by_role("button", name="Watch this promise")
    expect(offer).to_be_in_viewport()
    shot(page, f"promise-offered-{width}")
    assert violations_of(page) == [] and page.evaluate(TOO_WIDE) == []
    offer.click()
    expect(page.locator(".promise-offers--here")).to_contain_text("Watched once you send it.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".message--ours")).to_have_count(1)
    assert Promise.objects.get().state == "open"
    say(page, "And we'll write to you on Friday at 9:00.")
    expect(page.get_by_role("button", name="Watch this promise")).to_be_visible()
