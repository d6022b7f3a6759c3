"""Service targets of the demo company in a browser: a contract's policy by hand, what it comes to on tickets, and mistakes."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from careline.core.models import Event
from careline.policies.actions.fire_due import fire_due
from careline.policies.models import ServicePolicy
from careline.policies.tests.test_hours_moved import run_jobs
from careline.tickets.models import Ticket
from careline.tickets.models.interval import Interval
from careline.workforce.queries import calendar_of, forget_hours, hours_for
from tests.browser.faults import faults_of

LOOKS = ((1440, 900, "dark"), (1024, 768, "light"), (390, 844, "dark"))
HOUR = 3600
CONTRACT = "Hohenlohe Consulting"


def wide_again(page):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def say_times(page, target, words):
    for priority in ("Urgent", "High", "Normal", "Low"):
        page.get_by_label(f"{target}, {priority}").fill(words)


def say_step(rows, place, when, side, what):
    rows.get_by_label("How long").nth(place).fill(when)
    rows.get_by_label("Before or after").nth(place).select_option(side)
    rows.get_by_label("What is done").nth(place).select_option(label=what)


def ask_for_the_contract(page):
    """A condition on the organisation; the page says what it would have found."""
    page.get_by_role("button", name="Group of conditions").click()
    one = page.locator("#g0c0")
    with page.expect_response(lambda answer: "/build/" in answer.url):
        one.get_by_label("Field").select_option(label="Organisation")
    with page.expect_response(lambda answer: "/build/" in answer.url):
        one.locator("input.condition__value").fill(CONTRACT)
        one.locator("input.condition__value").press("Tab")
    expect(page.locator("#builder")).to_contain_text("tickets that you may see 0 would have matched")


def build_policy(page, shot):
    """Times by priority, pauses, warnings and steps; what is wrong is said beside its field, and nothing typed is lost."""
    page.get_by_role("main").get_by_role("link", name="New policy").click()
    ask_for_the_contract(page)
    say_times(page, "First response", "6h")
    page.get_by_label("First response, Normal").fill("soonish")
    page.get_by_label("On hold").check()
    page.get_by_label("Hours", exact=True).select_option("calendar")
    first, taken = (page.locator("tbody", has_text=kind) for kind in ("First response", "First assignment"))
    first.get_by_text("Warnings before it").click()
    first.get_by_label("How long").fill("5h 50m")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#t-first_response-2-error")).to_contain_text("“soonish” is no length of time")
    expect(page.locator("#s-first_response-0-error")).to_have_text("Choose what is done.")
    expect(page.get_by_label("On hold")).to_be_checked()
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    assert faults_of(page, LOOKS) == []
    wide_again(page)
    page.get_by_label("First response, Normal").fill("6h")
    say_step(first, 0, "5h 50m", "before", "tell Mirela Popa")
    say_times(page, "First assignment", "10m")
    say_times(page, "Resolution", "3d")
    say_step(taken, 0, "0", "after", "raise the priority by one")
    taken.get_by_role("button", name="One more").click()
    expect(taken.get_by_label("How long")).to_have_count(2)
    say_step(taken, 1, "1m", "after", "give it to the team Workshop")
    page.get_by_label("Name", exact=True).fill("Contract")
    shot(page, "policy")
    page.get_by_role("button", name="Save").click()


def join(page, start, customer_id):
    """The customer joins the organisation of the contract, by hand."""
    page.goto(f"{start}/customers/{customer_id}/edit/")
    page.get_by_label("Organisation").fill(CONTRACT)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text(CONTRACT)


def work():
    """What the worker does: compute anew what was put in line, and do what is due, whatever was due before included."""
    forget_hours()
    run_jobs()
    while fire_due():
        pass


def test_a_contract_is_written_put_first_and_kept_to_warned_and_escalated_each_once(radhaus, desk, shot):
    ticket = radhaus.ticket("Angebot für 14 Diensträder")
    work()  # what its story left to do
    page = desk(radhaus.person("Mirela"), "/settings/targets/")
    start = page.url.split("/settings")[0]
    names = page.locator("tbody th a")
    expect(names).to_have_text(["Accidents and complaints", "For everybody"])
    build_policy(page, shot)
    expect(names).to_have_text(["Accidents and complaints", "For everybody", "Contract"])
    page.get_by_role("button", name="Ask “Contract” earlier").click()
    page.get_by_role("button", name="Ask “Contract” earlier").click()
    expect(names).to_have_text(["Contract", "Accidents and complaints", "For everybody"])
    expect(page.get_by_role("button", name="Ask “Contract” earlier")).to_be_disabled()
    expect(page.get_by_role("row").nth(1)).to_contain_text(f"Organisation is one of: {CONTRACT.lower()}")
    assert faults_of(page, LOOKS) == []
    wide_again(page)
    assert ServicePolicy.objects.get(name="Contract").pauses == [3, 4]

    work()  # nobody belongs to that organisation yet
    join(page, start, ticket.customer_id)
    work()
    page.goto(f"{start}/tickets/{ticket.pk}/")
    panel, thread = page.locator("#clocks"), page.locator("#thread")
    expect(panel).to_contain_text(
        f"By the policy “Contract”: it is the first that fits: Organisation is one of: {CONTRACT.lower()}."
    )
    expect(panel).to_contain_text(re.compile(r"First response.*6 h from .* → ", re.DOTALL))
    expect(thread).to_contain_text("First response: 5 h 50 min left, due")
    expect(thread).to_contain_text("First assignment was missed: it was due")
    expect(thread).to_contain_text("First assignment is late by 1 min: the next step of its policy was taken")
    expect(page.locator(f"#row-{ticket.pk} [data-clock=late][data-due]")).to_be_visible()
    expect(page.locator(".ticket__head")).to_contain_text("High")
    expect(page.locator(".ticket__head")).to_contain_text("Workshop")
    shot(page, "clocks-escalated")
    page.goto(f"{start}/tickets/{ticket.pk}/history/")
    expect(page.get_by_role("main")).to_contain_text("what is known of the customer was changed")
    before = Event.objects.filter(subject=f"ticket:{ticket.pk}").count()
    work()
    assert Event.objects.filter(subject=f"ticket:{ticket.pk}").count() == before, (
        "nothing is told or done twice"
    )


def test_the_ticket_says_what_is_owed_and_why_stands_still_goes_on_and_takes_a_due_date_by_hand(
    radhaus, desk, shot
):
    waits, late = radhaus.ticket("Leasing: wer ist"), radhaus.ticket("Refund for the wrong helmet")
    page = desk(radhaus.person("Ana"), f"/tickets/{waits.pk}/")
    start, panel = page.url.split("/tickets")[0], page.locator("#clocks")
    row = page.locator(f"#row-{waits.pk} [data-clock=paused]")

    # Pending pauses, and says how much is left; back it goes on, and that time is subtracted.
    expect(panel).to_contain_text(re.compile(r"paused, .* left"))
    assert "it is the customer’s move" in row.get_attribute("title")
    shot(page, "queue-paused")
    less = ", less .* in which the clock stood still" if business_seconds_stood(waits) > 60 else ""
    set_status(page, "Open")
    expect(panel).to_contain_text(re.compile(rf"of business hours from .*{less}.* → "))
    expect(row).to_have_count(0)
    expect(page.locator(f"#row-{waits.pk} [data-due]")).to_be_visible()
    was_due = Ticket.objects.get(pk=waits.pk).due_at

    # By hand: mistakes lose nothing; the nearest counts; taken back, the promise counts again.
    panel.get_by_text("Set a due date").click()
    panel.get_by_label("Due", exact=True).fill("whenever")
    panel.get_by_label("Why", exact=True).fill("She leaves at noon")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#target-when-error")).to_contain_text("Write for example tomorrow")
    expect(panel.get_by_label("Why", exact=True)).to_have_value("She leaves at noon")
    assert faults_of(page, LOOKS, "#clocks") == []
    wide_again(page)
    panel.get_by_label("Due", exact=True).fill("in 2 hours")
    panel.get_by_role("button", name="Set", exact=True).press("Enter")
    expect(panel.locator("#side-clocks > summary")).to_be_focused()
    expect(panel).to_contain_text("Due date set by hand")
    expect(panel).to_contain_text("She leaves at noon")
    expect(page.locator("#thread")).to_contain_text("Ana Kovač set this due")
    shot(page, "due-by-hand")
    assert Ticket.objects.get(pk=waits.pk).due_at < timezone.now() + timedelta(hours=3)
    panel.get_by_role("button", name="Take back").click()
    expect(panel).not_to_contain_text("Due date set by hand")
    assert Ticket.objects.get(pk=waits.pk).due_at == was_due

    # What was missed is red in the row, in the panel, and stands in the conversation.
    page.goto(f"{start}/tickets/{late.pk}/")
    expect(panel).to_contain_text("By the policy “Accidents and complaints”: it is the first that fits")
    expect(panel.locator(".target[data-clock=late]", has_text="First response")).to_contain_text("missed")
    expect(page.locator(f"#row-{late.pk} [data-clock=late][data-due]")).to_be_visible()
    expect(page.locator("#thread")).to_contain_text("First response was missed: it was due")
    assert faults_of(page, LOOKS) == []


def business_seconds_stood(ticket):
    """What is subtracted once it goes on: nothing on a long weekend."""
    forget_hours()
    since = Interval.objects.get(ticket=ticket, kind="status", ended_at=None).started_at
    return calendar_of(hours_for(team_id=ticket.team_id)).between(since, timezone.now())


def set_status(page, word):
    """Set the status by its key."""
    page.keyboard.press("Escape")
    page.locator("body").press("s")
    page.locator("#status").get_by_role("button", name=word).click()
