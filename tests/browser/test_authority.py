"""Asking for more than one may grant, deciding with the case on one screen, escalating, and being kept out without a trace."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.pass_on import pass_on_late
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.remind import remind_due
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.actions.set_limits import LimitDetails, save_kind, set_limit
from careline.authority.contracts import Step
from careline.authority.models import Decision, Escalation
from careline.authority.queries.budgets import this_month
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.notices.tests.conftest import work as tell
from careline.testing.api import ApiCaller
from careline.testing.world import make_message, make_ticket
from careline.tickets.models import Message, Ticket
from careline.workforce.actions.save_skill import create_skill, set_skill
from tests.browser.faults import faults_of
from tests.browser.test_search import open_palette

LOOKS = tuple(
    (width, height, scheme)
    for width, height in ((1440, 900), (1024, 768), (390, 844))
    for scheme in ("light", "dark")
)
WHY = "The second repair failed; she keeps the bicycle if we pay for the wheel."


@pytest.fixture
def limits(world):
    """Agents grant 20 EUR, the lead 200, out of 500 a month; the lead leads."""
    world.support.memberships.filter(agent=world.lead).update(is_lead=True)
    kinds = [
        save_kind("Goodwill", key="goodwill", uses_budget=True, by=world.owner),
        save_kind("Refund", key="refund", by=world.owner),
    ]
    for kind in kinds:
        set_limit(kind, LimitDetails(2000, "EUR", 5, "month"), role="agent", by=world.owner)
        set_limit(kind, LimitDetails(20_000, "EUR"), role="team_lead", by=world.owner)
    plan_budget(world.support, this_month(), most=50_000, currency="EUR", owner=world.manager, by=world.owner)
    return {one.key: one for one in kinds}


@pytest.fixture
def ticket(world, limits):
    earlier = make_ticket(world.support, world.customer, subject="A loose spoke")
    ask_decision(earlier, "goodwill", by=world.ana, amount=1500, currency="EUR", reason="Two days late")
    text = "The wheel broke again, after two repairs. I want my money back."
    return make_ticket(world.support, world.customer, subject="My wheel, a third time", text=text)


def ask(world, ticket, amount=8000, by=None, kind="goodwill"):
    return ask_decision(ticket, kind, by=by or world.ana, amount=amount, currency="EUR", reason=WHY)


def panel(page):
    return page.locator("#authority")


def test_the_lead_sees_the_case_on_one_screen_and_grants_it_with_words(world, desk, house, ticket, shot):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    panel(page).get_by_text("Decisions", exact=True).click()
    panel(page).get_by_text("Grant refund, goodwill …").click()
    panel(page).get_by_label("What").select_option(label="Goodwill")
    panel(page).get_by_label("How much").fill("80 EUR")
    panel(page).get_by_label("Why").fill(WHY)
    panel(page).get_by_role("button", name="Decide, or ask for it").click()
    expect(panel(page)).to_contain_text("Goodwill: 80.00 EUR")
    expect(panel(page)).to_contain_text("It is more than the limit of 20.00 EUR.")
    expect(panel(page)).to_contain_text("Lou Lead")
    shot(page, "authority-asked")
    tell()

    lead = desk(world.lead, "/views/mine/")
    link = lead.locator("#rail").get_by_role("link", name="Decisions to take")
    expect(link).to_have_text("1")
    link.click()
    shot(lead, "authority-list")
    lead.get_by_role("link", name="Goodwill: 80.00 EUR").click()
    case = lead.get_by_role("main")
    for words in (
        "My wheel, a third time", "Carla Customer", "I want my money back", WHY, "Up to 20.00 EUR", "1 of 5 a month",
        "485.00 EUR left of 500.00 EUR", "Goodwill: 15.00 EUR",
    ):  # fmt: skip
        expect(case).to_contain_text(words)
    shot(lead, "authority-case")
    lead.get_by_label("What you say to it").fill("Fair. Please send her the voucher.")
    lead.get_by_role("button", name="Grant").click()
    expect(lead.get_by_text("Granted; who asked is told.")).to_be_visible()
    expect(lead.get_by_role("main")).to_contain_text("Nothing waits for you")
    expect(lead.locator("#rail").get_by_role("link", name="Decisions to take")).to_have_text("")
    tell()

    expect(panel(page)).to_contain_text("Granted")
    expect(panel(page)).to_contain_text("Fair. Please send her the voucher.")
    expect(page.locator("#bell .rail__number")).to_have_text("1")
    page.locator("#bell button").click()
    expect(page.get_by_role("dialog", name="Notices")).to_contain_text("Lou Lead decided what you asked for")
    page.goto(f"{house.url}/tickets/{ticket.pk}/")
    expect(page.locator("#thread")).to_contain_text("Goodwill: 80.00 EUR granted, as Ana Agent asked")
    shot(page, "authority-granted")


def test_a_refusal_takes_words_and_is_told(world, desk, ticket):
    made = ask(world, ticket)
    lead = desk(world.lead, f"/decisions/{made.pk}/")
    lead.get_by_role("button", name="Refuse").click()
    expect(lead.get_by_role("alert")).to_contain_text("Say why, so that who asked can explain it.")
    lead.get_by_label("What you say to it").fill("The warranty pays for it.")
    lead.get_by_role("button", name="Refuse").click()
    expect(lead.get_by_text("Refused; who asked is told why.")).to_be_visible()
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    expect(panel(page)).to_contain_text("Refused")
    expect(panel(page)).to_contain_text("The warranty pays for it.")
    expect(page.locator("#thread")).to_contain_text("Goodwill: 80.00 EUR refused, which Ana Agent asked for")


def test_one_asked_too_many_is_offered_no_button_for_their_own_request(world, desk, ticket):
    made = ask(world, ticket)
    page = desk(world.ana, f"/decisions/{made.pk}/")
    expect(page.get_by_role("main")).to_contain_text("Asked: Lou Lead")
    expect(page.get_by_role("button", name="Grant")).to_have_count(0)


def test_a_missed_deadline_asks_the_next_level(world, desk, house, ticket):
    made = ask(world, ticket)
    remind_due(at=timezone.now() + timedelta(hours=3.5))
    pass_on_late(at=timezone.now() + timedelta(hours=5))
    tell()
    lead = desk(world.lead, "/views/mine/")
    lead.locator("#bell button").click()
    expect(lead.get_by_role("dialog", name="Notices")).to_contain_text(
        "deadline of a decision that waits for you comes near"
    )
    manager = desk(world.manager, "/views/mine/")
    manager.locator("#bell button").click()
    expect(manager.get_by_role("dialog", name="Notices")).to_contain_text("A decision waits for you")
    manager.get_by_role("dialog", name="Notices").get_by_text("A decision waits for you").click()
    panel(manager).get_by_role("link", name="Decide").click()
    expect(manager).to_have_url(f"{house.url}/decisions/{made.pk}/")
    manager.get_by_role("button", name="Grant").click()
    expect(manager.get_by_text("Granted; who asked is told.")).to_be_visible()
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    expect(page.locator("#thread")).to_contain_text("Nobody decided in time, so Mia Manager are asked")


def test_a_ticket_goes_up_by_rank_and_by_expertise_with_reason_and_note(world, desk, ticket, shot):
    law = create_skill("Consumer law", kind="other", by=world.manager)
    set_skill(world.ben, law, level=3, expires_on=None, by=world.manager)
    save_ladder(
        world.support, [Step(1, "lead"), Step(2, f"skill:{law.pk}", "What the law says")], by=world.manager
    )
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("menuitem", name="Escalate").or_(page.get_by_role("link", name="Escalate")).first.click()
    expect(page.get_by_text("Level 2: Consumer law")).to_be_visible()
    page.get_by_label("Why").fill("She asks for the purchase price")
    page.get_by_label("Hand-over note").fill("Two repairs failed.\nShe wrote kindly.")
    shot(page, "authority-escalating")
    page.get_by_role("button", name="Escalate").click()
    expect(page.locator("#thread")).to_contain_text(
        "Escalated to level 1 by Ana Agent because She asks for the purchase price"
    )
    expect(page.locator("#thread")).to_contain_text("Two repairs failed.")
    lead = desk(world.lead, f"/tickets/{ticket.pk}/")
    expect(panel(lead)).to_contain_text("Level 1")
    shot(lead, "authority-escalated")
    panel(lead).get_by_role("link", name="Further up").click()
    expect(lead.get_by_text("Level 1:")).to_have_count(0)
    lead.get_by_label("Why").fill("A lawyer writes")
    lead.get_by_role("button", name="Escalate").click()
    expect(lead.locator("#thread")).to_contain_text(
        "Escalated to level 2 by Lou Lead because A lawyer writes"
    )
    assert (
        Ticket.objects.get(pk=ticket.pk).assignee,
        Escalation.objects.filter(ended_at=None).get().level,
    ) == (world.ben, 2)
    ben = desk(world.ben, f"/tickets/{ticket.pk}/")
    panel(ben).get_by_text("Give it back").first.click()
    panel(ben).locator("#escalation-back").get_by_label("Why").fill("The law is clear: repair first")
    panel(ben).get_by_role("button", name="Give it back").click()
    expect(panel(ben)).not_to_contain_text("Level 2")
    expect(ben.locator("#thread")).to_contain_text("Ben Agent gave it back from level 2")


def test_who_is_kept_out_finds_no_trace(world, desk, house, ticket):
    secret = make_ticket(world.support, world.customer, subject="Zanzibar: Ben was rude", assignee=world.ben)
    make_message(secret, text="Zanzibar is where he told me to go.")
    made = ask(world, secret)
    page = desk(world.ben, "/views/all_open/")
    queue = page.get_by_role("region", name="Queue")
    expect(queue).to_contain_text("Zanzibar")
    lead = desk(world.lead, f"/tickets/{secret.pk}/")
    panel(lead).get_by_text("Kept out", exact=True).click()
    panel(lead).get_by_text("Keep a colleague out").click()
    panel(lead).get_by_label("Whom").select_option(label="Ben Agent")
    panel(lead).locator("#side-apart").get_by_label("Why").fill("The complaint is about him")
    panel(lead).get_by_role("button", name="Keep out").click()
    expect(panel(lead)).to_contain_text("The complaint is about him")
    assert Ticket.objects.get(pk=secret.pk).assignee is None
    for path in ("/views/all_open/", "/views/mine/", "/views/unassigned/", "/search/?q=zanzibar", "/decisions/",
                 f"/customers/{world.customer.pk}/"):  # fmt: skip
        page.goto(house.url + path)
        page.wait_for_timeout(300)
        assert "was rude" not in page.content(), path
    for path in (f"/tickets/{secret.pk}/", f"/decisions/{made.pk}/", f"/tickets/{secret.pk}/history/"):
        assert page.goto(house.url + path).status == 404, path
    page.goto(f"{house.url}/views/all_open/")
    expect(queue).to_contain_text("My wheel, a third time")
    open_palette(page)
    page.keyboard.type("zanzibar")
    page.wait_for_timeout(1500)
    assert "was rude" not in page.locator("#palette").inner_text()
    caller = ApiCaller(world.ben)
    assert caller.get(f"/tickets/{secret.pk}").status_code == 404
    assert caller.get(f"/decisions/{made.pk}").status_code == 404
    assert "rude" not in caller.get("/tickets").content.decode()


def test_a_field_beyond_the_limit_says_how_to_ask_and_is_filled_once_it_is_granted(
    world, desk, limits, ticket, shot
):
    create_field(
        "ticket", "money", FieldDetails("Refund paid", limits={"currencies": ["EUR"]}), by=world.owner
    )
    save_kind("Refund", key="refund", field="refund_paid", by=world.owner)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    fields = page.locator("#fields, .fields").first
    fields.get_by_text("Refund paid").first.click()
    fields.get_by_role("textbox").fill("80 EUR")
    fields.get_by_role("textbox").press("Enter")
    expect(page.get_by_text("It is more than the limit of 20.00 EUR.").first).to_be_visible()
    shot(page, "authority-field")
    lead = desk(world.lead, f"/decisions/{ask(world, ticket, kind='refund').pk}/")
    lead.get_by_role("button", name="Grant").click()
    expect(lead.get_by_text("Granted; who asked is told.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("complementary").or_(page.locator(".context")).first).to_contain_text("80.00 EUR")


def test_every_page_of_it_stands_at_three_widths_light_and_dark(world, desk, house, limits, ticket, shot):
    made = ask(world, ticket)
    set_limit(limits["refund"], LimitDetails(9000, "EUR"), agent=world.ana, by=world.owner)
    page = desk(world.manager, f"/decisions/{made.pk}/")
    for name, path in (
        ("case", f"/decisions/{made.pk}/"), ("list", "/decisions/"), ("budgets", "/budgets/"),
        ("limits", "/settings/limits/"), ("ladders", "/settings/ladders/"),
        ("ladder", f"/settings/ladders/{world.support.pk}/"), ("escalate", f"/tickets/{ticket.pk}/escalation/"),
    ):  # fmt: skip
        page.goto(house.url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for width, height, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            shot(page, f"authority-{name}-{width}-{scheme}")
        assert faults_of(page, LOOKS) == [], name
    assert Decision.objects.filter(state="waiting").count() == 1
    assert Message.objects.filter(ticket=ticket, is_public=False).count() == 0
