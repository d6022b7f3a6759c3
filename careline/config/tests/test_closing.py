"""An administrator closes an account while its owner looks at the desk: it is over within a second, for everything."""

import json
import os
import threading
import time
import uuid

import httpx
import psycopg
import pytest

from careline.testing.installation import installation
from careline.testing.template import template

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
MAKE = """
import json
from django.test import Client
from careline.testing.world import make_ticket, make_world
world = make_world()
ticket = make_ticket(world.support, world.customer)
sessions = {}
for name in ("ana", "ben", "owner"):
    client = Client()
    client.force_login(getattr(world, name))
    sessions[name] = client.cookies["sessionid"].value
print("MADE", json.dumps({"sessions": sessions, "ana": world.ana.pk, "team": world.support.pk, "ticket": ticket.pk}))
"""


@pytest.fixture
def desk():
    server, name = os.environ["DATABASE_URL"], f"careline_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')
        given = {k: v for k, v in admin.info.get_parameters().items() if k in {"host", "port", "user"}}
        query = "&".join(f"{key}={value}" for key, value in {**given, "dbname": name}.items())
        try:
            with installation(DATABASE_URL=f"postgresql:///{name}?{query}") as found:
                yield found.start()
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def browser(desk, session: str) -> httpx.Client:
    return httpx.Client(base_url=desk.url, cookies={"sessionid": session}, timeout=30)


def close_account(admin: httpx.Client, agent_id: int) -> None:
    """Press the button on the person's page, as the browser does."""
    page = admin.get(f"/settings/users/{agent_id}/")
    assert f"/settings/users/{agent_id}/deactivation/" in page.text
    token = {"csrfmiddlewaretoken": page.cookies["csrftoken"]}
    done = admin.post(
        f"/settings/users/{agent_id}/deactivation/", data=token, headers={"Referer": str(page.url)}
    )
    assert done.status_code == 302, done.text


def test_closing_an_account_ends_its_open_streams_and_its_next_request(desk):
    made = json.loads(desk.run("django", "shell", "-c", MAKE).stdout.split("MADE ")[1])
    watched = f"/live?topics=team:{made['team']},ticket:{made['ticket']}"
    ready, ended, still = threading.Barrier(3), {}, threading.Event()

    def watch(name: str) -> None:
        with (
            browser(desk, made["sessions"][name]) as person,
            person.stream("GET", watched, timeout=None) as live,
        ):
            for line in live.iter_lines():
                if line == "event: ready":
                    ready.wait(20)
                if still.is_set():
                    return
        ended[name] = time.monotonic()

    watchers = [threading.Thread(target=watch, args=(name,), daemon=True) for name in ("ana", "ben")]
    for one in watchers:
        one.start()
    ready.wait(20)
    with browser(desk, made["sessions"]["owner"]) as admin:
        close_account(admin, made["ana"])
    closed = time.monotonic()

    watchers[0].join(10)
    assert ended["ana"] - closed < 8, "at once, and not with the next look at the session"
    assert "ben" not in ended, "somebody else's stream stays"
    still.set()
    with browser(desk, made["sessions"]["ana"]) as ana:
        refused = ana.get(f"/tickets/{made['ticket']}/")
        assert refused.status_code == 302 and refused.headers["location"].startswith("/login/")
        assert ana.get(watched).status_code in {401, 403}
