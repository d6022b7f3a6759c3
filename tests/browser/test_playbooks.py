"""A playbook is followed in a real browser: suggested, guided step by step, its wording in the answer, its words wanted."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import careline.playbooks
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.playbooks.models import Run
from careline.testing.world import make_ticket

LIBRARY = Path(careline.playbooks.__file__).parent / "library"


@pytest.fixture
def ticket(world):
    text = (LIBRARY / "damaged-on-arrival.yaml").read_text()
    publish(create_playbook(text, by=world.owner), by=world.owner)
    return make_ticket(
        world.support,
        world.customer,
        subject="The lamp arrived broken",
        text="The glass is shattered.",
        assignee=world.ana,
    )


def test_a_damaged_parcel_is_put_right_step_by_step(world, desk, ticket, shot):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    panel = page.locator("#side-playbooks")
    shot(page, "playbook-suggested")
    panel.get_by_role("button", name="Damaged on arrival").click()
    expect(panel.locator(".playbook__now")).to_have_text("Apologise and say what happens next")
    panel.get_by_role("button", name="Put into the answer").click()
    field = page.locator(".composer__text--reply[data-rich]")
    expect(field).to_contain_text("I’m sorry that your order arrived damaged")
    expect(field).to_contain_text("Hello Carla")
    shot(page, "playbook-wording")
    panel.get_by_role("button", name="Said").click()
    expect(panel.locator(".playbook__now")).to_have_text("Find out what happened")
    panel.get_by_label("As a consumer").check()
    panel.get_by_role("group", name="Did the customer choose").get_by_label("No").check()
    panel.get_by_label("The product can’t be used").check()
    panel.get_by_label("When was it delivered?").fill(ticket.created_at.date().isoformat())
    panel.get_by_label("A new one", exact=True).check()
    panel.get_by_role("group", name="Do we have a new one").get_by_label("Yes").check()
    shot(page, "playbook-facts")
    panel.get_by_role("button", name="Write down").click()
    expect(panel.locator(".playbook__outcome")).to_contain_text("Send a new one at our cost")
    expect(panel.locator(".playbook__law")).to_contain_text("Directive (EU) 2019/771, Article 13")
    expect(page.locator("#thread")).to_contain_text("The playbook says Send a new one at our cost")
    expect(panel.locator(".playbook__now")).to_have_text("Order the new one")
    panel.get_by_label("What proves it").fill("Order 4711")
    shot(page, "playbook-decided")
    panel.get_by_role("button", name="Done").click()
    expect(panel.locator(".playbook__now")).to_have_text("Tell that a new one is on its way")
    panel.get_by_role("button", name="Said").click()
    panel.get_by_role("button", name="It came").click()
    panel.get_by_label("What proves it").fill("Claim 12")
    panel.get_by_role("button", name="Done").click()
    expect(panel).to_contain_text("Finished")
    assert Run.objects.get().outcome == "replacement"
    found = Axe().run(page, context="#side-playbooks").response["violations"]
    assert found == []


def test_words_that_must_not_be_said_and_those_that_are_missing_are_told_before_sending(
    world, desk, ticket, shot
):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("#side-playbooks").get_by_role("button", name="Damaged on arrival").click()
    expect(page.locator(".playbook__now")).to_be_visible()
    page.locator(".composer__text--reply").click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.type("Please contact the courier.")
    page.keyboard.press("Control+Enter")
    warning = page.locator("[data-warning]")
    expect(warning).to_contain_text("contact the courier")
    expect(warning).to_contain_text("The playbook asks for: An apology")
    shot(page, "playbook-warning")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("Please contact the courier.")


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("wide", 1440, "light"), ("dark", 1440, "dark"), ("phone", 390, "light")]
)
def test_a_lead_writes_one_with_the_check_and_the_flow_beside_it(
    world, desk, ticket, shot, name, width, scheme
):
    page = desk(world.lead, "/settings/playbooks/", width=width, scheme=scheme)
    shot(page, f"playbooks-list-{name}")
    page.get_by_role("link", name="Damaged on arrival").click()
    expect(page.locator(".flow svg")).to_be_visible()
    expect(page.locator("#playbook-checked")).to_contain_text("288 combinations")
    shot(page, f"playbooks-edit-{name}")
    field = page.locator("[name=text]")
    field.fill(field.input_value().replace("then: business_case", "then: business", 1))
    expect(page.locator(".playbook-findings")).to_contain_text("There is no outcome “business”.")
    page.locator(".playbook-findings__place").first.click()
    chosen = field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "then: business"
    shot(page, f"playbooks-errors-{name}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found] == []
