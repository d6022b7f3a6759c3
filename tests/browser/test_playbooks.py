"""Playbooks on the demo company: written, suggested, followed step by step by several, decided by limits, required, recorded."""

import re
import time

import pytest
from playwright.sync_api import expect

from careline.accounts.models import Agent
from careline.authority.models import Decision
from careline.core.models import Event
from careline.tickets.models import Priority, Status, Ticket
from tests.browser.faults import violations_of

pytestmark = pytest.mark.slow(seconds=40)

BOOK = """\
playbook: lost-key
title: {en: "Lost key"}
about: {en: "A key of a lock is lost."}
languages: [en]
applies: {words: {en: [key]}}
facts:
  channel:
    ask: {en: "How did they write?"}
    kind: choice
    source: look_up
    look_up: ticket.channel
    choices: {email: {en: "By mail"}, form: {en: "By the form"}, chat: {en: "In the chat"}, phone: {en: "By phone"}}
  wrote_on: {ask: {en: "When did they write?"}, kind: date, source: look_up, look_up: ticket.created}
  has_number: {ask: {en: "Do they have its number?"}, kind: yes_no, source: ask}
  number: {ask: {en: "Which number stands on the lock?"}, kind: text, source: ask}
decision:
  rows:
    - {when: {has_number: yes}, then: cut, why: {en: "A key is cut by its number."}, law: [right]}
    - {when: {has_number: no, wrote_on: at most 14 days}, then: look, why: {en: "Without the number somebody must look."}}
    - {when: {has_number: no, wrote_on: more than 14 days}, then: look, why: {en: "It waited too long."}}
outcomes:
  cut: {title: {en: "Have a key cut"}, kind: replacement, first: order}
  look: {title: {en: "Have somebody look"}, kind: escalation, first: hand}
steps:
  hello:
    kind: say
    title: {en: "Say that we help"}
    within: 4h
    text: {en: "Hello {{customer.first_name|there}},\\n\\nI’m sorry that it is lost. We’ll help."}
    next: find_out
  find_out: {kind: ask, title: {en: "Find out about the lock"}, facts: [channel, wrote_on, has_number, number], next: decide}
  order: {kind: do, title: {en: "Order the key"}, evidence: file, action: {add_tags: [key]}, next: wait}
  wait: {kind: wait, title: {en: "Wait for the key"}, for: supplier, at_most: 2d, next: check, late: hand}
  check: {kind: check, title: {en: "Look whether it fits"}, question: {en: "Does it fit?"}, if_yes: end, if_no: hand}
  hand: {kind: hand_over, title: {en: "Give it to the others"}, to: Orders, note: {en: "Please open the lock."}, next: end}
must_say:
  - {title: {en: "An apology"}, words: {en: [sorry]}}
must_not_say:
  - {why: {en: "Keys get lost."}, words: {en: [your own fault]}}
law:
  right: {title: {en: "Spare parts are sold for seven years"}, source: "Directive (EU) 2024/1799, Article 5", country: EU}
"""
FLAWS = {
    "  order: {": '  forgotten: {kind: do, title: {en: "Forgotten"}, next: end}\n  order: {',
    "wrote_on: more than 14 days": "wrote_on: more than 20 days",
    "    - {when: {has_number: yes}": '    - {when: {has_number: yes, channel: chat}, then: look, why: {en: "X"}}\n    - {when: {has_number: yes}',
    "if_yes: end": "if_yes: wait",
    'note: {en: "Please open the lock."}, next: end': 'note: {en: "Please open the lock."}, next: wait',
}
TOLD = (
    "This step can’t be reached.",
    "No row fits: channel: email, wrote_on: from 15 days to less than 21 days ago, has_number: no",
    "Rows 1 and 2 contradict each other: channel: chat",
    "There is no way out from here: the end can’t be reached.",
)


def flawed():
    text = BOOK
    for good, bad in FLAWS.items():
        text = text.replace(good, bad)
    return text


