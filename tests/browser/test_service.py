"""A day on the demo company, through every part that keeps its word: a furious mail comes in by the wire, and ends in the figures."""

import re
import smtplib
import time
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from careline.feedback.actions.follow_messages import follow_messages
from careline.testing.installation import free_port
from tests.browser.conftest import wait_until_still
from tests.browser.test_composer import say

pytestmark = [pytest.mark.timeout(400), pytest.mark.slow(seconds=90)]
WORDS = (
    "The battery is dead again, for the second time in three weeks. This is UNACCEPTABLE!!! I am fed up, nobody answers,"
    " and I want a refund of 120 € for the repair, or my lawyer will write to you."
)


@pytest.fixture
def shop(house, radhaus):
    """The demo company in the running house, with a worker that has the built-in receiver."""
    follow_messages()  # moods are read from here on
    house.smtp_port = free_port()
    house.environment["CARELINE_SMTP_LISTEN"] = f"127.0.0.1:{house.smtp_port}"
    worker = house.start("worker")
    yield house
    del house.environment["CARELINE_SMTP_LISTEN"]
    house.running.remove(worker)
    worker.terminate()
    worker.wait(20)
    wait_until_still()


def write(shop, words, *, subject):
    """A customer's mail, by the wire."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "Rika Storm <rika@storm-post.example>",
        "workshop@radhaus.example",
        subject,
    )
    mail["Message-ID"] = "<storm-1@storm-post.example>"
    mail.set_content(words)
    with until_it_listens(shop) as client:
        client.send_message(mail)


def until_it_listens(shop, seconds=30):
    """A connection to the built-in receiver, which the worker opens a moment after the pages are there."""
    end = time.monotonic() + seconds
    while True:
        try:
            return smtplib.SMTP("127.0.0.1", shop.smtp_port, timeout=20)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def morning_of(lead, shop):
    """What needs a hand stands on a lead's pages: decisions, promises, complaints, people, figures."""
    expect(lead.get_by_role("main")).to_contain_text("Refund: 120.00 EUR")
    lead.goto(f"{shop.url}/promises/?whose=all")
    expect(lead.get_by_role("main")).to_contain_text("The refund of 79.90 €")
    lead.goto(f"{shop.url}/complaints/")
    expect(lead.get_by_role("main")).to_contain_text("Systemic: Price and billing, Human error")
    lead.get_by_role("link", name=re.compile("The refund was promised")).click()
    expect(lead.get_by_role("main")).to_contain_text("Complained before")
    lead.goto(f"{shop.url}/settings/workload/")
    expect(lead.get_by_role("row").filter(has_text="Emre Aydın")).to_contain_text("absent")


def see(page, words, seconds=90):
    """Look again until a page that doesn't renew itself says this: the worker computes figures a moment later."""
    end = time.monotonic() + seconds
    while not re.search(words, page.get_by_role("main").inner_text()):
        assert time.monotonic() < end, page.get_by_role("main").inner_text()[:500]
        page.wait_for_timeout(1000)
        page.reload()


def test_a_furious_mail_is_noticed_owed_routed_guided_decided_promised_kept_and_counted(
    shop, radhaus, desk, shot
):
    mirela = desk(radhaus.person("Mirela"), "/decisions/")
    morning_of(mirela, shop)
    shot(mirela, "service-morning")
    write(shop, WORDS, subject="Battery dead again")
    jonas = desk(radhaus.person("Jonas"))
    row = jonas.locator(".row", has_text="Rika Storm")
    expect(row).to_contain_text("Battery dead again", timeout=60_000)
    row.click()
    thread, side = jonas.locator("#thread"), jonas.locator(".context")

    # Noticed, with the words that show it; owed, with the reason; given to whom it belongs, with the reason.
    expect(thread).to_contain_text("sounds: Furious", timeout=60_000)
    expect(thread).to_contain_text("Routed to Jonas Petersen by “E-bike drives”", timeout=60_000)
    jonas.reload()
    expect(jonas.locator("#mood")).to_contain_text("Furious")
    expect(jonas.locator("#mood")).to_contain_text("unacceptable", ignore_case=True)
    expect(thread).to_contain_text("Rule “Money back is for Orders”")
    expect(side.locator("#side-clocks")).to_contain_text("First response")
    expect(side.locator("#side-clocks")).to_contain_text("For everybody")
    shot(jonas, "service-arrived")

    # Guided: the playbook's wording goes into the answer, and a promise beside it.
    side.get_by_role("button", name="Refund request").click()
    expect(side.locator(".playbook__now")).to_be_visible()
    side.get_by_role("button", name="Put into the answer").click()
    expect(jonas.locator(".composer__text--reply[data-rich]")).to_contain_text("Rika")
    say(jonas, " We'll call you tomorrow at 10:00.")
    jonas.get_by_role("button", name="Watch this promise").click()
    expect(side.locator("#side-promises")).to_contain_text("counts once you send it")
    send(jonas)
    expect(side.locator("#side-promises")).not_to_contain_text("counts once you send it")
    expect(side.locator("#side-clocks")).to_contain_text(re.compile("Next response|kept|in time"))
    shot(jonas, "service-promised")

    # Decided: more than an agent's limit; the lead has the case on one page.
    side.get_by_role("heading", name="Decisions").click()
    side.get_by_text("Grant refund, goodwill").click()
    form = side.locator("#decision-new")
    form.get_by_label("How much").fill("120 EUR")
    form.get_by_label("Why").fill("The second repair of one battery, and the first was ours.")
    form.get_by_role("button", name="Decide, or ask for it").click()
    expect(side.locator("#side-decisions")).to_contain_text("Waits for a decision")
    mirela.goto(f"{shop.url}/decisions/")
    mirela.get_by_role("link", name=re.compile("Battery dead again")).click()
    expect(mirela.get_by_role("main")).to_contain_text("Up to 50.00 EUR")
    shot(mirela, "service-case")
    mirela.get_by_role("button", name="Grant", exact=True).click()
    expect(side.locator("#side-decisions")).to_contain_text("Granted · Mirela Popa")

    # Kept, and solved: what is owed no more holds nobody up.
    side.locator("#side-promises").get_by_role("button", name="Kept").click()
    expect(side.locator("#side-promises")).to_contain_text("1 earlier promise")
    number = re.search(r"/tickets/(\d+)/", jonas.url)[1]
    jonas.keyboard.press("Escape")
    jonas.locator("body").press("e")
    expect(jonas.locator(".toast", has_text="Solved")).to_be_visible()
    shot(jonas, "service-solved")

    # Counted: the ticket's own figures, and those of the house.
    mirela.goto(f"{shop.url}/tickets/{number}/figures/")
    expect(
        mirela.locator("section", has_text="Full resolution time").get_by_role("row").nth(1)
    ).to_be_visible()
    mirela.goto(f"{shop.url}/insight/full_resolution/?days=7&time=calendar")
    see(mirela, "Battery dead again")
    mirela.goto(f"{shop.url}/insight/?days=90")
    see(mirela, r"1\d\d tickets were solved")
    shot(mirela, "service-figures")


def send(page):
    """Send, and once more where something is pointed out."""
    page.get_by_role("button", name="Send", exact=True).click()
    warning = page.locator("[data-warning]")
    if warning.is_visible():
        page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("article").filter(has_text="call you tomorrow")).to_be_visible()
