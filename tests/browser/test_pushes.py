"""Web Push in a real Firefox, from the switch on the page to the click on what the browser shows, and off again."""

import hashlib
import time
from ipaddress import ip_network

import pytest
from django.utils import timezone

from careline.notices.actions.send_pushes import send_pushes
from careline.notices.actions.tell import tell
from careline.notices.contracts import Kind, Thing
from careline.notices.models import PushKeys, Sending, Subscription
from careline.testing.firefox import FIREFOX, firefox
from careline.testing.push_service import push_service
from careline.testing.world import make_ticket
from tests.browser.conftest import session_of, wait_until_still

PAGE = "/settings/notices/"
STATE = """return Boolean(document.querySelector(`#push [data-state~="${given[0]}"]:not([hidden])`))"""
SHOWN = """const shown = [...Services.wm.getEnumerator("alert:alert")].map((one) => one.document);
    const words = shown.map((one) => [one.querySelector("#alertTitleLabel").value, one.querySelector("#alertTextLabel").textContent]);
    return words.length && words.every(([title]) => title) && words"""
OPEN = """[...Services.wm.getEnumerator("alert:alert")][0].document.querySelector("#alertBox").click(); return true"""
ANSWER = """const asked = Services.wm.getMostRecentWindow("navigator:browser").PopupNotifications.panel.firstElementChild;
    if (!asked) return false;
    (given[0] ? asked.button : asked.secondaryButton).click(); return true"""


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The push service of the browser's maker."""
    with push_service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def fox(service, tmp_path_factory):
    """A Firefox that gets its pushes from there."""
    if not FIREFOX.exists():
        pytest.skip("there is no Firefox on this machine")
    chosen = {
        "dom.push.serverURL": service.url, "dom.push.testing.allowInsecureServerURL": True,
        "dom.push.connection.enabled": True, "dom.push.retryBaseInterval": 100,
    }  # fmt: skip
    with firefox(tmp_path_factory.mktemp("profile"), **chosen) as running:
        yield running


@pytest.fixture
def home(fox, service, house, world, settings, monkeypatch):
    """The browser at the house: `home(world.ana)` opens the preferences for a person. Our side trusts the push service."""
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    monkeypatch.setenv("SSL_CERT_FILE", str(service.certificate))

    def enter(person, path=PAGE):
        fox.goto(house.url + "/login/")
        fox.ask("WebDriver:DeleteAllCookies")
        cookie = {"name": "sessionid", "value": session_of(person), "path": "/", "httpOnly": True}
        fox.ask("WebDriver:AddCookie", cookie=cookie)
        fox.goto(house.url + path)

    yield enter
    fox.goto(house.url + "/login/")
    fox.run("for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()")
    fox.inside(
        "Services.perms.removeAll(); for (const one of Services.wm.getEnumerator('alert:alert')) one.close()"
    )
    service.channels.clear()
    service.acknowledged.clear()
    wait_until_still()


def switch_on(fox, allow=True):
    fox.wait(STATE, "off")
    fox.click("#push form[data-state] button")
    fox.wait_inside(ANSWER, allow)


def give(agent, ticket, key="1"):
    tell(Thing(key=key, event_id=1, reasons={agent.pk: Kind.MINE}, ticket_id=ticket.pk))


def hashed(endpoint):
    return hashlib.sha256(endpoint.encode()).hexdigest()


def push():
    Sending.objects.filter(state="due").update(due_at=timezone.now())
    return send_pushes(seconds=10)


