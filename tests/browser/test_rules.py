"""Rules of the demo company: built with what they would find in sight, tried, switched on, run, explained, changed and taken back."""

import re
from itertools import count

from playwright.sync_api import expect

from careline.channels import intake
from careline.channels.configured import forget_inboxes
from careline.channels.models import Arrival, Inbox
from careline.channels.protocol import NewArrival
from careline.rules.queries.ready import forget_rules
from careline.rules.tests.conftest import work
from careline.testing.inboxes import make_mail
from tests.browser.faults import faults_of

_origin = count(1)
FIELDS = {
    "Status", "Priority", "Assignee", "Organisation", "Sender", "Language", "Customer’s latest message (words)",
    "Business hours are open now", "What is owed", "Nearest target", "Playbook stands", "Part", "Goodwill",
    "Customer value",
}  # fmt: skip
SAYS_WHY = (
    "Rule “Belts first”, version 1; because All of these hold: Customer’s latest message (words) has any of: belts ✓,"
    " Language is one of: en ✓, and: None of these holds: Customer value is more than: 1000 EUR ✗;"
    " did: Add tags: child, Write an internal note: Nobody rides before we looked"
)


def write(team, words, *, subject):
    """A customer's mail comes in, and the rules do what they do; the number of its ticket."""
    forget_inboxes()
    forget_rules()
    inbox = Inbox.objects.get(team=team)
    mail = make_mail(words, sender="Rika Storm <rika@storm-post.example>", to=inbox.address, subject=subject)
    ids = intake.accept([NewArrival(inbox.pk, f"walk:{next(_origin)}", mail, envelope={})])
    intake.drain_once()
    work()
    return Arrival.objects.get(pk=ids[0]).ticket_id


def choose(condition, field, value, *, op=None):
    """Ask in a row of conditions about a field whose value is typed."""
    condition.get_by_label("Field").select_option(label=field)
    expect(condition.get_by_label("Value")).to_have_attribute("type", "text")
    if op:
        condition.get_by_label("How it is compared").select_option(label=op)
    condition.get_by_label("Value").fill(value)
    condition.get_by_label("Value").press("Tab")


def switch_on(page, name):
    """Publish a rule from the list."""
    page.get_by_role("button", name=f"Switch “{name}” on").click()
    expect(page.get_by_role("button", name=f"Switch “{name}” off")).to_be_visible()


def build(page):
    """Build a rule in its form, and see what it would have found while it is built."""
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("Name").fill("Belts first")
    first, found = page.locator("#g0c0"), page.get_by_role("status").filter(has_text="Of the last")
    assert {*first.get_by_label("Field").locator("option").all_inner_texts()} >= FIELDS
    before = found.inner_text()
    choose(first, "Customer’s latest message (words)", "belts")  # in the mail: one belt
    expect(found).not_to_have_text(before)
    page.get_by_role("button", name="Condition", exact=True).click()
    choose(page.locator("#g0c1"), "Language", "en")
    page.get_by_role("button", name="Group of conditions").click()
    page.get_by_label("What must hold in this group").nth(1).select_option(label="None of these holds")
    choose(page.locator("#g1c0"), "Customer value", "1000 EUR", op="is more than")
    expect(found).to_have_text(re.compile(r"Of the last \d+ tickets that you may see 1 would have matched"))
    page.get_by_text("See them").click()
    expect(page.locator("#fits").get_by_role("link")).to_have_count(1)
    expect(page.locator("#fits")).to_contain_text("Child seat: belt will not click")
    page.locator("#act-0").get_by_label("Value").fill("child")
    page.get_by_role("button", name="Action", exact=True).click()
    note = page.locator("#act-1")
    note.get_by_label("What is done").select_option(label="Write an internal note")
    note.get_by_label("Words").fill("Nobody rides before we looked")


