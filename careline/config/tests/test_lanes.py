"""Searches stand in a line of their own: however many there are, a page of the queue is answered."""

import asyncio
import contextvars
import threading

import httpx
import pytest
from django.urls import reverse

from careline.config.asgi import make_application
from careline.config.lanes import at_once, is_search
from careline.core.waiting import came, noting_when_taken_up, seconds_in_line


@pytest.mark.parametrize(
    "path",
    [
        reverse("tickets:search"),
        reverse("tickets:completions"),
        reverse("tickets:first_results"),
        reverse("tickets:similar", args=[7]),
        "/api/v1/search",
        reverse("insight:insight"),
        reverse("insight:open_work"),
        "/api/v1/figures/targets",
    ],
)
def test_whatever_looks_through_all_that_was_said_is_a_search(path: str) -> None:
    assert is_search(path)


@pytest.mark.parametrize(
    "path", ["/", "/views/mine/", "/views/searches/", "/tickets/7/", "/api/v1/tickets", "/api/v1/searches"]
)
def test_other_pages_are_not(path: str) -> None:
    assert not is_search(path)


def test_pages_are_answered_while_more_search_than_there_are_threads() -> None:
    released, searching = threading.Event(), threading.Semaphore(0)

    def house(environ, start_response):
        if environ["PATH_INFO"] == "/search/":
            searching.release()
            assert released.wait(20)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode()]

    async def morning() -> tuple[list[str], list[str]]:
        desk = make_application(house, house, threads=2, closing=asyncio.Event())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(desk), base_url="http://desk") as client:
            searches = [asyncio.create_task(client.get("/search/")) for _ in range(8)]
            assert await asyncio.to_thread(searching.acquire, timeout=20)
            pages = [(await client.get("/views/mine/")).text for _ in range(3)]
            assert not any(one.done() for one in searches)
            released.set()
            return pages, [(await one).text for one in searches]

    try:
        pages, searches = asyncio.run(morning())
    finally:
        released.set()
    assert pages == ["/views/mine/"] * 3 and searches == ["/search/"] * 8


def test_every_process_can_search() -> None:
    assert [at_once(threads) for threads in (1, 2, 4, 64)] == [1, 1, 2, 32]


def test_a_request_knows_how_long_it_waited_for_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 103.5])
    monkeypatch.setattr("careline.core.waiting.time.monotonic", lambda: next(clock))

    def waited() -> float:
        came()
        return noting_when_taken_up(lambda _environ, _start: seconds_in_line())({}, lambda *_a: None)

    assert contextvars.copy_context().run(waited) == 3.5 and seconds_in_line() == 0
