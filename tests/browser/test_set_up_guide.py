"""The hour of docs/set-up-your-service.md, walked by somebody new: each step where the document says, with its example."""

import pytest
from playwright.sync_api import expect

from careline.authority.models.escalation import LadderStep
from careline.authority.models.limit import Limit
from careline.authority.tests.conftest import kinds  # noqa: F401
from careline.feedback.queries.settings import feedback_settings
from careline.playbooks.models import Playbook
from careline.policies.models import ServicePolicy
from careline.promises.queries.settings import promise_settings
from careline.routing.models import RoutingQueue
from careline.rules.models import Rule
from careline.testing.world import make_ticket
from careline.workforce.models import AgentSkill, BusinessHours, HoursException

pytestmark = pytest.mark.timeout(240)
CHOSEN = {"Type"}


def hours(page):
    page.get_by_role("link", name="New hours").click()
    page.get_by_label("Name").fill("Shop")
    page.get_by_label("Public holidays of").select_option("DE")
    page.get_by_label("Region").select_option("BE")
    page.get_by_label("Monday").fill("09:00–12:30, 13:30–18:00")
    page.get_by_role("button", name="Copy Monday to Tuesday–Friday").click()
    page.get_by_label("Saturday").fill("09:00–14:00")
    expect(page.locator(".fortnight__example")).to_contain_text("is due on")
    save(page, "Shop")


def days_off(page):
    page.get_by_label("What it is").fill("Inventory")
    page.get_by_label("First day").fill("2030-12-04")
    page.get_by_label("Last day").fill("2030-12-05")
    page.get_by_label("Open").fill("14:00–18:00")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("main")).to_contain_text("Inventory")


def targets(page):
    page.get_by_role("button", name="Begin with the suggested policy").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("main").get_by_role("link", name="New policy").click()
    page.get_by_label("Name").fill("Complaints")
    page.get_by_role("button", name="Group of conditions").click()
    choose(page, "g0c0", "Type", "Complaint")
    expect(page.get_by_role("status").filter(has_text="Of the last")).to_be_visible()
    for priority in ("Urgent", "High", "Normal", "Low"):
        page.get_by_label(f"First response, {priority}").fill("45m")
    page.get_by_text("Warnings before it, and steps after").first.click()
    page.get_by_label("How long").first.fill("15m")
    page.get_by_label("Before or after").first.select_option(label="before")
    page.get_by_label("What is done").first.select_option(label="tell the assignee")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Ask “Complaints” earlier").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Complaints")


def skills(page):
    page.get_by_role("link", name="The list of skills").click()
    for name, kind in (("German", "Language"), ("E-bike drives", "Product")):
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Kind").select_option(label=kind)
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    page.get_by_role("link", name="Back").click()
    team(page)
    page.get_by_label("Ana Agent: E-bike drives").select_option("4")
    page.get_by_role("button", name="Save").click()


def capacity(page):
    page.get_by_label("Everybody, as usual: E-mail").fill("12")
    page.get_by_role("button", name="Save").click()
    team(page)
    page.get_by_label("Ben Agent: E-mail").fill("8")
    page.get_by_role("button", name="Save").click()


def routing(page):
    page.get_by_role("main").get_by_role("link", name="New queue").click()
    page.get_by_label("Name").fill("E-bike drives")
    page.get_by_role("button", name="Group of conditions").click()
    choose(page, "g0c0", "Subject", "battery")
    page.get_by_role("combobox", name="Team", exact=True).select_option(label="Support")
    page.get_by_role("combobox", name="Skill", exact=True).first.select_option(label="E-bike drives")
    page.get_by_label("Least level").first.select_option("2")
    page.get_by_label("What widens").select_option(label="The least important skill is let go, then the next")
    page.get_by_label("After minutes of business time").fill("60")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("E-bike drives")


def rules(page):
    page.get_by_role("main").get_by_role("link", name="New rule").click()
    page.get_by_label("Name").fill("Brakes are a matter of safety")
    page.get_by_label("What sets the rule off").select_option(label="A customer’s message arrives")
    choose(page, "g0c0", "Customer’s latest message (words)", "brake")
    page.locator("#act-0").get_by_label("Value").fill("safety")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Try on a ticket").click()
    page.get_by_label("Number of the ticket").fill(str(page.ticket))
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("heading", name="It would")).to_be_visible()
    open_settings(page, "Rules")
    page.get_by_role("button", name="Switch “Brakes are a matter of safety” on").click()
    expect(page.get_by_role("button", name="Switch “Brakes are a matter of safety” off")).to_be_visible()


