"""Promises on the demo company: offered while one writes, watched once sent, moved, kept, broken, handed over; no false hope."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.promises.actions.hand_over import hand_over_of_absent
from careline.promises.actions.watch_promises import watch_promises
from careline.promises.models import Promise
from careline.tickets.models import Message
from tests.browser.faults import TOO_WIDE, violations_of
from tests.browser.test_composer import say

pytestmark = pytest.mark.slow(seconds=45)

LOOKS = [(1440, 900, "light"), (1440, 900, "dark"), (1024, 768, "light"), (390, 844, "dark")]
NARROW = [(1024, 800), (390, 800)]


FRIDAY, BERLIN = 4, ZoneInfo("Europe/Berlin")


def moment_of_day(weekday, hour):
    """An hour of the next such weekday, or of the day after tomorrow, on the shop's clock, as pages write moments."""
    today = timezone.now().astimezone(BERLIN).date()
    day = today + timedelta(days=2 if weekday is None else (weekday - today.weekday() - 1) % 7 + 1)
    return f"{datetime.combine(day, time(hour), BERLIN).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def offered(page):
    """Where it is offered: beside the ticket, or above the composer where that place is out of sight."""
    return page.locator("#promise-offers:not(:empty), .promise-offers--here:not(:empty)")


def send(page):
    page.get_by_role("button", name="Send", exact=True).click()


def look_at(page, shot, name, within=None):
    """Take its picture in every look, and find nothing wrong with it in any."""
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        shot(page, f"{name}-{width}-{scheme}")
        assert violations_of(page, within) == [] and page.evaluate(TOO_WIDE) == [], (name, width, scheme)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def test_a_promise_is_offered_while_one_writes_sent_shown_to_all_moved_with_a_message_and_kept(
    radhaus, desk, house, shot
):
    ana, jonas, ticket = (
        radhaus.person("Ana"),
        radhaus.person("Jonas"),
        radhaus.ticket("Gift card does not work"),
    )
    page, beside = desk(ana), []
    page.route(f"**/tickets/{ticket.pk}/side/", lambda route: beside.append(route))
    page.goto(f"{house.url}/tickets/{ticket.pk}/")
    say(page, "Hello, I'll call you by Friday noon with a new code.")
    beside.pop().continue_()  # what stands beside the ticket comes after the last key
    page.unroute_all()
    offers, promises = offered(page), page.locator("#promises")
    expect(offers).to_contain_text("Watch this promise")
    expect(offers.locator("time").first).to_have_attribute("datetime", moment_of_day(FRIDAY, 12))
    expect(offers).to_be_in_viewport()
    look_at(page, shot, "promise-offered", "#promises")
    other = desk(jonas, f"/tickets/{ticket.pk}/")
    offers.get_by_role("button", name="Watch this promise").click()
    expect(promises).to_contain_text("counts once you send it")
    expect(other.locator("#promises")).not_to_contain_text("Friday noon")
    send(page)
    expect(promises).not_to_contain_text("counts once you send it")
    expect(other.locator("#promises")).to_contain_text("I'll call you by Friday noon")
    expect(other.locator("#promises")).to_contain_text("Ana Kovač")
    other.goto(f"{house.url}/views/all-open/")
    assert other.locator(".queue__scroll [title='Promised, due in']").count() >= 1
    page.locator("#promises .promise__more summary", has_text="Move it").click()
    page.get_by_label("Move it to").fill("in 8 days at 11:00")
    shot(page, "promise-moving")
    page.get_by_role("button", name="Move it and tell the customer").click()
    expect(promises).to_contain_text("first said:")
    expect(page.locator("#thread")).to_contain_text("We can’t keep this by")
    promises.get_by_role("button", name="Kept").click()
    expect(promises).to_contain_text("1 earlier promise")
    expect(page.locator("#thread")).to_contain_text("was kept")


def test_in_german_it_is_found_too_and_beside_it_stands_what_the_customer_reads_in_german(radhaus, desk):
    ticket, mirela = radhaus.ticket("Kiebitz 40: Bremse nach der Wartung"), radhaus.person("Mirela")
    page = desk(mirela, f"/tickets/{ticket.pk}/")
    page.locator("#promises .promise__more summary", has_text="Move it").click()
    assert page.get_by_label("What the customer reads").input_value().startswith("Wir hatten Ihnen gesagt")
    say(page, "Guten Tag, wir melden uns bis spätestens übermorgen um 16 Uhr bei Ihnen.")
    offers = offered(page)
    expect(offers).to_contain_text("Watch this promise")
    expect(offers.locator("time").first).to_have_attribute("datetime", moment_of_day(None, 16))