def test_a_person_switches_pushes_on_is_told_is_led_to_the_ticket_and_switches_them_off(
    fox, service, home, world, house
):
    ticket = make_ticket(world.support, world.customer, assignee=world.ana, subject="Squeaking saddle")
    home(world.ana)
    switch_on(fox)
    fox.wait(STATE, "on")
    assert "This browser takes pushes." in fox.text() and "Firefox, Linux" in fox.text()
    (kept,) = Subscription.objects.all()
    (token,) = service.channels
    assert kept.agent == world.ana and kept.endpoint == f"{service.endpoints}/{token}"

    fox.goto("about:blank")
    give(world.ana, ticket)
    assert push() == 1
    shown = fox.wait_inside(SHOWN)
    assert shown == [[f"Ticket #{ticket.pk}", "There is a new message in your ticket"]]
    fox.inside(OPEN)
    fox.to_new_tab()
    fox.wait("return location.pathname === given[0]", f"/tickets/{ticket.pk}/")
    fox.wait("return document.body.innerText.includes('Squeaking saddle')")
    assert fox.wait_inside("return ![...Services.wm.getEnumerator('alert:alert')].length")
    assert service.acknowledged == [100], "opened and shown, says the browser"

    fox.goto(house.url + PAGE)
    fox.wait(STATE, "on")
    fox.wait("return document.querySelector('#push .badge')?.innerText === 'This browser'")
    fox.click("#push [data-browsers] button")
    fox.wait("return document.body.innerText.includes('That browser gets no more pushes.')")
    fox.wait(STATE, "off")
    assert not Subscription.objects.exists() and not service.channels
    give(world.ana, ticket, "2")
    assert push() == 0 and service.acknowledged == [100]


def test_who_refuses_is_told_where_to_allow_it(fox, service, home, world):
    home(world.ana)
    switch_on(fox, allow=False)
    fox.wait(STATE, "denied")
    assert "Allow notifications in its settings" in fox.text() and not service.channels


def test_a_browser_that_its_service_forgot_is_forgotten_its_person_told_and_asks_anew(
    fox, service, home, world, house
):
    ticket = make_ticket(world.support, world.customer, assignee=world.ana)
    home(world.ana)
    switch_on(fox)
    fox.wait(STATE, "on")
    service.channels.clear()
    give(world.ana, ticket)
    assert push() == 0 and not Subscription.objects.exists()
    fox.goto(house.url + "/notices/")
    assert "One of your browsers takes no pushes any more" in fox.text()
    fox.goto(house.url + PAGE)
    fox.wait(STATE, "off")
    fox.click("#push form[data-state] button")
    fox.wait(STATE, "on")
    give(world.ana, ticket, "2")
    assert push() == 1 and [*service.channels] == service.taken[-1:]


def test_who_logs_in_after_another_gets_none_of_their_pushes_and_takes_none_unasked(
    fox, service, home, world, house
):
    home(world.ana)
    switch_on(fox)
    fox.wait(STATE, "on")
    fox.run(
        "const form = document.querySelector(\"form[action='/logout/']\"); await fetch(form.action, {method: 'POST', body: new FormData(form)})"
    )
    assert not Subscription.objects.exists()
    home(world.ben)
    fox.wait(STATE, "off")
    assert not service.channels and not Subscription.objects.exists()


def test_a_subscription_with_keys_that_were_lost_is_made_anew(fox, service, home, world, house):
    ticket = make_ticket(world.support, world.customer, assignee=world.ana)
    home(world.ana)
    switch_on(fox)
    fox.wait(STATE, "on")
    before = Subscription.objects.get().endpoint
    PushKeys.objects.all().delete()
    fox.goto(house.url + PAGE)
    fox.wait(STATE, "on")
    kept = Subscription.objects.get()
    assert kept.endpoint != before and len(service.channels) == 1
    give(world.ana, ticket)
    assert push() == 1


def test_an_address_that_the_browser_changes_by_itself_is_told(fox, service, home, world):
    ticket = make_ticket(world.support, world.customer, assignee=world.ana)
    home(world.ana)
    switch_on(fox)
    fox.wait(STATE, "on")
    before = Subscription.objects.get().endpoint
    service.start_anew()
    end = time.monotonic() + 10
    while Subscription.objects.filter(endpoint_hash=hashed(before)).exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert Subscription.objects.get().endpoint.rpartition("/")[2] in service.channels
    give(world.ana, ticket)
    assert push() == 1
    assert fox.wait_inside(SHOWN)
