"""A Chromium and a server for the tests of the look. The server needs no database."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread

from careline.ui import slots

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"


def without_upper_floors():
    """The middleware that ui can know: what upper floors do to a request is theirs to test."""
    return [one for one in configured.MIDDLEWARE if not one.startswith("careline.")]


@pytest.fixture(autouse=True)
def on_its_own_floor(settings, monkeypatch):
    """Keep upper floors out of the way: their middleware, and what they put into slots."""
    monkeypatch.setattr(slots, "_slots", slots.Slots())
    settings.MIDDLEWARE = without_upper_floors()


@pytest.fixture(scope="module")
def browser():
    """A browser for the tests of one file."""
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    patch = pytest.MonkeyPatch()
    patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS.split())
        yield started
        started.close()
    patch.undo()


@pytest.fixture
def chromium(browser):
    """The browser; what a test opened in it is closed again."""
    yield browser
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="module")
def served():
    """The pages and static files, on a port of their own."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    with override_settings(MIDDLEWARE=without_upper_floors()):
        thread.start()
        thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield SimpleNamespace(url=f"http://127.0.0.1:{thread.port}")
    thread.terminate()
