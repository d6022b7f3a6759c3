"""Every key there is, on the queue and on a ticket; none of them in a text field; and the palette that finds it all."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from careline.customers.queries import is_blocked
from careline.testing.world import make_message, make_ticket
from careline.tickets.models import Status

ON_TICKET = {
    "a": "#assign", "s": "#status", "p": "#priority", "z": "#snooze", "t": "#dialogs dialog[open]", "m": "[aria-label='Find a macro']",
    "#": "#confirm[open]", "?": "#keys[open]", "v": "#views", "Control+k": "#palette[open]",
}  # fmt: skip
LISTED = (
    "Next ticket", "Previous ticket", "Open the ticket", "Back to the queue", "Reply", "Internal note", "Assign",
    "Set the status", "Set the priority", "Tags", "Macros", "Solve", "Snooze", "Select the ticket", "Mark as spam",
    "Inbox", "Customers", "Search", "Choose a view", "New ticket", "Give me the next one", "Print", "Show all keys",
)  # fmt: skip
FOUND = (
    "Watch", "Subject and type", "Link with another ticket", "Merge into another ticket", "Split into a new ticket",
    "History", "Print", "Mark as spam", "Tags", "Macros", "Take it", "Assign to Ben Agent", "Move to Workshop",
    "Set the status to Pending", "Set the priority to Urgent", "Snooze", "Solve", "Reply", "Internal note",
    "New view", "All views", "My tasks and reminders", "New macro", "API tokens", "Organisations", "Passkeys",
)  # fmt: skip


def shown(page, selector):
    expect(page.locator(selector).first).to_be_visible()


def away(page):
    page.keyboard.press("Escape")
    page.locator("#main").focus()


def test_every_key_works_on_an_open_ticket_and_the_list_of_keys_names_it(world, desk, shot):
    lower, upper = (make_ticket(world.support, world.customer, subject=n) for n in ("Lower", "Upper"))
    make_message(upper)
    page = desk(world.ana, f"/tickets/{upper.pk}/")
    page.locator("#main").focus()
    for key, opened in ON_TICKET.items():
        page.keyboard.press(key)
        shown(page, opened)
        if key == "?":
            names = page.locator("#keys [data-keys] li > span:first-child").all_inner_texts()
            assert {*LISTED} <= {*names}, {*LISTED} - {*names}
            shot(page, "keys-listed")
        away(page)
        expect(page.locator(opened).first).not_to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("#main")).to_have_attribute("data-ticket", str(lower.pk))
    page.locator("#main").focus()
    page.keyboard.press("k")
    expect(page.locator("#main")).to_have_attribute("data-ticket", str(upper.pk))
    page.locator("#composer[data-ready]").wait_for()
    for key, kind in (("r", "reply"), ("n", "note")):
        page.locator("#main").focus()
        page.keyboard.press(key)
        expect(page.locator(f".composer__text--{kind}:focus, .composer__text--{kind} :focus")).to_have_count(
            1
        )
        page.keyboard.press("Escape")
        expect(page.locator(".composer__text:focus")).to_have_count(0)
    page.locator("#main").focus()
    page.keyboard.press("e")
    expect(page.locator(".toast", has_text="Solved")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("#bulk form")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#main .empty")).to_be_visible()
    for keys, address in (("gc", "/customers/"), ("gi", "/"), ("/", "/search/")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(lambda url, path=address: urlsplit(url).path == path)
        page.locator("#main").focus()


def test_marking_as_spam_asks_first_then_closes_and_holds_back_the_sender(world, desk):
    ticket = make_ticket(world.support, world.customer, subject="Cheap watches")
    make_message(ticket)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("#main").focus()
    page.keyboard.press("#")
    shown(page, "#confirm[open]")
    away(page)
    page.get_by_role("button", name="More", exact=True).click()
    page.locator("#more").get_by_role("button", name="Mark as spam").click()
    shown(page, "#confirm[open]")
    page.get_by_role("button", name="Mark as spam").last.click()
    expect(page.locator(".toast", has_text="Marked as spam")).to_be_visible()
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED and is_blocked("carla@customer.example")
    page.locator(".toast", has_text="Marked as spam").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast", has_text="No longer marked as spam")).to_be_visible()
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW and not is_blocked("carla@customer.example")


@pytest.mark.parametrize(
    ("key", "opened"),
    [*((key, ON_TICKET[key]) for key in "aspzt#m"), ("r", ".composer__text--reply:focus"), ("e", ".toast")],
)
def test_on_the_queue_a_tickets_keys_open_the_one_with_the_focus_first(world, desk, key, opened):
    ticket = make_ticket(world.support, world.customer, subject="Only one")
    page = desk(world.ana)
    page.keyboard.press("j")
    expect(page.locator(f"#row-{ticket.pk} .row__link")).to_be_focused()
    page.keyboard.press(key)
    expect(page.locator("#main")).to_have_attribute("data-ticket", str(ticket.pk))
    shown(page, opened)


def test_no_key_is_active_in_a_text_field_but_sending_and_leaving(world, desk):
    ticket = make_ticket(world.support, world.customer, subject="Only one")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("#reply-text").click()
    page.locator(".composer__text--reply[data-rich]").wait_for()
    page.keyboard.type("jkournaspte zx#gigc?vcG")
    expect(page.locator(".composer__text--reply")).to_contain_text("jkournaspte zx#gigc?vcG")
    for opened in ("#keys", "#confirm", "#dialogs dialog", "#status", "#assign", "#views"):
        expect(page.locator(opened).first).not_to_be_visible() if page.locator(opened).count() else None
    assert page.url.endswith(f"/tickets/{ticket.pk}/")
    page.keyboard.press("Escape")
    expect(page.locator(".composer__text--reply")).not_to_be_focused()


def test_the_palette_finds_every_action_of_a_ticket_and_every_page(world, desk, shot):
    ticket = make_ticket(world.support, world.customer, subject="Only one")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.keyboard.press("Control+k")
    ask = page.locator("#palette [role=combobox]")
    expect(ask).to_be_focused()
    missing = []
    for words in FOUND:
        ask.fill(words)
        try:
            expect(page.locator("#palette [role=option]", has_text=words).first).to_be_visible(timeout=3000)
        except AssertionError:
            missing.append(words)
    assert missing == []
    ask.fill("Set the priority to Urgent")
    shot(page, "palette-actions")
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text="Urgent")).to_be_visible()
    page.keyboard.press("Control+k")
    ask.fill("ÁPI tôkens")
    expect(page.locator("#palette [role=option]").first).to_contain_text("API tokens")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/tokens/")