def test_the_promises_of_the_day_what_was_broken_and_what_an_absence_hands_over(radhaus, desk, house, shot):
    mirela, jonas = radhaus.person("Mirela"), radhaus.person("Jonas")
    page = desk(mirela, "/promises/?whose=all")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Broken: say sorry, and make it good")
    expect(main).to_contain_text("The refund of 79.90 € is on your account within five working days.")
    expect(main).to_contain_text("I will call your wife by tomorrow evening.")
    look_at(page, shot, "promises-of-the-day")
    page.get_by_role("link", name="Broken, not made good").click()
    expect(main).not_to_contain_text("I will call your wife")
    main.get_by_role("link", name="The refund of 79.90 €").click()
    late = page.locator("#promises")
    expect(late).to_contain_text("broken")
    look_at(page, shot, "promises-beside", ".context")
    late.locator("summary", has_text="It will not be kept any more").click()
    late.get_by_label("Close it, because").fill("Paid out today, nine days late")
    late.get_by_role("button", name="Close it").click()
    expect(page.locator("#thread")).to_contain_text("closed the broken promise")
    page.goto(f"{house.url}/customers/{radhaus.ticket('Light flickers').customer_id}/")
    expect(page.locator(".panel", has_text="Promised")).to_contain_text("as soon as the plugs are here")

    assert watch_promises(at=timezone.now() + timedelta(hours=3)) >= 1
    page.goto(f"{house.url}/tickets/{radhaus.ticket('How your colleague spoke').pk}/")
    expect(page.locator("#thread")).to_contain_text("was broken: it was due")
    expect(page.locator("#promises")).to_contain_text("Done now")

    away = desk(jonas, "/settings/absences/new/")
    now = timezone.localtime()
    away.locator("[name=starts_at]").fill(f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    away.locator("[name=ends_at]").fill(f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}")
    away.locator("[name=cover]").select_option(label="Mirela Popa")
    away.get_by_role("button", name="Save").click()
    expect(away.get_by_role("row").filter(has_text="Mirela Popa")).to_be_visible()
    assert hand_over_of_absent() == 1
    page.goto(f"{house.url}/promises/")
    expect(main).to_contain_text("I will write as soon as the plugs are here")
    page.goto(f"{house.url}/tickets/{radhaus.ticket('Light flickers').pk}/")
    expect(page.locator("#thread")).to_contain_text("while its agent is absent")


def test_no_false_hope_what_policy_does_not_allow_is_said_before_sending(radhaus, desk, house, shot):
    lead = desk(radhaus.person("Mirela"), "/settings/promises/")
    lead.get_by_label("What nobody may promise").fill("full refund")
    lead.get_by_label("Point out words that leave no way out").check()
    lead.get_by_role("main").get_by_role("button", name="Save").click()
    expect(lead.get_by_text("Saved.")).to_be_visible()
    ticket = radhaus.ticket("Wrong chain in the parcel")
    before = Message.objects.filter(ticket=ticket, author="agent").count()
    page = desk(radhaus.person("Ana"), f"/tickets/{ticket.pk}/")
    say(page, "You will get a full refund tomorrow. We'll definitely call you on Sunday at 10:00.")
    offers = offered(page)
    for words in ("may not be promised here", "outside your business hours", "leaves no way out"):
        expect(offers).to_contain_text(words)
    shot(page, "promise-no-false-hope")
    send(page)
    expect(page.locator("[data-warning]")).to_contain_text("may not be promised here")
    assert Message.objects.filter(ticket=ticket, author="agent").count() == before


def test_where_there_is_no_room_beside_the_ticket_it_is_offered_above_the_composer(radhaus, desk, shot):
    ticket = radhaus.ticket("Change the delivery address")
    page = desk(radhaus.person("Ana"), f"/tickets/{ticket.pk}/", width=1024, height=800)
    say(page, "I'll write to you tomorrow at 10:00.")
    offer = page.get_by_role("button", name="Watch this promise")
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        expect(offer).to_be_in_viewport()
        shot(page, f"promise-offered-here-{width}")
        assert violations_of(page, "#composer") == [] and page.evaluate(TOO_WIDE) == []
    offer.click()
    expect(page.locator(".promise-offers--here")).to_contain_text("Watched once you send it.")
    send(page)
    expect(page.locator("#thread")).to_contain_text("promised “I'll write to you tomorrow at 10:00.”")
    assert Promise.objects.get(ticket=ticket).state == "open"
