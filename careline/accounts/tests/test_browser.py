"""A real browser, under the real policy: set-up, log in, authenticator app, passkey."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from careline.accounts.models import Company
from careline.testing.world import PASSWORD, make_agent

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def context(chromium) -> BrowserContext:
    return chromium.new_context()


@pytest.fixture
def page(context) -> Page:
    page = context.new_page()
    page.complaints = []
    page.on(
        "console", lambda said: page.complaints.append(said.text) if "Content Security" in said.text else None
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


@pytest.fixture
def desk(live_server, settings) -> str:
    """The address of the running desk; passkeys need a name, not a number."""
    settings.CARELINE_URL = live_server.url.replace("127.0.0.1", "localhost")
    return settings.CARELINE_URL


@pytest.fixture
def ana(transactional_db):
    Company.objects.create(name="Wheels & Sons")
    return make_agent("Ana Agent", password=PASSWORD)


def log_in(page: Page, desk: str) -> None:
    page.goto(f"{desk}/login/?next=/settings/security/")
    page.get_by_label("E-mail").fill("ana@desk.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Ana Agent").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_first_visit_sets_the_desk_up_with_the_browsers_time_zone(desk, settings, tmp_path, context):
    settings.CARELINE_HOME = tmp_path
    page = context.browser.new_context(timezone_id="Europe/Berlin", locale="es-ES").new_page()
    page.goto(f"{desk}/login/")
    expect(page.locator("[name=time_zone]")).to_have_value("Europe/Berlin")
    expect(page.locator("[name=language]")).to_have_value("es")

    page.locator("[name=company]").fill("Wheels & Sons")
    page.locator("[name=name]").fill("Olga")
    page.locator("[name=email]").fill("olga@desk.example")
    page.locator("[name=password]").fill("four random words")
    page.locator("button[type=submit]").click()

    page.goto(f"{desk}/settings/users/")
    expect(page.get_by_role("link", name="Olga")).to_be_visible()


def test_an_authenticator_app_is_set_up_and_asked_for(page, desk, ana):
    log_in(page, desk)
    page.get_by_role("link", name="Authenticator app").click()
    confirm(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    recovery = page.locator(".codes li").first.inner_text()
    assert re.fullmatch(r"\d{8}", recovery)

    log_out(page)
    log_in(page, desk)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Log in and security")).to_be_visible()
    assert page.complaints == []


def test_a_passkey_is_added_and_logs_in_without_a_password(page, desk, ana, context):
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    log_in(page, desk)
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{desk}/settings/security/passkeys/")
    expect(page.get_by_role("link", name="My laptop")).to_be_visible()

    log_out(page)
    page.goto(f"{desk}/login/?next=/settings/profile/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()

    log_out(page)
    log_in(page, desk)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Log in and security")).to_be_visible()
    assert page.complaints == []
