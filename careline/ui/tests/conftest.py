"""A Chromium and a server for the tests of the look. The server needs no database."""

from types import SimpleNamespace

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread

from careline.ui import slots


def without_upper_floors():
    """The middleware that ui can know: what upper floors do to a request is theirs to test."""
    return [one for one in configured.MIDDLEWARE if not one.startswith("careline.")]


@pytest.fixture(autouse=True)
def on_its_own_floor(settings, monkeypatch):
    """Keep upper floors out of the way: their middleware, and what they put into slots."""
    monkeypatch.setattr(slots, "_slots", slots.Slots())
    settings.MIDDLEWARE = without_upper_floors()


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
