"""A rule is built in a real browser: what it would find is seen while it is built; switched on, it runs, and says why."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from procrastinate.contrib.django.models import ProcrastinateJob

import careline.playbooks
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.contracts import Step
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.rules.models import Rule
from careline.rules.queries.ready import forget_rules
from careline.rules.tasks import run_rules
from careline.rules.tests.test_running import take_in
from careline.testing.world import make_ticket
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.models import Priority

LIBRARY = Path(careline.playbooks.__file__).parent / "library"


def work() -> None:
    """What the worker would do."""
    for job in ProcrastinateJob.objects.filter(status="todo", task_name="careline.rules").order_by("pk"):
        run_rules(**job.args)


def test_a_rule_is_built_previewed_tried_switched_on_and_explains_itself(world, desk, shot):
    ticket = make_ticket(world.support, world.customer, subject="Refund please", assignee=world.ana)
    make_ticket(world.support, world.customer, subject="A question about wheels")
    page = desk(world.owner, "/settings/rules/")
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("Name").fill("Refunds first")
    page.get_by_label("What sets the rule off").select_option(label="The priority changes")
    condition = page.locator("#g0c0")
    condition.get_by_label("Field").select_option("subject")
    expect(condition.get_by_label("Value")).to_have_attribute("type", "text")
    condition.get_by_label("Value").fill("refund")
    condition.get_by_label("Value").press("Tab")
    expect(page.get_by_role("status").filter(has_text="Of the last")).to_contain_text(
        "Of the last 2 tickets that you may see 1 would have matched"
    )
    page.get_by_text("See them").click()
    expect(page.locator("#fits")).to_contain_text("Refund please")
    page.locator("#act-0").get_by_label("Value").fill("refund")
    page.get_by_role("button", name="Action", exact=True).click()
    second = page.locator("#act-1")
    second.get_by_label("What is done").select_option("note")
    expect(second.get_by_label("Words")).to_be_visible()
    second.get_by_label("Words").fill("Look into the order first")
    shot(page, "rule-form")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refunds first")
    rule = Rule.objects.get()
    page.get_by_role("link", name="Try on a ticket").click()
    page.get_by_label("Number of the ticket").fill(str(ticket.pk))
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("heading", name="It would run")).to_be_visible()
    shot(page, "rule-trial")
    page.goto(page.url.split("/settings/")[0] + "/settings/rules/")
    page.get_by_role("button", name="Switch “Refunds first” on").click()
    expect(page.get_by_role("button", name="Switch “Refunds first” off")).to_be_visible()
    shot(page, "rules")
    assert Axe().run(page).response["violations"] == []

    forget_rules()
    set_priority(ticket, Priority.HIGH, by=world.ana)
    work()
    page.goto(page.url.split("/settings/")[0] + f"/tickets/{ticket.pk}/")
    thread = page.locator("#thread")
    expect(thread).to_contain_text(
        "Rule “Refunds first”, version 1; because Subject contains: refund ✓; did: Add tags: refund"
    )
    expect(thread).to_contain_text("Look into the order first")
    shot(page, "rule-on-ticket")
    thread.get_by_role("link", name="Rule “Refunds first”").click()
    expect(page.get_by_role("heading", name="Because")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Subject contains: refund")
    shot(page, "rule-run")
    assert rule.runs.count() == 1


def test_a_rule_starts_a_playbook_and_escalates_and_its_run_stands_on_the_ticket(world, desk, shot):
    publish(
        create_playbook((LIBRARY / "damaged-on-arrival.yaml").read_text(), by=world.owner), by=world.owner
    )
    save_ladder(world.support, [Step(1, f"agent:{world.ben.pk}")], by=world.manager)
    page = desk(world.owner, "/settings/rules/new/")
    page.get_by_label("Name").fill("Damaged parcels")
    condition = page.locator("#g0c0")
    condition.get_by_label("Field").select_option("message")
    expect(condition.get_by_label("Value")).to_have_attribute("type", "text")
    condition.get_by_label("Value").fill("broken, shattered")
    condition.get_by_label("Value").press("Tab")
    first = page.locator("#act-0")
    first.get_by_label("What is done").select_option(label="Start a playbook")
    expect(first.get_by_label("Value")).to_contain_text("Damaged on arrival")
    first.get_by_label("Value").select_option(label="Damaged on arrival")
    page.get_by_role("button", name="Action", exact=True).click()
    second = page.locator("#act-1")
    second.get_by_label("What is done").select_option(label="Escalate")
    second.get_by_label("How far").select_option(label="to level 1")
    second.get_by_label("Hand-over note").fill("Please call them today")
    second.get_by_label("Hand-over note").press("Tab")
    expect(second.get_by_label("Hand-over note")).to_have_value("Please call them today")
    expect(second.get_by_role("button", name="Remove this action")).to_have_text("")
    shot(page, "rule-playbook-form")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Damaged parcels")
    page.goto(page.url.split("/settings/")[0] + "/settings/rules/")
    page.get_by_role("button", name="Switch “Damaged parcels” on").click()
    expect(page.get_by_role("button", name="Switch “Damaged parcels” off")).to_be_visible()

    forget_rules()
    ticket = take_in(world, text="The lamp arrived broken", subject="Lamp")
    work()
    page = desk(world.ben, f"/tickets/{ticket.pk}/")
    panel = page.locator("#side-playbooks")
    expect(panel.locator(".playbook__now")).to_have_text("Apologise and say what happens next")
    thread = page.locator("#thread")
    expect(thread).to_contain_text("A rule started the playbook Damaged on arrival")
    expect(thread).to_contain_text("did: Start a playbook: Damaged on arrival, Escalate: to level 1")
    expect(thread).to_contain_text("Please call them today")
    shot(page, "rule-playbook-ticket")
    thread.get_by_role("link", name="Rule “Damaged parcels”").click()
    expect(page.locator("#main")).to_contain_text("Start a playbook: Damaged on arrival")
    shot(page, "rule-playbook-run")