def test_a_rule_is_built_tried_switched_on_put_in_order_explained_changed_and_taken_back(radhaus, desk, shot):
    seat, flat = radhaus.ticket("Child seat"), radhaus.ticket("Puncture again")
    page = desk(radhaus.person("Mirela"), "/settings/rules/")
    order = page.locator("tbody th .link")
    shipped = ["Brakes are a matter of safety", "Money back is for Orders", "Solved for four days: closed"]
    expect(order).to_have_text(shipped)
    build(page)
    shot(page, "rule-form")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("It is switched off.")

    page.get_by_role("link", name="Try on a ticket").click()
    page.get_by_label("Number of the ticket").fill(str(flat.pk))
    page.get_by_label("Number of the ticket").press("Enter")
    expect(page.get_by_role("heading", name="It would not run")).to_be_visible()
    page.get_by_label("Number of the ticket").fill(str(seat.pk))
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("heading", name="It would run")).to_be_visible()
    tried = page.locator(".rule-reasons").first
    expect(tried).to_contain_text("and: None of these holds")
    expect(tried.locator("li").filter(has_text="Language")).to_contain_text(
        "holds: Language is one of: en (found: en)"
    )
    expect(tried.locator("li").filter(has_text="Customer value")).to_contain_text("does not hold:")
    shot(page, "rule-trial")

    page.locator("#main").get_by_role("link", name="Rules", exact=True).click()
    switch_on(page, "Belts first")
    page.get_by_role("button", name="Run “Belts first” earlier").focus()
    page.keyboard.press("Enter")
    expect(order).to_have_text([*shipped[:2], "Belts first", shipped[2]])
    expect(page.get_by_role("button", name="Run “Belts first” earlier")).to_be_focused()
    shot(page, "rules")

    number = write(
        radhaus.team("Workshop"),
        "One of the belts of the child seat is torn. What can I do now?",
        subject="Seat",
    )
    start = page.url.split("/settings/")[0]
    page.goto(f"{start}/tickets/{number}/history/")
    expect(page.get_by_role("main")).to_contain_text(SAYS_WHY)
    page.goto(f"{start}/tickets/{number}/")
    thread = page.locator("#thread")
    expect(thread).to_contain_text(SAYS_WHY)
    shot(page, "rule-on-ticket")
    thread.get_by_role("link", name="Rule “Belts first”").click()
    expect(page.get_by_role("heading", name="Because")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Write an internal note: Nobody rides before we looked")
    shot(page, "rule-run")

    page.get_by_role("link", name="Change the rule").click()
    page.locator("#act-0").get_by_label("Value").fill("child, safety")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Belts first", exact=True).click()
    page.get_by_role("link", name="Versions").click()
    expect(page.locator("ins")).to_have_text("Add tags: child, safety")
    expect(page.locator("del")).to_have_text("Add tags: child")
    assert faults_of(page) == []
    shot(page, "rule-versions")
    page.get_by_role("button", name="Take version 1 again").click()
    expect(page.get_by_role("heading", name="Version 3 runs now")).to_be_visible()
    expect(page.locator("ins").first).to_have_text("Add tags: child")


def test_a_colleague_s_click_sets_a_rule_off_that_starts_a_playbook_and_escalates(radhaus, desk, shot):
    page = desk(radhaus.person("Mirela"), "/settings/rules/new/")
    page.get_by_label("Name").fill("Urgent at Orders")
    page.get_by_label("What sets the rule off").select_option(label="The priority changes")
    urgent = page.locator("#g0c0")
    urgent.get_by_label("Field").select_option(label="Priority")
    expect(urgent.get_by_label("Value")).to_contain_text("Urgent")
    urgent.get_by_label("Value").select_option(label="Urgent")
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
    assert faults_of(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Urgent at Orders")
    page.goto(page.url.split("/settings/")[0] + "/settings/rules/")
    switch_on(page, "Urgent at Orders")

    ticket = radhaus.ticket("Order 20377")
    page = desk(radhaus.person("Ana"), f"/tickets/{ticket.pk}/")
    page.keyboard.press("p")
    page.locator("#priority").get_by_role("button", name="Urgent").click()
    expect(page.locator("#thread")).to_contain_text("Ana Kovač set the priority to Urgent")
    forget_rules()
    work()
    page.reload()
    panel, thread = page.locator("#side-playbooks"), page.locator("#thread")
    expect(panel.locator(".playbook__now")).to_have_text("Apologise and say what happens next")
    expect(thread).to_contain_text("A rule started the playbook Damaged on arrival")
    expect(thread).to_contain_text("did: Start a playbook: Damaged on arrival, Escalate: to level 1")
    expect(thread).to_contain_text("Please call them today")
    shot(page, "rule-playbook-ticket")
