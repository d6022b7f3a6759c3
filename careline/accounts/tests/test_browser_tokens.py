"""A real browser, under the real policy: a token is made, and the API tried with it from its reference."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from careline.testing.world import make_ticket, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_token_is_made_and_an_operation_tried_with_it(chromium, live_server, transactional_db):
    world = make_world()
    make_ticket(world.support, world.customer, subject="A squeaking saddle")
    client = Client()
    client.force_login(world.ana)
    page = chromium.new_context().new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/settings/tokens/")
    page.get_by_label("Name").fill("Reports")
    page.get_by_label("Read tickets, messages and files, and search").check()
    page.get_by_role("button", name="Make a token").click()
    secret = page.locator("[data-token]").inner_text()
    page.goto(f"{live_server.url}/settings/api/")
    page.get_by_label("Token", exact=True).fill(secret)
    page.locator("#listTickets > summary").click()
    page.locator("#listTickets").get_by_role("button", name="Try it").click()
    expect(page.locator("#listTickets [data-answer]")).to_contain_text("A squeaking saddle")
    assert complaints == []
    page.locator("#createTicket > summary").click()
    page.locator("#createTicket").get_by_role("button", name="Try it").click()
    expect(page.locator("#createTicket [data-answer]")).to_contain_text("missing_scope")
