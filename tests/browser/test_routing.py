"""Routing in a real browser: a queue is set up in its form, a mail arrives and goes to who can, and the page says why."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from careline.accounts.actions.change_presence import change_presence
from careline.accounts.models import Agent
from careline.routing.contracts import Need
from careline.routing.models import RoutingQueue
from careline.routing.queries.queues import as_plan, forget_queues
from careline.routing.tests.conftest import make_queue, work
from careline.rules.tests.test_running import take_in
from careline.testing.world import make_customer, make_ticket
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.actions.set_capacity import set_capacity


@pytest.fixture
def skills(world):
    """Ana knows bells well, Ben a little, the lead is away; Law is known to nobody."""
    bells, law = (create_skill(name, kind="product", by=world.manager) for name in ("Bells", "Law"))
    for person, level in ((world.ana, 4), (world.ben, 1), (world.lead, 5)):
        set_skill(person, bells, level=level, expires_on=None, by=world.manager)
    change_presence(world.lead, presence=Agent.Presence.AWAY)
    return bells, law


def test_a_queue_is_set_up_and_a_mail_goes_to_who_can_take_it(world, desk, skills, shot):
    make_ticket(world.support, world.customer, subject="The bell rattles")
    page = desk(world.manager, "/settings/routing/")
    page.get_by_role("link", name="New queue").click()
    page.get_by_label("Name").fill("Bells")
    condition = page.locator("#g0c0")
    if not condition.count():
        page.get_by_role("button", name="Condition").first.click()
    condition.get_by_label("Field").select_option("subject")
    expect(condition.get_by_label("Value")).to_have_attribute("type", "text")
    condition.get_by_label("Value").fill("bell")
    condition.get_by_label("Value").press("Tab")
    expect(page.get_by_role("status").filter(has_text="Of the last")).to_contain_text("1 would have matched")
    page.get_by_text("See them").click()
    expect(page.locator("#fits").get_by_role("link", name="The bell rattles")).to_have_attribute(
        "target", "_blank"
    )
    page.locator("[name=team]").select_option(label="Support")
    needs = page.locator("#queue-needs")
    needs.get_by_label("Skill").first.select_option(label="Law")
    needs.get_by_role("button", name="One more").click()
    expect(needs.get_by_label("Skill")).to_have_count(2)
    needs.get_by_label("Skill").nth(1).select_option(label="Bells")
    needs.get_by_label("Least level").nth(1).select_option("3")
    needs.get_by_role("button", name="One more").click()
    needs.get_by_role("button", name="More important").nth(1).click()
    expect(needs.get_by_label("Skill").first.locator("option:checked")).to_have_text("Bells")
    needs.get_by_role("button", name="Ask for it no more").nth(1).click()
    expect(needs.get_by_label("Skill").nth(1).locator("option:checked")).to_have_text("no further skill")
    expect(page.get_by_label("The other team")).to_be_hidden()
    page.get_by_label("What widens").select_option("team")
    page.get_by_label("After minutes of business time").fill("30")
    page.get_by_label("The other team").select_option(label="Workshop")
    shot(page, "routing-form")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#main")).to_contain_text("Bells, level 3")
    shot(page, "routing-queues")
    plan = as_plan(RoutingQueue.objects.get())
    assert [need.least for need in plan.needs] == [3] and plan.overflow_team_id == world.workshop.pk

    forget_queues()
    ticket = take_in(world, subject="My bell is silent")
    work()
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    thread = page.locator("#thread")
    expect(thread).to_contain_text("Routed to Ana Agent by “Bells”: knows Bells (level 4), least loaded")
    expect(thread).not_to_contain_text("assigned this to")
    shot(page, "routed-ticket")


def open_explained(page, ticket, queue):
    """The page that explains who could take a ticket, once the web process has heard of a queue: within five seconds."""
    page.goto(page.url.split("/tickets/")[0] + f"/tickets/{ticket.pk}/routing/")
    for _ in range(20):
        if page.get_by_text(f"The queue “{queue}” takes it.").count():
            return
        page.wait_for_timeout(500)
        page.reload()


def test_beside_a_ticket_that_waits_stands_who_could_take_it_and_why_not_the_others(
    world, desk, skills, shot
):
    bells, _law = skills
    set_capacity(world.ana, "email", most=0, by=world.manager)
    make_queue(world, "Bells first", needs=(Need(bells.pk, 3),))
    ticket = make_ticket(world.support, make_customer("Kim Lee"), subject="My bell is silent")
    work()
    page = desk(world.ben, f"/tickets/{ticket.pk}/")
    open_explained(page, ticket, "Bells first")
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Ana Agent")).to_contain_text("has enough for now")
    expect(rows.filter(has_text="Ben Agent")).to_contain_text("Bells: level 1, asked for is 3")
    expect(rows.filter(has_text="Lea")).to_contain_text("away")
    for name, width, scheme in (("wide", 1440, "light"), ("dark", 1024, "dark"), ("phone", 390, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        shot(page, f"routing-candidates-{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(page.url.removesuffix("routing/"))
    beside = page.locator("#side-routing")
    expect(beside).to_contain_text("Waits in “Bells first”")
    set_capacity(world.ana, "email", most=5, by=world.manager)
    beside.get_by_role("link", name="Who could take it").click()
    expect(rows.filter(has_text="Ana Agent")).to_contain_text("Gets it: least loaded (0 of 5)")
