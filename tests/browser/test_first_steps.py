"""The newcomer's first ten minutes: set-up, a mailbox of a real server, the team left for later, the first answer."""

import email.message
import imaplib
import shutil
import time

import pytest
from playwright.sync_api import expect

from careline.testing import dovecot
from careline.testing.installation import installation
from careline.testing.smtp_peer import smtp_peer

pytestmark = [
    pytest.mark.slow(seconds=46),
    pytest.mark.timeout(300),
    pytest.mark.peers,
    pytest.mark.skipif(dovecot.program() is None, reason="Dovecot is not installed here"),
]
ADDRESS = "support@radhaus.example"


@pytest.fixture
def server():
    server = dovecot.make_dovecot()
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.home, ignore_errors=True)


def write(server, words, number):
    """A customer's mail arrives in the mailbox."""
    mail = email.message.EmailMessage()
    mail["From"], mail["To"] = "Heike Brandstetter <heike@kita.example>", ADDRESS
    mail["Subject"], mail["Message-ID"] = "Brake", f"<{number}@kita.example>"
    mail.set_content(words)
    client = server.mailbox(ADDRESS)
    client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), mail.as_bytes())
    client.logout()


def set_up(page, desk):
    page.goto(desk.url)
    page.get_by_label("Name of your company").fill("Radhaus Lindner")
    page.get_by_label("Your name").fill("Mirela Popa")
    page.get_by_label("Your e-mail").fill("mirela@radhaus.example")
    page.get_by_label("Password").fill("correct horse battery staple")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("heading", name="Getting started")).to_be_visible()


def connect(page, server, world, password):
    """Fill in the mailbox: on this machine nothing tells its servers, so that they are named."""
    page.get_by_label("Address").fill(ADDRESS)
    page.get_by_label("Password").fill(password)
    if not page.locator("[name=incoming_host]").is_visible():
        page.get_by_text("Servers (found by themselves, mostly)").click()
    for name, value in (
        ("incoming_host", "127.0.0.1"), ("incoming_port", server.imap), ("outgoing_host", world.host),
        ("outgoing_port", world.port),
    ):  # fmt: skip
        page.locator(f"[name={name}]").fill(str(value))
    for name in ("incoming_security", "outgoing_security"):
        page.locator(f"[name={name}]").select_option("none")
    page.get_by_role("button", name="Connect").click()


def test_a_newcomer_comes_to_the_first_answered_ticket_by_the_pages_alone(chromium, server):
    with smtp_peer(user=ADDRESS, password=dovecot.PASSWORD) as world, installation() as desk:
        desk.move_in().start()
        page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        set_up(page, desk)

        connect(page, server, world, "not the password")
        expect(page.get_by_role("alert").first).to_contain_text("refuses this user name or password")
        connect(page, server, world, dovecot.PASSWORD)
        expect(page.get_by_text(f"Mail to {ADDRESS} becomes tickets.")).to_be_visible()

        page.goto(desk.url)  # they leave, and come back
        page.get_by_role("link", name="Go on with the first steps").click()
        page.get_by_role("button", name="Later").click()
        expect(page.get_by_text("It appears here within a minute.")).to_be_visible()

        opening = page.get_by_role("link", name="Open ticket")
        for look in range(60):
            if opening.is_visible():
                break
            if look % 4 == 3:  # what came before the mailbox was first looked into stays mail
                write(server, "The rear brake has no pressure.", look)
            page.wait_for_timeout(1500)
            page.goto(f"{desk.url}/start/")
        opening.click()
        page.wait_for_selector("#composer[data-ready]")
        page.keyboard.press("r")
        page.wait_for_selector(".composer__text[data-rich]")
        page.keyboard.type("Please do not ride it.")
        page.keyboard.press("Control+Enter")

        answer = world.wait_for(1, seconds=40)[0].parsed
        assert "do not ride it" in answer.get_body(("plain",)).get_content()
        page.goto(f"{desk.url}/start/")
        expect(page.get_by_text("the desk is open")).to_be_visible()
