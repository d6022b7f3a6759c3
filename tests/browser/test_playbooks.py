"""A playbook is followed in a real browser: suggested, guided step by step, its wording in the answer, its words wanted."""

import re
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import careline.playbooks
from careline.accounts.models import Agent
from careline.authority.models import Decision
from careline.core.models import Event
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.playbooks.models import Run
from careline.testing.world import make_ticket
from careline.tickets.models import Status, Ticket

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
    with page.expect_response(
        lambda answer: "playbooks/wording" in answer.url
    ):  # the script comes with the first run
        panel.get_by_role("button", name="Damaged on arrival").click()
    expect(panel.locator(".playbook__now")).to_have_text("Apologise and say what happens next")
    page.wait_for_timeout(300)
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
    assert Axe().run(page, context="#side-playbooks").response["violations"] == []
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
    assert Axe().run(page).response["violations"] == []


@pytest.mark.timeout(300)
def test_who_has_the_authority_solves_without_it_and_says_why(radhaus, desk, shot):
    ticket = radhaus.ticket("Refund for the wrong helmet")
    page = desk(radhaus.person("Mirela"), f"/tickets/{ticket.pk}/")
    page.get_by_role("button", name="Solve", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("follow a playbook to its end")
    shot(page, "playbook-skipped")
    dialog.get_by_role("textbox").fill("They called; all is well")
    dialog.get_by_role("button", name="Solve").click()
    wait_for(lambda: Ticket.objects.get(pk=ticket.pk).status == Status.SOLVED)
    skipped = Event.objects.get(name="playbook.skipped")
    assert (skipped.subject, skipped.data["reason"]) == (f"ticket:{ticket.pk}", "They called; all is well")
