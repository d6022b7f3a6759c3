"""Fixtures for every test of the house."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from careline.testing.emptying import empty_quickly
from careline.testing.template import template
from careline.testing.world import World, make_world


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Argon2 with the least work: tests log in a thousand times, and hashing well takes a tenth of a second."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 1024
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' databases are copies of one that was migrated once."""
    from django.db import connection

    connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> None:
    """What a test committed is deleted; the tables aren't truncated."""
    empty_quickly()


@pytest.fixture(autouse=True)
def no_language_left() -> Iterator[None]:
    """A page leaves its reader's language behind in the thread, which in a web process the next request sets anew."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_hours_left() -> Iterator[None]:
    """Business hours are kept in memory for some seconds: those of one test must not count in the next."""
    from careline.workforce.queries import forget_hours

    forget_hours()
    yield
    forget_hours()


@pytest.fixture(autouse=True)
def no_policies_left() -> Iterator[None]:
    """Service policies are kept in memory for some seconds: those of one test must not count in the next."""
    from careline.policies.queries.policies import forget_policies

    forget_policies()
    yield
    forget_policies()


@pytest.fixture(autouse=True)
def no_rules_left() -> Iterator[None]:
    """The rules that run are kept in memory for some seconds: those of one test must not run in the next."""
    from careline.rules.queries.ready import forget_rules

    forget_rules()
    yield
    forget_rules()


@pytest.fixture(autouse=True)
def no_queues_left() -> Iterator[None]:
    """The queues of routing are kept in memory for some seconds: those of one test must not work in the next."""
    from careline.routing.queries.queues import forget_queues

    forget_queues()
    yield
    forget_queues()


@pytest.fixture(autouse=True)
def no_restrictions_left() -> Iterator[None]:
    """Who is restricted is kept in memory for some seconds: those of one test must not be in the next."""
    from careline.feedback.queries.restrictions import forget_restrictions

    forget_restrictions()
    yield
    forget_restrictions()


@pytest.fixture(autouse=True)
def no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits: remove its jobs, which Django's flush leaves, since their tables aren't Django's."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_periodic_defers")
            cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def world(db: None) -> World:
    """A small company: see `careline.testing.world.World`."""
    return make_world()


WHOLE = Path("/usr/bin/chromium")
SHELL = Path("/usr/bin/chromium-headless-shell")  # no windows: the same pages for a quarter of the work
# One process for all pages of a context: what it compiled for one of them it has for the next.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
    " --renderer-process-limit=1"
)


@pytest.fixture(scope="session")
def chromium_process() -> Iterator[Callable[[Path], Any]]:
    """Starts the one Chromium of each kind in a test process: Playwright can be started only once in it."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=12_000)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        running: dict[Path, Any] = {}

        def start(path: Path) -> Any:
            if path not in running:
                launch = playwright.chromium.launch
                running[path] = launch(executable_path=str(path), args=ARGUMENTS.split())
            return running[path]

        yield start
        for browser in running.values():
            browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def kept_contexts() -> list[Any]:
    """The contexts that stay open in the browser from one test to the next: whoever keeps one empties it."""
    return []


@pytest.fixture
def chromium(request: pytest.FixtureRequest, kept_contexts: list[Any]) -> Iterator[Any]:
    """The browser; what a test opened in it is closed again. Marked `whole_chromium` it gets more than the shell."""
    wants_whole = request.node.get_closest_marker("whole_chromium")
    path = next((path for path in ([WHOLE] if wants_whole else [SHELL, WHOLE]) if path.exists()), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    browser = request.getfixturevalue("chromium_process")(path)
    yield browser
    for context in browser.contexts:
        if context not in kept_contexts:
            context.close()