def looked_at(page, shot, name):
    """See the page on a desk, a small window and a phone, in both schemes: nothing scrolls sideways; axe at the ends."""
    for width, scheme in ((1440, "light"), (1024, "dark"), (390, "dark"), (390, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        shot(page, f"{name}-{width}-{scheme}")
        if (width, scheme) in ((1440, "light"), (390, "dark")):
            assert violations_of(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.timeout(300)
def test_a_lead_writes_one_which_is_suggested_and_followed_by_two_to_its_end(radhaus, desk, shot):
    lead = desk(radhaus.person("Mirela"), "/settings/playbooks/")
    complaint = lead.get_by_role("row").filter(has_text="Complaint (ISO 10002)")
    expect(complaint).to_contain_text("complaint")
    shot(lead, "playbooks-list")
    lead.get_by_role("link", name="New playbook").click()
    expect(lead).to_have_url(re.compile("/playbooks/new/"))
    lead.reload()  # a page that came by a click listens to its fields a moment after it is seen
    field = lead.locator("[name=text]")
    expect(lead.locator(".flow svg")).to_contain_text("Find out")  # of the beginning that is offered
    field.fill(flawed())
    for words in TOLD:
        finding = lead.locator(".playbook-findings li", has_text=words).first
        expect(finding.locator(".playbook-findings__place")).to_have_text(re.compile(r"^\d+:\d+$"))
    lead.locator(".playbook-findings li", has_text=TOLD[0]).get_by_role("button").click()
    chosen = field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen.startswith("forgotten: {kind: do")
    expect(lead.locator(".flow svg")).to_contain_text("Forgotten")
    looked_at(lead, shot, "playbooks-errors")
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.locator("#toasts, .toast").first).to_contain_text("Saved as version 1")
    lead.get_by_role("button", name="Save and follow it from now on").click()
    expect(lead.locator("#main")).to_contain_text("it can’t be followed")
    field.fill(BOOK)
    expect(lead.locator("#playbook-checked")).to_contain_text(
        "Each of the 4 combinations of facts has its outcome."
    )
    expect(lead.locator(".flow svg")).not_to_contain_text("Forgotten")
    lead.get_by_label("What is different, and why").fill("Without the gaps")
    lead.get_by_role("button", name="Save and follow it from now on").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Lost key")
    looked_at(lead, shot, "playbooks-edit")
    lead.get_by_role("link", name="Versions").click()
    expect(lead.get_by_role("row").filter(has_text="followed")).to_contain_text("Without the gaps")
    lead.get_by_role("link", name="version 2").click()
    expect(lead.locator(".playbook-diff__remove").filter(has_text="Forgotten")).to_be_visible()
    looked_at(lead, shot, "playbooks-compared")

    ticket = radhaus.ticket("Key of the battery lock lost")
    address = f"/tickets/{ticket.pk}/"
    page = desk(radhaus.person("Jonas"), address)
    panel = page.locator("#side-playbooks")
    shot(page, "playbook-suggested")
    panel.get_by_role("button", name="Lost key").click()
    now_at(panel, "Say that we help")
    expect(panel).to_contain_text("version 2")
    expect(panel.locator(".playbook__step time")).to_be_visible()
    first = ticket.customer.name.split()[0]
    expect(panel.locator(".playbook__words")).to_contain_text(f"Hello {first},")
    written = page.locator(".composer__text--reply")
    written.click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.type("It is your own fault.")
    page.keyboard.press("Control+Enter")
    warning = page.locator("[data-warning]")
    expect(warning).to_contain_text("your own fault")
    expect(warning).to_contain_text("The playbook asks for: An apology")
    shot(page, "playbook-warning")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    panel.get_by_role("button", name="Put into the answer").click()
    expect(written).to_contain_text(f"Hello {first},")
    expect(written).to_contain_text("I’m sorry that it is lost")
    panel.get_by_role("button", name="Said").click()
    now_at(panel, "Find out about the lock")
    expect(panel.get_by_role("group", name="How did they write?")).to_contain_text("The desk knows this")
    expect(panel.get_by_role("group", name="How did they write?").locator(":checked")).to_have_count(1)
    expect(panel.get_by_role("group", name="Do they have its number?")).to_contain_text("ask the customer")
    shot(page, "playbook-facts")

    panel.get_by_label("Which number stands on the lock?").fill("KX 44")
    other = desk(radhaus.person("Nele"), address).locator("#side-playbooks")
    other.get_by_role("group", name="Do they have its number?").get_by_label("Yes").check()
    other.get_by_role("button", name="Write down").click()
    # By itself: what a colleague found out is asked no more, and what was being written stays.
    expect(panel.locator(".playbook__step .field")).to_have_count(1)
    expect(panel.get_by_label("Which number stands on the lock?")).to_have_value("KX 44")
    panel.get_by_role("button", name="Write down").click()
    expect(panel.locator(".playbook__outcome")).to_contain_text("Have a key cut")
    now_at(panel, "Order the key")
    now_at(other, "Order the key")
    expect(panel.locator(".playbook__law")).to_contain_text("Directive (EU) 2024/1799, Article 5 (EU)")
    expect(panel).to_contain_text("With it the ticket gets: Tags: key")
    panel.get_by_role("button", name="Done").click()
    expect(page.locator("#toasts")).to_contain_text("This step needs evidence")
    panel.get_by_label("Upload a file that proves it").set_input_files(
        {"name": "order.txt", "mimeType": "text/plain", "buffer": b"KX 44"}
    )
    panel.get_by_role("button", name="Done").click()
    now_at(panel, "Wait for the key")
    expect(page.locator("#context")).to_contain_text("key")
    panel.get_by_role("button", name="It came").click()
    now_at(panel, "Look whether it fits")
    panel.get_by_role("button", name="No", exact=True).click()
    now_at(panel, "Give it to the others")
    looked_at(page, shot, "playbook-hand-over")
    panel.get_by_role("button", name="Hand over").click()
    expect(panel).to_contain_text("Finished")
    wait_for(lambda: Ticket.objects.get(pk=ticket.pk).team == radhaus.team("Orders"))

    lead.goto(lead.url.split("versions/")[0] + "runs/")
    expect(lead.locator("#main")).to_contain_text("followed to the end: 1")
    expect(lead.locator("#main")).to_contain_text("Half of them took at most one hour.")
    looked_at(lead, shot, "playbooks-followed")
    lead.get_by_role("link", name="Record").click()
    record = lead.locator(".playbook-record")
    for words in (
        "Began with version 2",
        "KX 44",
        "Nele",
        "Row 1 of the decision",
        "order.txt",
        "Look whether it fits",
        "Jonas",
    ):
        expect(record).to_contain_text(words)
    looked_at(lead, shot, "playbook-record")


def wait_for(holds, seconds=12):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def now_at(panel, words):
    expect(panel.locator(".playbook__step .playbook__now").first).to_have_text(words)


@pytest.mark.timeout(300)
def test_a_complaint_of_the_demo_company_is_followed_to_its_end_over_a_check_an_approval_and_a_wait(
    radhaus, desk, shot
):
    ticket = radhaus.ticket("Refund for the wrong helmet")
    page = desk(radhaus.person("Ana"), f"/tickets/{ticket.pk}/")
    solve = page.get_by_role("button", name="Solve", exact=True)
    solve.click()
    expect(page.locator("#toasts")).to_contain_text("follow a playbook to its end")
    panel = page.locator("#side-playbooks")
    panel.get_by_role("button", name="Complaint").click()
    now_at(panel, "Acknowledge it today")
    expect(panel.locator(".playbook__step time")).to_be_visible()
    panel.get_by_role("button", name="Said").click()
    now_at(panel, "Judge its weight")
    panel.get_by_label("A loss or a broken promise").check()
    panel.get_by_role("group", name="Is it about one of us").get_by_label("No").check()
    panel.get_by_label("What does the customer want").fill("The money, and a word")
    panel.get_by_role("button", name="Write down").click()
    now_at(panel, "Is it clear what happened?")
    panel.get_by_role("button", name="No", exact=True).click()
    now_at(panel, "Investigate: hear everybody, read everything")
    panel.get_by_role("button", name="Done").click()
    expect(page.locator("#toasts")).to_contain_text("This step needs evidence")
    panel.get_by_label("Upload a file that proves it").set_input_files(
        {"name": "list.txt", "mimeType": "text/plain", "buffer": b"returned on the 3rd"}
    )
    shot(page, "playbook-evidence")
    panel.get_by_role("button", name="Done").click()
    now_at(panel, "Judge it")
    panel.get_by_label("Wholly").check()
    panel.get_by_label("Which loss did the customer have?").fill("80")
    panel.get_by_role("button", name="Write down").click()
    now_at(panel, "Decide on this before it goes on")
    expect(panel).to_contain_text("More than you may decide alone")
    shot(page, "playbook-decide")
    assert violations_of(page, "#side-playbooks") == []
    panel.get_by_label("How much, in EUR").fill("60")
    panel.get_by_role("button", name="Ask for the decision").click()
    now_at(panel, "This waits for a decision")
    shot(page, "playbook-waits-for-a-decision")

    decision = Decision.objects.get(ticket=ticket, state="waiting")
    lead = Agent.objects.get(pk=decision.approver_ids[0])
    case = desk(lead, f"/decisions/{decision.pk}/")
    case.get_by_role("button", name="Grant").click()
    expect(case).to_have_url(re.compile(r"/decisions/$"))

    now_at(panel, "Put it right")  # by itself: the page hears of it
    expect(panel).to_contain_text(f"Decided by {lead.name}: 60.00 EUR")
    panel.get_by_label("What proves it", exact=True).fill("Voucher 12")
    panel.get_by_role("button", name="Done").click()
    now_at(panel, "Answer with what was found and done")
    panel.get_by_role("button", name="Said").click()
    now_at(panel, "Wait whether the customer is content")
    panel.get_by_role("button", name="It came").click()
    now_at(panel, "Is the customer content?")
    panel.get_by_role("button", name="Yes", exact=True).click()
    now_at(panel, "Write down what we learn from it")
    panel.get_by_label("What proves it", exact=True).fill("Refunds are looked at each Friday")
    panel.get_by_role("button", name="Done").click()
    expect(panel).to_contain_text("Finished")
    expect(page.locator("#thread")).to_contain_text("was followed to its end")
    expect(panel.locator(".playbook__offer", has_text="Complaint")).to_have_count(0)
    page.wait_for_timeout(1000)  # what stands above the thread learns of the new version
    solve.click()
    dialog = page.get_by_role(
        "dialog"
    )  # no playbook speaks against it any more, a promise that was broken does
    expect(dialog).to_contain_text("is promised by")
    expect(dialog).not_to_contain_text("playbook")
    dialog.get_by_role("textbox").fill("Paid by voucher")
    dialog.get_by_role("button", name="Solve").click()
    wait_for(lambda: Ticket.objects.get(pk=ticket.pk).status == Status.SOLVED)
    assert not Event.objects.filter(name="playbook.skipped").exists()
    page.goto(f"{page.url.split('/tickets/')[0]}/tickets/{ticket.pk}/")
    panel.locator("summary").first.click()
    panel.get_by_role("link", name="Complaint").click()
    expect(page.locator(".playbook-record")).to_contain_text("list.txt")
    expect(page.locator(".playbook-record")).to_contain_text("Voucher 12")
    shot(page, "playbook-record")
    assert violations_of(page) == []


@pytest.mark.timeout(300)
def test_one_that_is_restricted_is_named_to_nobody_else_and_who_has_the_authority_solves_without_one_and_says_why(
    radhaus, desk, shot
):
    ticket = radhaus.ticket("Refund for the wrong helmet")
    page = desk(radhaus.person("Mirela"), f"/tickets/{ticket.pk}/")
    panel = page.locator("#side-playbooks")
    panel.get_by_text("Follow another playbook").click()
    panel.locator("#playbook-other [name=key]").select_option(label="Suspected fraud on an account")
    panel.get_by_role("button", name="Start").click()
    now_at(panel, "Stop the harm first: lock the account, hold open orders")
    wait_for(lambda: Ticket.objects.get(pk=ticket.pk).priority == Priority.URGENT)
    ana = desk(radhaus.person("Ana"), f"/tickets/{ticket.pk}/")
    expect(ana.locator("#side-playbooks")).to_contain_text("A restricted playbook is or was followed here")
    expect(ana.locator("#thread")).to_contain_text("started the playbook a restricted playbook")
    expect(ana.locator("#main")).not_to_contain_text("fraud", ignore_case=True)
    page.get_by_role("button", name="Solve", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("follow a playbook to its end")
    shot(page, "playbook-skipped")
    dialog.get_by_role("textbox").fill("They called; all is well")
    dialog.get_by_role("button", name="Solve").click()
    wait_for(lambda: Ticket.objects.get(pk=ticket.pk).status == Status.SOLVED)
    skipped = Event.objects.get(name="playbook.skipped")
    assert (skipped.subject, skipped.data["reason"]) == (f"ticket:{ticket.pk}", "They called; all is well")
