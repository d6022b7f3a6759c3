"""A whole desk in a real browser: the web process as it runs in production, on the tests' database."""

import os
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from careline.testing.installation import free_port
from careline.testing.killing import database_url
from careline.testing.played import make_radhaus
from careline.testing.world import make_world

SHOTS = Path(__file__).parents[2] / "artefacts" / "screenshots"


def pytest_collection_modifyitems(items):
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def is_complaint(words):
    """Whether the policy stopped something of ours; axe itself tries inline styles."""
    return "Content Security" in words and "inline style" not in words


class House:
    """The running processes of one desk."""

    def __init__(self, home):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "DATABASE_URL": database_url(), "CARELINE_HOME": str(home),
            "CARELINE_URL": self.url, "CARELINE_LISTEN": f"127.0.0.1:{port}", "CARELINE_LOG_LEVEL": "warning", "CARELINE_SECRET_KEY": settings.SECRET_KEY,
        }  # fmt: skip
        self.log = (home / "house.log").open("ab")
        self.running = []

    def prepare(self):
        """Put the files of the pages where a web process of production looks for them."""
        subprocess.run(
            [sys.executable, "-m", "careline", "migrate"], env=self.environment, check=True, stdout=self.log
        )

    def start(self, *command):
        """Start one process of the house."""
        started = subprocess.Popen(
            [sys.executable, "-m", "careline", *command],
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
        )
        self.running.append(started)
        return started

    def wait(self, seconds=120):
        """Wait until pages are answered."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.url}/health/live", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(Path(self.log.name).read_text()[-2000:])

    def stop(self):
        """End everything that was started."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(15)


@pytest.fixture(scope="session")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    """One web process for all tests here."""
    with django_db_blocker.unblock():
        house = House(tmp_path_factory.mktemp("house"))
    house.prepare()
    house.start("web")
    house.wait()
    yield house
    house.stop()


@pytest.fixture
def world(transactional_db):
    """A small company that the web process sees too."""
    return make_world()


@pytest.fixture
def radhaus(transactional_db):
    """The demo company, which the web process sees too: see `careline.testing.played.Radhaus`."""
    return make_radhaus()


def session_of(person):
    """A session of a person who logged in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def wait_until_still(seconds=5):
    """Wait until the house has answered what the browser asked for while it was closed: the tables are emptied next."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state <> 'idle' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return


# What listens to keys and clicks comes as modules of its own: each is there when all that the page names are loaded.
LISTENING = """() => Promise.allSettled([...document.querySelectorAll('[data-island-src]')]
  .flatMap(one => one.dataset.islandSrc.split(' ')).filter(Boolean).map(source => import(new URL(source, location))))
  .then(() => new Promise(go => setTimeout(go)))"""


def arrive(page, url):
    """Go to an address, and wait until what its page needs is there: what listens, the live stream, the editor."""
    page.goto(url)
    page.evaluate(LISTENING)
    if page.locator("[data-refresh-on], [data-topics]").count():
        page.wait_for_selector("html[data-live=open]", timeout=20_000)
    if page.locator("#composer").count():
        page.wait_for_selector("#composer[data-ready]:has([contenteditable])")


@dataclass
class Seat:
    """A window of a browser with its look, and a page of the desk that is always open in it, so that its process lives on."""

    browser: Any
    look: dict
    context: Any
    anchor: Any

    def is_emptied(self):
        """Close what was opened here, forget who sat here and what pages stored; whether that is possible."""
        if self.anchor.is_closed() or self.context.service_workers:
            return False
        for page in self.context.pages:
            if page != self.anchor:
                page.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.anchor.evaluate("localStorage.clear()")
        return True


class Seats:
    """Windows that a test leaves to the next: what was fetched and compiled there costs half of what opening a page does."""

    MOST = 6

    def __init__(self, house, kept):
        self.house, self.kept, self.free = house, kept, []

    def take(self, browser, **look):
        """A window with this look in which nobody sits."""
        for seat in self.free:
            if seat.browser == browser and seat.look == look:
                self.free.remove(seat)
                return seat
        context = browser.new_context(**look)
        anchor = context.new_page()
        anchor.goto(f"{self.house.url}/health/live")
        return Seat(browser, look, context, anchor)

    def leave(self, seat):
        """Keep a window for the next; of many that are free those go that were left first."""
        if not seat.is_emptied():
            return
        self.free.append(seat)
        if len(self.free) > self.MOST:
            self.free.pop(0).context.close()
        self.kept[:] = [seat.context for seat in self.free]


@pytest.fixture(scope="session")
def seats(house, kept_contexts):
    """The windows that tests leave to each other."""
    return Seats(house, kept_contexts)


@pytest.fixture
def desk(house, chromium, seats, transactional_db):
    """Open the desk for a person, None is a stranger: `desk(world.ana)` gives a page. What the browser complains of fails."""
    taken, complaints = [], []

    def open_for(person, path="/", *, width=1440, height=900, scheme="light"):
        seat = seats.take(chromium, viewport={"width": width, "height": height}, color_scheme=scheme)
        taken.append(seat)
        if person:
            cookie = {"name": "sessionid", "value": session_of(person), "url": house.url}
            seat.context.add_cookies([cookie])
        page = seat.context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.text) else None)
        arrive(page, house.url + path)
        return page

    yield open_for
    for seat in taken:
        seats.leave(seat)
    wait_until_still()
    assert complaints == []


@pytest.fixture
def shot():
    """Keep a picture: `shot(page, "ticket-dark")`."""

    def keep(page, name):
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png")

    return keep
