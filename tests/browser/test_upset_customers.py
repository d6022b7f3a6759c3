"""An upset customer beside the ticket: why, in their words; soft warnings while one writes, which never block; relief."""

import pytest
from playwright.sync_api import expect

from careline.feedback.actions.notice_mood import notice_mood
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.testing.world import make_ticket
from careline.tickets.models import Message


@pytest.fixture
def angry(world):
    text = "This is unacceptable! For the third time: where is my order 20331? I will contact my lawyer."
    ticket = make_ticket(world.support, world.customer, subject="Where is my order?", text=text)
    notice_mood(ticket.messages.get().pk)
    return ticket


def test_a_hard_draft_is_warned_of_and_goes_out_at_the_second_press(world, desk, angry, shot):
    page = desk(world.ana, f"/tickets/{angry.pk}/", width=1440)
    mood = page.locator("#mood")
    expect(mood).to_contain_text("Furious")
    expect(mood).to_contain_text("lawyer")
    page.locator(".composer__text--reply[contenteditable]").click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.type("Please tell us your order number. A refund is not possible.")
    expect(mood.locator("li", has_text="20331")).to_be_visible()
    expect(mood.locator("li", has_text="no greeting")).to_be_visible()
    shot(page, "upset-warned")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#composer [data-warning]")).to_contain_text("20331")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#thread").get_by_text("A refund is not possible.")).to_be_visible()
    assert Message.objects.filter(ticket=angry, author="agent", is_public=True).count() == 1


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_complaints_are_looked_at(world, desk, house, angry, shot, width, scheme):
    row = open_complaint(angry, Opening("The order never came", "Delivery", severity=3), by=world.ana)
    page = desk(world.lead, "/complaints/", width=width, height=900)
    page.emulate_media(color_scheme=scheme)
    for name, address in (
        ("complaints", "/complaints/"),
        ("complaint", f"/complaints/{row.pk}/"),
        ("report", "/complaints/report/"),
    ):
        page.goto(house.url + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        shot(page, f"{name}-{width}-{scheme}")
    page.goto(f"{house.url}/tickets/{angry.pk}/")
    if width > 1000:
        expect(page.locator("#side-feedback")).to_contain_text("The order never came")
        shot(page, f"upset-{width}-{scheme}")