def playbooks(page):
    page.locator(".lines__item", has_text="Damaged on arrival").get_by_role("link").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Save and follow it from now on").click()
    page.get_by_role("link", name="Try it out").click()
    expect(page.get_by_role("button", name="Go through")).to_be_visible()


def limits(page):
    page.get_by_label("Agent may decide alone: Refund").check()
    page.get_by_label("Agent, Refund: up to").fill("50 EUR")
    page.get_by_label("Agent, Refund: how often").fill("20")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_label("Agent, Refund: up to")).to_have_value("50.00 EUR")


def ladders(page):
    page.get_by_role("main").get_by_role("link", name="Support").click()
    page.get_by_label("Who stands on level 1").select_option(label="The team’s lead")
    page.get_by_label("Hours to decide on level 1").fill("4")
    page.get_by_label("Who stands on level 2").select_option(label="The managers")
    page.get_by_label("Hours to decide on level 2").fill("8")
    page.get_by_role("button", name="Save").click()


def promises(page):
    page.get_by_label("What nobody may promise").fill("full refund\nby Christmas")
    page.get_by_role("button", name="Save").click()


def complaints(page):
    page.get_by_label("Acknowledge a complaint within (days)").fill("1")
    page.get_by_label("Answer it within (days)").fill("5")
    page.get_by_role("button", name="Save").click()


STEPS = {
    "Business hours": hours,
    "Days off of the whole company": days_off,
    "Service targets": targets,
    "Skills": skills,
    "Capacity": capacity,
    "Routing": routing,
    "Rules": rules,
    "Playbooks": playbooks,
    "Limits": limits,
    "Ladders": ladders,
    "Promises": promises,
    "Complaints and upset customers": complaints,
}


def team(page):
    page.get_by_role("combobox", name="Team", exact=True).select_option(label="Support")
    page.get_by_role("button", name="Show").click()


def choose(page, place, field, value):
    """Say one condition: a field, and the value beside it, chosen or typed."""
    one = page.locator(f"#{place}")
    expect(one).to_be_visible()
    with page.expect_response(lambda answer: "/build/" in answer.url):
        one.get_by_label("Field").select_option(label=field)
    is_chosen = field in CHOSEN
    given = one.locator("select.condition__value" if is_chosen else "input.condition__value")
    if is_chosen:
        given.select_option(label=value)
    else:
        given.fill(value)
        given.press("Tab")


def save(page, name):
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text(name)


def open_settings(page, name):
    page.locator(".queue").get_by_role("link", name=name, exact=True).click()


def follow(page):
    """Go to each place by the buttons of the guide, as a lead with the document beside them would."""
    for name, do in STEPS.items():
        page.goto(page.start + "/settings/")
        page.get_by_role("main").get_by_role("link", name="Set up your service").click()
        page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        do(page)


@pytest.mark.slow(seconds=30)
@pytest.mark.usefixtures("kinds")
def test_the_hour_can_be_walked_as_it_is_written(world, desk):
    ticket = make_ticket(world.support, world.customer, subject="Brake", text="My brake has no pressure.")
    page = desk(world.owner, "/settings/")
    page.start, page.ticket = page.url.split("/settings")[0], ticket.pk
    follow(page)
    assert BusinessHours.objects.get(name="Shop").week[0] == [[540, 750], [810, 1080]]
    assert HoursException.objects.get().name == "Inventory"
    assert ServicePolicy.objects.order_by("position").first().name == "Complaints"
    assert AgentSkill.objects.get().level == 4
    assert RoutingQueue.objects.get().after_minutes == 60
    assert Rule.objects.get().is_active
    assert Playbook.objects.get().published
    assert Limit.objects.get().most_minor == 5000
    assert LadderStep.objects.filter(team=world.support).count() == 2
    assert promise_settings().never_words == ["full refund", "by Christmas"]
    assert (feedback_settings().acknowledge_days, feedback_settings().respond_days) == (1, 5)
