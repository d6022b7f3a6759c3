"""The whole way: the house is opened in a browser, a customer writes, an agent answers, the customer answers again."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import expect

from careline.testing.installation import installation
from careline.testing.smtp_peer import smtp_peer

SHOTS = Path(__file__).parents[2] / "artefacts" / "screenshots"
ADDRESS = "support@radhaus.example"
pytestmark = [pytest.mark.timeout(300), pytest.mark.slow(seconds=38)]


def written(words, **headers):
    """A mail of the customer."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Heike Brandstetter <heike@kita.example>", ADDRESS
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail


def post(desk, mail):
    with smtplib.SMTP("127.0.0.1", desk.smtp_port, timeout=20) as client:
        client.send_message(mail)


def set_up(page, desk):
    page.goto(desk.url)
    page.get_by_label("Name of your company").fill("Radhaus Lindner")
    page.get_by_label("Your name").fill("Mirela Popa")
    page.get_by_label("Your e-mail").fill("mirela@radhaus.example")
    page.get_by_label("Password").fill("correct horse battery staple")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("heading", name="Getting started")).to_be_visible()
    page.goto(desk.url)
    expect(page.locator(".queue")).to_be_visible()


def test_a_customer_is_answered_in_their_own_thread_and_answers_into_ours(chromium):
    SHOTS.mkdir(parents=True, exist_ok=True)
    with smtp_peer() as world, installation() as desk:
        desk.move_in().start()
        page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        set_up(page, desk)
        added = desk.run(
            *("inbox", "add", ADDRESS, "--smtp-host", world.host, "--smtp-port", str(world.port)),
            *("--smtp-security", "none"),
        )
        assert added.returncode == 0, added.stderr
        post(desk, written("The rear brake has no pressure.", Subject="Brake", Message_ID="<1@kita.example>"))
        page.get_by_text("Heike Brandstetter").first.click()  # arrived without a reload
        expect(page.get_by_role("article").get_by_text("no pressure")).to_be_visible()

        page.wait_for_selector("#composer[data-ready]")
        page.keyboard.press("r")
        page.wait_for_selector(".composer__text[data-rich]")
        page.keyboard.type("I am sorry. Please do not ride it, we fetch it on Friday.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("article").get_by_text("we fetch it on Friday")).to_be_visible()
        answer = world.wait_for(1, seconds=40)[0].parsed
        assert answer["To"].addresses[0].addr_spec == "heike@kita.example"
        assert answer["In-Reply-To"] == "<1@kita.example>"
        assert "we fetch it on Friday" in answer.get_body(("plain",)).get_content()

        thanks = written("Friday is fine!", Subject="Re: Brake", In_Reply_To=answer["Message-ID"])
        post(desk, thanks)
        expect(page.get_by_role("article").get_by_text("Friday is fine!")).to_be_visible(timeout=20_000)
        page.screenshot(path=SHOTS / "whole-house.png")
        expect(page.locator(".queue .row")).to_have_count(1)
