"""The bell and the centre in a real browser: live, by keyboard, on a phone; what is read in one tab is read in all."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.notices.actions.tell import tell
from careline.notices.contracts import Kind, Thing
from careline.notices.models import Notice
from careline.testing.world import make_ticket
from careline.tickets.actions.add_task import add_task
from tests.browser.faults import violations_of

WIDTHS = {"1440": (1440, 900), "390": (390, 844)}


def give(agent, ticket, key, kind=Kind.MINE, by=None):
    """Tell one person of one thing."""
    who = {"actor_kind": "agent", "actor_id": by.pk} if by else {}
    return tell(Thing(key=key, event_id=1, reasons={agent.pk: kind}, ticket_id=ticket.pk, **who))


@pytest.fixture
def told(world):
    """Ana has notices of two tickets, and something is due."""
    saddle = make_ticket(world.support, world.customer, subject="Squeaking saddle, also when it is dry")
    pedal = make_ticket(world.support, world.customer, subject="Loose pedal")
    give(world.ana, pedal, "1", Kind.ASSIGNED, by=world.lead)
    give(world.ana, saddle, "2", Kind.MENTIONED, by=world.ben)
    give(world.ana, saddle, "3")
    add_task(
        saddle, "Order the part", by=world.ben, owner=world.ana, due_at=timezone.now() - timedelta(days=1)
    )
    return saddle, pedal


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_centre_opens_from_the_bell(world, desk, shot, told, width, scheme):
    wide, high = WIDTHS[width]
    page = desk(world.ana, "/views/mine/", width=wide, height=high, scheme=scheme)
    expect(page.locator("#bell .rail__number")).to_have_text("3")
    page.locator("#bell button").click()
    centre = page.get_by_role("dialog", name="Notices")
    expect(centre.locator(".notices__group")).to_have_count(2)
    expect(centre.locator(".notices__group").first).to_contain_text("Ben Agent mentioned you in a note")
    expect(centre).to_contain_text("1 reminder or task is due")
    box = centre.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= wide and box["y"] >= 0
    shot(page, f"notices-{width}-{scheme}")
    assert violations_of(page) == []


def test_a_notice_comes_by_itself_and_is_read_in_every_tab(world, desk):
    ticket = make_ticket(world.support, world.customer, subject="Squeaking saddle")
    first = desk(world.ana, "/views/mine/")
    second = desk(world.ana, "/views/mine/")
    expect(second.locator("html[data-live='open']")).to_be_attached()
    expect(first.locator("html[data-live='open']")).to_be_attached()
    give(world.ana, ticket, "1")
    for page in (first, second):
        expect(page.locator("#bell .rail__number")).to_have_text("1")
    first.locator("#bell button").click()
    first.get_by_role("button", name=f"Mark #{ticket.pk} as read").click()
    for page in (first, second):
        expect(page.locator("#bell .rail__number")).to_have_count(0)
    expect(first.get_by_role("dialog", name="Notices")).to_contain_text("Nothing new")
    first.get_by_role("link", name="All", exact=True).click()
    expect(first.locator(".notices__group")).to_have_count(1)


def test_the_centre_is_used_by_keyboard(world, desk, told):
    saddle, _pedal = told
    page = desk(world.ana, "/views/mine/")
    expect(page.locator("#bell .rail__number")).to_have_text("3")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page.locator("#notices .notices__group")).to_have_count(2)
    for _down in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#notices .notices__link").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{saddle.pk}/**")
    expect(page.locator("#bell .rail__number")).to_have_text("1")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="Notices")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Notices")).to_be_hidden()


def test_what_comes_while_the_ticket_is_open_is_read_once_the_person_moves(world, desk):
    ticket = make_ticket(world.support, world.customer, subject="Squeaking saddle")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    expect(page.locator(f"#seen-{ticket.pk}[hx-get]")).to_be_attached()
    expect(page.locator("html[data-live='open']")).to_be_attached()
    give(world.ana, ticket, "1")
    expect(page.locator("#bell .rail__number")).to_have_text("1")
    expect(page.locator(f"#seen-{ticket.pk}[hx-post]")).to_be_attached()
    assert Notice.objects.get().read_at is None, "nobody has shown a sign of life since"
    page.mouse.move(300, 300)
    page.mouse.move(320, 310)
    expect(page.locator("#bell .rail__number")).to_have_count(0)


def test_the_page_of_all_notices_needs_no_panel(world, desk, shot, told):
    page = desk(world.ana, "/notices/", width=390, height=844)
    expect(page.locator(".notices__group")).to_have_count(2)
    expect(page.locator("#bell a[aria-current='page']")).to_be_visible()
    shot(page, "notices-page-390")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing new")
    assert violations_of(page) == []


@pytest.mark.parametrize(("width", "scheme"), [("1440", "light"), ("390", "dark")])
def test_everybody_chooses_on_a_page_of_the_settings(world, desk, shot, width, scheme):
    wide, high = WIDTHS[width]
    page = desk(world.ana, "/settings/notices/", width=wide, height=high, scheme=scheme)
    page.get_by_label("You were mentioned in an internal note: By mail").uncheck()
    page.get_by_label("Together, each hour").check()
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Quiet from")).to_have_value("22:00")
    expect(page.get_by_label("You were mentioned in an internal note: By mail")).not_to_be_checked()
    shot(page, f"notices-preferences-{width}-{scheme}")
    page.locator("#push").scroll_into_view_if_needed()
    shot(page, f"notices-pushes-{width}-{scheme}")
    assert violations_of(page) == []


@pytest.mark.whole_chromium
def test_this_browser_asks_for_pushes_and_shows_one(world, desk, shot):
    page = desk(world.ana, "/settings/notices/")
    origin = page.url.split("/settings")[0]
    page.context.grant_permissions(["notifications"], origin=origin)
    page.reload()
    expect(page.get_by_role("button", name="Push to this browser")).to_be_visible()
    page.evaluate("navigator.serviceWorker.register('/service-worker.js', { scope: '/' })")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    devtools = page.context.new_cdp_session(page)
    registered = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda said: registered.extend(said["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    said = {
        "title": "Ticket #7",
        "body": "You were mentioned in an internal note",
        "href": "/tickets/7/",
        "tag": "ticket-7",
    }
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": registered[-1]["registrationId"], "data": json.dumps(said)},
    )
    shown = "navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) => all.map((one) => [one.title, one.body, one.tag, one.data.href]))"
    for _try in range(50):
        found = page.evaluate(shown)
        if found:
            break
        page.wait_for_timeout(100)
    assert found == [["Ticket #7", "You were mentioned in an internal note", "ticket-7", "/tickets/7/"]]


def test_a_browser_that_was_told_no_says_what_to_do(world, desk):
    page = desk(world.ana, "/settings/notices/")
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.reload()
    expect(page.locator("#push [data-state='denied']")).to_be_visible()
