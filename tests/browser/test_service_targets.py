"""Service targets in a browser: hours, days off and policies set up by hand, what they come to on a ticket, and mistakes."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.models import Clock, ServicePolicy
from careline.policies.queries.policies import forget_policies
from careline.testing.world import make_ticket
from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Status, Ticket
from careline.workforce.models import BusinessHours, HoursException
from tests.browser.faults import faults_of

LOOKS = ((1440, 900, "light"), (1440, 900, "dark"), (1024, 768, "light"), (1024, 768, "dark"), (390, 844, "light"), (390, 844, "dark"))  # fmt: skip
HOUR = 3600


def unfold(page):
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


def wide_again(page):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def test_hours_with_lunch_holidays_of_a_region_and_an_exception_are_set_up_and_mistakes_lose_nothing(
    world, desk, shot
):
    page = desk(world.manager, "/settings/hours/new/")
    page.get_by_label("Name").fill("Workshop hours")
    page.get_by_label("Public holidays of").select_option("DE")
    page.get_by_label("Region").select_option("SN")
    page.get_by_label("Monday").fill("9-12:30, 13:30-18, 17-19")
    page.get_by_label("Saturday").fill("10-14")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_day_0_error")).to_have_text("13:30–18:00 and 17:00–19:00 overlap.")
    expect(page.get_by_label("Name")).to_have_value("Workshop hours")
    expect(page.get_by_label("Saturday")).to_have_value("10-14")
    expect(page.get_by_label("Region")).to_have_value("SN")
    assert faults_of(page, LOOKS) == [] and not BusinessHours.objects.exists()
    wide_again(page)
    page.get_by_label("Monday").fill("9-12:30, 13:30-18")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Workshop hours", level=1)).to_be_visible()
    expect(page.get_by_label("Monday")).to_have_value("09:00–12:30, 13:30–18:00")
    page.get_by_role("link", name="Add days").click()
    page.get_by_label("What it is").fill("Late opening")
    day = timezone.localdate() + timedelta(days=3)
    page.get_by_label("First day").fill(day.isoformat())
    page.get_by_label("Last day").fill((day - timedelta(days=1)).isoformat())
    page.get_by_label("Open").fill("10-20")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#id_last_day_error")).to_contain_text("The last day comes before the first.")
    expect(page.get_by_label("Open")).to_have_value("10-20")
    assert faults_of(page, LOOKS) == []
    wide_again(page)
    page.get_by_label("Last day").fill("")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#preview")).to_contain_text("Late opening")
    expect(page.locator("#preview")).to_contain_text("10:00–20:00")
    shot(page, "hours-with-exception")
    assert HoursException.objects.get().last_day == day
    assert faults_of(page, LOOKS) == []


def test_a_policy_is_built_with_times_by_priority_pauses_warnings_and_steps_and_mistakes_lose_nothing(
    world, desk, shot
):
    page = desk(world.manager, "/settings/targets/new/")
    page.get_by_label("First response, Urgent").fill("30 m")
    page.get_by_label("First response, Normal").fill("soonish")
    page.get_by_label("Resolution, Urgent").fill("8h")
    page.get_by_label("On hold").check()
    first = page.locator("tbody", has_text="First response")
    first.get_by_text("Warnings before it").click()
    first.get_by_label("How long").fill("10m")
    page.get_by_role("button", name="Save").click()
    name = page.get_by_label("Name", exact=True)
    expect(page.locator("#t-first_response-2-error")).to_contain_text("“soonish” is no length of time")
    expect(page.locator("#s-first_response-0-error")).to_have_text("Choose what is done.")
    expect(page.get_by_label("On hold")).to_be_checked()
    expect(page.get_by_label("First response, Urgent")).to_have_value("30 m")
    unfold(page)
    assert faults_of(page, LOOKS) == []
    wide_again(page)
    page.get_by_label("First response, Normal").fill("4h")
    first.get_by_label("What is done").first.select_option(label="tell the assignee")
    first.get_by_role("button", name="One more").click()
    expect(first.get_by_label("How long")).to_have_count(2)
    first.get_by_label("How long").last.fill("1h")
    first.get_by_label("Before or after").last.select_option("after")
    first.get_by_label("What is done").last.select_option(label="raise the priority by one")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#name-error")).to_have_text("A policy needs a name.")
    name.fill("Contract customers")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Contract customers")
    made = ServicePolicy.objects.get()
    target = made.targets.get(kind="first_response")
    assert (target.urgent_seconds, target.normal_seconds, target.high_seconds) == (1800, 4 * HOUR, None)
    assert made.pauses == [3, 4] and [(one["offset"], one["do"]) for one in target.steps] == [
        (-600, "notify"), (3600, "raise"),
    ]  # fmt: skip
    page.goto(page.url.split("/settings")[0] + f"/settings/targets/{made.pk}/")
    unfold(page)
    shot(page, "policy")
    assert faults_of(page, LOOKS) == []


def test_policies_are_put_in_order_by_their_buttons(world, desk):
    for place, name in enumerate(("For everybody", "Contract"), 1):
        made = ServicePolicy.objects.create(name=name, position=place)
        made.targets.create(kind="resolution", normal_seconds=8 * HOUR)
    page = desk(world.manager, "/settings/targets/")
    names = page.locator("tbody th a")
    expect(names).to_have_text(["For everybody", "Contract"])
    assert faults_of(page, LOOKS) == []
    wide_again(page)
    page.get_by_role("button", name="Ask “Contract” earlier").click()
    expect(names).to_have_text(["Contract", "For everybody"])
    expect(page.get_by_role("button", name="Ask “Contract” earlier")).to_be_disabled()
    assert [*ServicePolicy.objects.order_by("position").values_list("name", flat=True)] == [
        "Contract",
        "For everybody",
    ]


@pytest.fixture
def ticket(world):
    contract = ServicePolicy.objects.create(name="Contract", conditions={"match": "all", "groups": [
        {"match": "all", "conditions": [{"field": "priority", "op": "is", "value": ["normal"]}]}]})  # fmt: skip
    contract.targets.create(kind="resolution", normal_seconds=8 * HOUR)
    forget_policies()
    made = make_ticket(world.support, world.customer, subject="The brake squeals")
    with transaction.atomic():
        keep_clocks([made.pk])
    return made


def test_the_ticket_says_what_is_owed_why_and_since_when_and_takes_a_due_date_by_hand_and_back(
    world, desk, ticket, shot
):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    panel = page.locator("#clocks")
    expect(panel).to_contain_text("Resolution")
    expect(panel).to_contain_text("8 h of business hours from")
    expect(panel).to_contain_text(
        "By the policy “Contract”: it is the first that fits: Priority is one of: Normal."
    )
    panel.get_by_text("Set a due date").click()
    panel.get_by_label("Due", exact=True).fill("whenever")
    panel.get_by_label("Why", exact=True).fill("She leaves at noon")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#target-when-error")).to_contain_text("Write for example tomorrow")
    expect(panel.get_by_label("Why", exact=True)).to_have_value("She leaves at noon")
    assert faults_of(page, LOOKS, "#clocks") == []
    wide_again(page)
    panel.get_by_label("Due", exact=True).fill("in 2 hours")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(panel).to_contain_text("Due date set by hand")
    expect(panel).to_contain_text("She leaves at noon")
    shot(page, "due-by-hand")
    assert Ticket.objects.get(pk=ticket.pk).due_at < timezone.now() + timedelta(hours=3)
    panel.get_by_role("button", name="Take back").click()
    expect(panel).not_to_contain_text("Due date set by hand")
    assert Clock.objects.get(kind="manual").state == "cancelled"
    assert Ticket.objects.get(pk=ticket.pk).due_at > timezone.now() + timedelta(hours=3)


def test_the_queue_says_that_clocks_stand_still_with_what_is_left(world, desk, ticket, shot):
    set_status(ticket, Status.PENDING, by=world.ana)
    page = desk(world.ana, "/views/all-open/")
    row = page.locator(f"#row-{ticket.pk}")
    expect(row.locator("[data-clock=paused]")).to_contain_text("paused")
    assert "it is the customer’s move" in row.locator("[data-clock=paused]").get_attribute("title")
    shot(page, "queue-paused")
    assert faults_of(page, LOOKS) == []
