"""A complaint from the ticket to its end, an abusive conversation handed over, a measure looked at again; in each width."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.feedback.actions.notice_mood import notice_mood
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.actions.take_measure import Wish, take_measure
from careline.feedback.models import Complaint, Measure
from careline.testing.world import make_ticket
from careline.workforce.queries import is_available
from tests.browser.faults import SETTLED, faults_of

LOOKS = ((1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light"))


@pytest.fixture
def angry(world):
    text = "This is unacceptable! For the third time: where is my order 20331? I will contact my lawyer."
    ticket = make_ticket(world.support, world.customer, subject="Where is my order?", text=text)
    notice_mood(ticket.messages.get().pk)
    return ticket


def save(page, **said):
    """Fill in some of the form of a complaint, and save."""
    form = page.locator("form", has=page.get_by_role("button", name="Save"))
    for name, value in said.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.get_by_role("button", name="Save").click()


def test_from_the_ticket_to_an_outside_body_and_to_the_end(world, desk, angry, shot):
    page = desk(world.ana, f"/tickets/{angry.pk}/")
    page.get_by_role("link", name="Take into the complaint register").click()
    page.get_by_label("What it is about").fill("The order never came")
    page.get_by_label("Category").select_option("Delivery")
    page.get_by_role("button", name="Take into the register").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The order never came")
    current = page.locator(".stages [aria-current=step]")
    save(page, stage="acknowledged")
    expect(current).to_have_text("Acknowledged")
    save(page, stage="closed")
    expect(page.get_by_text("Before it is closed, say what caused it")).to_be_visible()
    save(
        page,
        stage="responded",
        cause="Delay",
        admitted="yes",
        remedy="Sent again",
        cost="12.50 EUR",
        finding="It was lost.",
    )
    expect(current).to_have_text("Answered")
    save(page, stage="escalated")
    expect(page.get_by_text("Name the outside body that it went to.")).to_be_visible()
    save(page, stage="escalated", outside_body="Arbitration board", outside_reference="AB 12")
    expect(current).to_have_text("With an outside body")
    save(page, stage="closed", consent="given", lessons="Look at parcels that stand still.")
    expect(current).to_have_text("Closed")
    shot(page, "complaint-closed")
    row = Complaint.objects.get()
    assert (row.consent, row.outside_body, row.cost_minor, row.closed_at is not None) == (
        "given",
        "Arbitration board",
        1250,
        True,
    )
    page.goto(page.url.replace(f"/complaints/{row.pk}/", f"/tickets/{angry.pk}/"))
    expect(page.locator("#side-feedback")).to_contain_text("The order never came")
    expect(page.locator("#side-feedback")).to_contain_text("Closed")


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (
            "You should have read our terms, which are on the page.",
            ["no greeting", "no word of regret", "may sound like blame"],
        ),
        ("Hello Carla, I am sorry. A refund is not possible.", ["what can you offer instead"]),
        ("Hello Carla, I am sorry. What is your order number?", ["20331"]),
    ],
)
def test_what_pours_oil_on_the_fire_is_pointed_out_and_nothing_else(world, desk, angry, draft, words):
    page = desk(world.ana, f"/tickets/{angry.pk}/")
    expect(page.locator("#mood")).to_contain_text("acknowledge, apologise, explain, resolve, confirm")
    page.locator(".composer__text--reply[contenteditable]").click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.type(draft)
    for one in words:
        expect(page.locator("#tone li", has_text=one)).to_be_visible()
    expect(page.locator("#tone li")).to_have_count(len(words))


def test_an_abusive_conversation_is_handed_over_in_one_step(world, desk, angry, shot):
    page = desk(world.ana, f"/tickets/{angry.pk}/")
    page.get_by_role("link", name="Hand over an abusive conversation").click()
    page.get_by_label("What happened").fill("Insults on the phone")
    assert faults_of(page, LOOKS) == []
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("You are away for 30 minutes")).to_be_visible()
    shot(page, "handed-over")
    angry.refresh_from_db()
    assert angry.assignee == world.lead and not is_available(
        world.ana, timezone.now() + timedelta(minutes=20)
    )


def test_a_measure_is_kept_with_one_press_where_its_day_has_come(world, desk, angry, shot):
    wish = Wish("restrict", "Insults", contact_id=world.ben.pk, by_mail_only=True)
    measure = take_measure(angry, wish, by=world.lead)
    Measure.objects.filter(pk=measure.pk).update(review_on=timezone.localdate())
    page = desk(world.lead, f"/tickets/{angry.pk}/")
    expect(page.locator(f"#measure-{measure.pk}")).to_contain_text("Served by Ben Agent alone")
    shot(page, "measure-to-be-looked-at")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept until")).to_be_visible()
    expect(page.get_by_role("button", name="Keep it")).to_have_count(0)


PAGES = {
    "register": "/complaints/", "complaint": "/complaints/{complaint}/", "measures": "/complaints/measures/",
    "measure": "/tickets/{ticket}/measures/", "new-complaint": "/tickets/{ticket}/complaint/",
    "hand-over": "/tickets/{ticket}/relief/", "upset": "/tickets/{ticket}/", "queue": "/views/all-open/",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_fit_and_can_be_used_by_everybody(world, desk, angry, shot, name):
    row = open_complaint(angry, Opening("The order never came", "Delivery", severity=3), by=world.lead)
    wish = Wish("restrict", "Insults", terms="Only in writing", contact_id=world.ben.pk)
    measure = take_measure(angry, wish, by=world.lead)
    Measure.objects.filter(pk=measure.pk).update(review_on=timezone.localdate())
    page = desk(world.lead, PAGES[name].format(complaint=row.pk, ticket=angry.pk))
    expect(page.locator("h1, h2").first).to_be_attached()
    for width, height, scheme in (*LOOKS, (390, 844, "dark")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        shot(page, f"feedback-{name}-{width}-{scheme}")
    assert faults_of(page, LOOKS) == []
