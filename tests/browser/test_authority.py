"""Limits, approvals, ladders, budgets and being kept out, by hand on the demo company: every sentence of what a person may decide."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.authority.actions.pass_on import pass_on_late
from careline.authority.actions.remind import remind_due
from careline.notices.tests.conftest import work as tell
from careline.testing.api import ApiCaller
from careline.tickets.models import Ticket
from tests.browser.faults import faults_of
from tests.browser.test_search import open_palette

pytestmark = pytest.mark.slow(seconds=60)

LOOKS = ((1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light"), (1440, 900, "dark"))
WHY = "The return was booked in and nobody set off the refund: nine days late."


def panel(page):
    return page.locator("#authority")


def unfold(page, words):
    panel(page).get_by_text(words, exact=True).first.click()


def ask(page, amount, why=WHY):
    """Ask for goodwill beside the ticket that is open."""
    if panel(page).locator("#side-decisions").get_attribute("open") is None:
        unfold(page, "Decisions")
    panel(page).get_by_text("Grant refund, goodwill …").click()
    panel(page).get_by_label("What").select_option(label="Goodwill")
    panel(page).get_by_label("How much").fill(amount)
    panel(page).locator("#decision-new").get_by_label("Why").fill(why)
    panel(page).get_by_role("button", name="Decide, or ask for it").click()


def save_limits(page):
    page.locator("button.button--primary", has_text="Save").click()
    expect(page.get_by_text("Saved").first).to_be_visible()


def to_take(page):
    return page.locator("#rail").get_by_role("link", name="Decisions to take")


def look_at(page, shot, name, within=None):
    """Take its picture in every look, and find nothing wrong with it in any."""
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        shot(page, f"authority-{name}-{width}-{scheme}")
    assert faults_of(page, LOOKS[:3], within) == [], name
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def test_beyond_money_count_or_field_the_lead_sees_the_case_on_one_screen_and_decides(
    radhaus, desk, house, shot
):
    mirela, ana = radhaus.person("Mirela"), radhaus.person("Ana")
    lead = desk(mirela, "/settings/limits/")
    often = lead.get_by_role("spinbutton", name="Agent, Goodwill: how often")
    expect(lead.get_by_role("textbox", name="Agent, Goodwill: up to")).to_have_value(re.compile("20"))
    often.fill("1")
    save_limits(lead)
    lead.get_by_label("Field that holds the amount of Goodwill").select_option(label="Goodwill")
    lead.locator("form", has=lead.get_by_label("Field that holds the amount of Goodwill")).get_by_role(
        "button", name="Save"
    ).click()
    expect(lead.get_by_label("Field that holds the amount of Goodwill")).to_have_value("goodwill")
    look_at(lead, shot, "limits")

    page = desk(ana, f"/tickets/{radhaus.ticket('Gift card does not work').pk}/")
    ask(page, "10 EUR", "A bell on the house")
    expect(panel(page)).to_contain_text("Granted")
    ask(page, "5 EUR", "And a lamp")
    expect(panel(page)).to_contain_text("1 a month are within the limit, and there were 1.")
    page.context.close()

    ticket = radhaus.ticket("Refund for the wrong helmet")
    page = desk(ana, f"/tickets/{ticket.pk}/")
    field = page.locator("#fields, .fields").first
    field.get_by_text("Goodwill").first.click()
    field.get_by_role("textbox").fill("80 EUR")
    field.get_by_role("textbox").press("Enter")
    expect(page.get_by_text("It is more than the limit of 20.00 EUR.").first).to_be_visible()
    expect(page.get_by_text("Ask for it beside the ticket, under “Decisions”").first).to_be_visible()
    shot(page, "authority-field")
    page.reload()
    ask(page, "80 EUR")
    expect(panel(page)).to_contain_text("It is more than the limit of 20.00 EUR.")
    expect(panel(page)).to_contain_text("Asked: Mirela Popa")
    expect(panel(page)).to_contain_text("Deadline")
    look_at(page, shot, "asked", "#authority")
    tell()

    lead.goto(f"{house.url}/decisions/")
    shot(lead, "authority-list")
    lead.get_by_role("link", name=re.compile("Goodwill: 80.00 EUR")).click()
    case = lead.get_by_role("main")
    for words in (
        "Refund for the wrong helmet", "Ana Kovač", WHY, "Up to 20.00 EUR", "1 of 1 a month", "Deadline", "490.00 EUR left of 500.00 EUR",
        ticket.customer.name,
    ):  # fmt: skip
        expect(case).to_contain_text(words)
    look_at(lead, shot, "case")
    lead.get_by_role("button", name="Refuse").click()
    expect(lead.get_by_role("alert")).to_contain_text("Say why, so that who asked can explain it.")
    lead.get_by_label("Grant less than asked for").fill("60 EUR")
    lead.get_by_label("What you say to it").fill("Sixty is fair. Please write to her today.")
    lead.get_by_role("button", name="Grant", exact=True).click()
    expect(lead.get_by_text("Granted; who asked is told.")).to_be_visible()
    tell()

    expect(panel(page)).to_contain_text("of 80.00 EUR asked for")
    page.locator("#bell button").click()
    notices = page.get_by_role("dialog", name="Notices")
    notices.get_by_role(
        "link", name="All", exact=True
    ).click()  # read by now: the pointer moved over the ticket
    expect(notices).to_contain_text("Mirela Popa decided what you asked for")
    page.goto(f"{house.url}/tickets/{ticket.pk}/")
    said = page.locator("#thread").get_by_text("Sixty is fair. Please write to her today.")
    expect(said).to_have_count(1)
    expect(page.locator("#thread")).to_contain_text("Goodwill: 60.00 EUR granted, as Ana Kovač asked")
    expect(page.locator(".context").first).to_contain_text("60.00 EUR")
    shot(page, "authority-granted")
    lead.goto(f"{house.url}/budgets/")
    orders = lead.get_by_role("row", name=re.compile("Orders")).first
    expect(orders).to_contain_text("430.00 EUR")
    look_at(lead, shot, "budgets")
    page.locator("summary", has_text="It is not given after all").click()
    panel(page).locator("[id^=ungrant]").get_by_label("Why").fill("She took a helmet from the shelf instead")
    panel(page).get_by_role("button", name="Take it back").click()
    expect(page.locator("#thread")).to_contain_text("took back what was granted, Goodwill: 60.00 EUR")
    lead.reload()
    expect(orders).to_contain_text("490.00 EUR")


def test_a_substitute_is_asked_for_who_is_away_and_the_next_level_after_the_deadline(radhaus, desk, house):
    mirela, ana, jonas = (radhaus.person(name) for name in ("Mirela", "Ana", "Jonas"))
    lead = desk(mirela, "/settings/limits/")
    lead.locator("[name=person]").select_option(label="Jonas Petersen")
    lead.locator("[name=person-kind]").select_option(label="Goodwill")
    lead.locator("[name=person-amount]").fill("100 EUR")
    save_limits(lead)
    lead.goto(f"{house.url}/settings/ladders/{radhaus.team('Orders').pk}/")
    lead.get_by_label("Who stands on level 2").select_option(label="The managers")
    lead.get_by_role("main").get_by_role("button", name="Save").click()
    now = timezone.localtime()
    lead.goto(f"{house.url}/settings/absences/new/")
    lead.locator("[name=agent]").select_option(label="Mirela Popa")
    lead.locator("[name=starts_at]").fill(f"{now - timedelta(hours=4):%Y-%m-%dT%H:%M}")
    lead.locator("[name=ends_at]").fill(f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}")
    lead.locator("[name=cover]").select_option(label="Jonas Petersen")
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_role("row", name=re.compile("Mirela Popa.*Jonas Petersen"))).to_be_visible()

    page = desk(ana, f"/tickets/{radhaus.ticket('Refund for the wrong helmet').pk}/")
    ask(page, "90 EUR")
    expect(panel(page)).to_contain_text("Jonas Petersen")
    expect(page.locator("#thread")).to_contain_text("Jonas Petersen to decide: Goodwill: 90.00 EUR")
    cover = desk(jonas, "/views/mine/")
    to_take(cover).click()
    cover.get_by_role("link", name=re.compile("Goodwill: 90.00 EUR")).click()
    expect(cover.get_by_role("button", name="Grant", exact=True)).to_be_visible()
    own = desk(ana, cover.url.removeprefix(house.url))
    expect(own.get_by_role("main")).to_contain_text("Asked: ")
    expect(own.get_by_role("button", name="Grant", exact=True)).to_have_count(0)
    later = timezone.now() + timedelta(days=4)
    assert remind_due(at=later) and pass_on_late(at=later)
    expect(page.locator("#thread")).to_contain_text("Nobody decided in time, so")
    cover.get_by_label("What you say to it").fill("The warranty pays for it.")
    cover.get_by_role("button", name="Refuse").click()
    expect(cover.get_by_text("Refused; who asked is told why.")).to_be_visible()
    expect(page.locator("#thread")).to_contain_text("Goodwill: 90.00 EUR refused, which Ana Kovač asked for")
    expect(page.locator("#thread").get_by_text("The warranty pays for it.")).to_have_count(1)


def test_a_ticket_goes_up_by_rank_and_by_expertise_with_reason_and_note(radhaus, desk, house, shot):
    mirela, ana, jonas = (radhaus.person(name) for name in ("Mirela", "Ana", "Jonas"))
    ticket = radhaus.ticket("Third time I ask")
    lead = desk(mirela, f"/settings/ladders/{radhaus.team('Orders').pk}/")
    lead.get_by_label("Who stands on level 2").select_option(label="High-voltage licence")
    lead.get_by_label("What level 2 is for").fill("What the law says")
    look_at(lead, shot, "ladder")
    lead.get_by_role("main").get_by_role("button", name="Save").click()
    page = desk(ana, f"/tickets/{ticket.pk}/")
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("menuitem", name="Escalate").or_(page.get_by_role("link", name="Escalate")).first.click()
    expect(page.get_by_text("Level 2: High-voltage licence")).to_be_visible()
    page.get_by_label("Why").fill("He names a lawyer")
    page.get_by_label("Hand-over note").fill("Two dates were broken.\nThe birthday is on Thursday.")
    look_at(page, shot, "escalating")
    page.get_by_role("button", name="Escalate").click()
    expect(page.locator("#thread")).to_contain_text(
        "Escalated to level 1 by Ana Kovač because He names a lawyer"
    )
    expect(page.locator("#thread")).to_contain_text("The birthday is on Thursday.")
    lead.goto(f"{house.url}/tickets/{ticket.pk}/")
    expect(panel(lead)).to_contain_text("Level 1 · Mirela Popa")
    look_at(lead, shot, "escalated", "#authority")
    panel(lead).get_by_role("link", name="Further up").click()
    expect(lead.get_by_text("Level 1:")).to_have_count(0)
    lead.get_by_label("Why").fill("The battery is live")
    lead.get_by_role("button", name="Escalate").click()
    expect(lead.locator("#thread")).to_contain_text(
        "Escalated to level 2 by Mirela Popa because The battery is live"
    )
    expert = desk(jonas, f"/tickets/{ticket.pk}/")
    expect(panel(expert)).to_contain_text("Level 2 · High-voltage licence")
    unfold(expert, "Give it back")
    panel(expert).locator("#escalation-back").get_by_label("Why").fill("Nothing live in it")
    panel(expert).get_by_role("button", name="Give it back").click()
    expect(panel(expert)).not_to_contain_text("Level 2")
    expect(expert.locator("#thread")).to_contain_text("Jonas Petersen gave it back from level 2")
    assert Ticket.objects.get(pk=ticket.pk).assignee in (ticket.assignee, None)


def test_a_complaint_about_a_colleague_is_not_theirs_to_get_or_to_find(radhaus, desk, house):
    """Nele is kept out of one from the start; Jonas of one more, by hand, and it leaves his desk."""
    mirela, nele, jonas = (radhaus.person(name) for name in ("Mirela", "Nele", "Jonas"))
    secret, his = radhaus.ticket("How your colleague spoke"), radhaus.ticket("Light flickers")
    page = desk(jonas, f"/tickets/{his.pk}/")
    expect(page.locator("#thread")).to_contain_text("flickers on every bump")
    lead = desk(mirela, f"/tickets/{his.pk}/")
    unfold(lead, "Kept out")
    panel(lead).get_by_text("Keep a colleague out").click()
    panel(lead).get_by_label("Whom").select_option(label="Jonas Petersen")
    panel(lead).locator("#side-apart").get_by_label("Why").fill("The customer complains about his tone")
    panel(lead).get_by_role("button", name="Keep out").click()
    expect(panel(lead)).to_contain_text("The customer complains about his tone")
    lead.keyboard.press("a")
    expect(lead.locator("#assign .menu__item").first).to_be_visible()
    expect(lead.locator("#assign")).not_to_contain_text("Jonas Petersen")
    assert page.goto(f"{house.url}/tickets/{his.pk}/").status == 404
    page.context.close()

    hers = desk(nele, "/views/all_open/")
    for path in ("/views/all_open/", "/views/unassigned/", "/search/?q=learn+to+ride", "/decisions/", "/promises/?whose=all",
                 f"/customers/{secret.customer_id}/"):  # fmt: skip
        hers.goto(house.url + path)
        expect(hers.locator("main, .sheet").first).to_be_visible()
        assert "spoke to my wife" not in hers.content() and "learn to ride first" not in hers.content(), path
    for path in (f"/tickets/{secret.pk}/", f"/tickets/{secret.pk}/history/"):
        assert hers.goto(house.url + path).status == 404, path
    hers.goto(f"{house.url}/views/all_open/")
    open_palette(hers)
    with hers.expect_response(re.compile("palette|search|jump")):
        hers.keyboard.type("spoke to my wife")
    assert "How your colleague" not in hers.locator("#palette").inner_text()
    caller = ApiCaller(nele)
    assert caller.get(f"/tickets/{secret.pk}").status_code == 404
    assert "spoke to my wife" not in caller.get("/tickets").content.decode()
