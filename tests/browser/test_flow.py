"""A ticket over time: snoozed by key and plain words, woken by the customer."""

from playwright.sync_api import expect

from careline.testing.world import make_ticket
from tests.browser.test_desk import mail_arrives


def test_a_ticket_is_snoozed_by_keys_alone_and_comes_back_when_the_customer_writes(world, desk, shot):
    ticket = make_ticket(world.support, world.customer, subject="Squeaking saddle")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("#main").focus()
    page.keyboard.press("z")
    field = page.locator("#snooze input[name=when]")
    expect(field).to_be_visible()
    shot(page, "snooze-menu")
    field.fill("in 3 days")
    expect(page.locator("#snooze-understood button")).to_contain_text("09:00")
    field.press("Enter")
    expect(page.locator("#thread .event-line", has_text="snoozed this until")).to_be_visible()
    expect(page.locator("#snooze")).to_be_hidden()
    expect(page.locator(f"#row-{ticket.pk}")).to_have_count(0)
    shot(page, "snoozed")
    mail_arrives(world, text="Any news?", ticket=ticket)
    expect(page.locator("#thread .event-line", has_text="the customer wrote")).to_be_visible(timeout=5000)
    expect(page.locator(f"#row-{ticket.pk}")).to_be_visible(timeout=5000)


def test_a_preset_is_one_press_and_the_toast_takes_it_back(world, desk, shot):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=390, height=844, scheme="dark")
    page.get_by_role("button", name="More", exact=True).first.click()
    page.locator("#more").get_by_role("button", name="Snooze").click()
    expect(page.locator("#snooze .menu__item").first).to_be_visible()
    shot(page, "snooze-menu-phone-dark")
    page.locator("#snooze").get_by_role("button", name="Tomorrow morning").click()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#thread .event-line", has_text="woke this")).to_be_visible()
