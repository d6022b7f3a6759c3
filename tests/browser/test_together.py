"""Working together on a ticket, in a browser: splitting it, and how that looks."""

import pytest
from playwright.sync_api import expect

from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.link import link
from careline.tickets.models import BulkRun, Split, Status
from tests.browser.faults import violations_of


@pytest.fixture
def ticket(world):
    ticket = make_ticket(world.support, world.customer, status=Status.OPEN, assignee=world.ana)
    make_message(ticket, text="By the way, my last invoice shows two saddles. I bought one.")
    make_message(ticket, text="Bring it in on Friday, please.", agent=world.ana, state="sent")
    make_message(ticket, text="Chain is on order", agent=world.ben, is_public=False)
    return ticket


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(1440, 900, "light"), (390, 844, "dark")],
)
def test_a_message_becomes_a_ticket_of_its_own(world, desk, ticket, shot, width, height, scheme):
    second = ticket.messages.order_by("pk")[1]
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=width, height=height, scheme=scheme)
    page.locator(f"#message-{second.pk} [popovertarget]").first.click()
    page.get_by_role("button", name="Split into a new ticket").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(1)
    page.wait_for_timeout(300)
    shot(page, f"split-dialog-{width}-{scheme}")
    assert violations_of(page) == []
    dialog.get_by_label("Subject of the new ticket").fill("Invoice with two saddles")
    dialog.get_by_role("button", name="Split").click()
    expect(page.locator(".ticket__subject")).to_have_text("Invoice with two saddles")
    done = Split.objects.get()
    assert f"/tickets/{done.target_id}/" in page.url
    expect(page.locator("#side-splits")).to_be_attached()
    shot(page, f"split-done-{width}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_a_parent_is_solved_early_only_with_a_reason(world, desk, ticket, shot, width, height, scheme):
    child = make_ticket(world.support, world.customer, subject="Order a chain")
    link(ticket, child, kind="child", by=world.ana)
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=width, height=height, scheme=scheme)
    expect(page.locator("#side-links")).to_be_attached()
    shot(page, f"linked-{width}-{scheme}")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    page.wait_for_timeout(300)
    shot(page, f"open-children-{width}-{scheme}")
    assert violations_of(page) == []
    dialog.get_by_role("textbox").fill("The chain is in stock after all")
    dialog.get_by_role("button", name="Solve").click()
    expect(page.locator("#thread")).to_contain_text("The chain is in stock after all")
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_the_composer_asks_for_the_reason_and_keeps_the_words(world, desk, ticket, shot):
    link(ticket, make_ticket(world.support, world.customer), kind="child", by=world.ana)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator(".composer__text--reply[contenteditable]").click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.type("All done, see you on Friday.")
    page.get_by_role("button", name="Other ways to send").click()
    page.get_by_role("button", name="Send and solve").click()
    reason = page.locator("#then-reason")
    expect(reason).to_be_visible()
    page.wait_for_timeout(200)
    shot(page, "composer-reason")
    reason.fill("The rest is for the workshop")
    page.locator("#composer-notice").get_by_role("button", name="Send and solve").click()
    expect(page.locator("#thread")).to_contain_text("The rest is for the workshop")
    expect(page.locator("#thread")).to_contain_text("All done, see you on Friday.")


def test_a_link_that_is_removed_leaves_the_pane(world, desk, ticket):
    link(
        ticket,
        make_ticket(world.support, world.customer, subject="Order a chain"),
        kind="related",
        by=world.ana,
    )
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("#side-links").get_by_role("button").click()
    expect(page.locator("#side-links")).to_have_count(0)


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_a_problem_is_solved_with_its_incidents(world, desk, ticket, shot, width, height, scheme):
    for n in range(3):
        link(
            ticket,
            make_ticket(world.support, world.customer, subject=f"Brake {n}"),
            kind="incident",
            by=world.ana,
        )
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=width, height=height, scheme=scheme)
    if width < 1000:
        page.get_by_role("button", name="Context").first.click()
    page.get_by_role("button", name="Answer and solve 3 incidents").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Answer to each requester").fill("Hello {{customer.first_name}}, please come by.")
    expect(dialog.locator("#incidents-preview mark")).to_have_text("Carla")
    expect(dialog.locator("#incidents-preview")).to_contain_text("1 of 3")
    shot(page, f"incidents-{width}-{scheme}")
    dialog.get_by_role("button", name="Next customer").click()
    expect(dialog.locator("#incidents-preview")).to_contain_text("2 of 3")
    assert violations_of(page) == []
    dialog.get_by_role("button", name="Answer and solve all").click()
    expect(page.locator("#thread")).to_contain_text("had 3 incidents answered and solved")
    assert BulkRun.objects.get().what["html"] == "<p>Hello {{customer.first_name}}, please come by.</p>"
    page.get_by_role("link", name="result").click()
    page.wait_for_load_state()
    shot(page, f"incidents-result-{width}-{scheme}")


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_a_draft_goes_from_hand_to_hand_with_the_last_key(world, desk, ticket, shot, width, height, scheme):
    ana = desk(world.ana, f"/tickets/{ticket.pk}/", width=width, height=height, scheme=scheme)
    ben = desk(world.ben, f"/tickets/{ticket.pk}/", width=width, height=height, scheme=scheme)
    ben.locator(".composer__text--reply[contenteditable]").click()
    expect(ben.locator(".composer__text--reply[data-rich]")).to_be_visible()
    ben.keyboard.type("Ben began too.")
    ana.locator(".composer__text--reply[contenteditable]").click()
    expect(ana.locator(".composer__text--reply[data-rich]")).to_be_visible()
    ana.keyboard.type("Half an answer, please go on")
    ana.get_by_role("button", name="Other ways to send").click()
    ana.get_by_role("button", name="Hand the draft to a colleague").click()
    dialog = ana.get_by_role("dialog")
    dialog.get_by_label("For whom").select_option("Ben Agent")
    ana.wait_for_timeout(300)
    shot(ana, f"offer-dialog-{width}-{scheme}")
    assert violations_of(ana) == []
    dialog.get_by_role("button", name="Hand over").click()
    expect(ben.locator("#thread")).to_contain_text("Half an answer, please go on", timeout=5000)
    ben.wait_for_timeout(300)
    shot(ben, f"offered-{width}-{scheme}")
    assert violations_of(ben) == []
    ben.locator(".composer__text--reply[contenteditable]").click()
    ben.keyboard.press("End")
    ben.keyboard.type(" And more.")
    ben.get_by_role("button", name="Take the draft over").click()
    composer = ben.locator(".composer__text--reply")
    expect(composer).to_contain_text("Half an answer, please go on")
    expect(composer).to_contain_text("Ben began too. And more.")
    expect(ana.locator("#thread")).to_contain_text("took over a draft by", timeout=5000)
    shot(ben, f"taken-{width}-{scheme}")
