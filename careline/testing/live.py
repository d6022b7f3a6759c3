"""The stream of live events as a browser reads it, from a server of its own."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import uvicorn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from careline.core.live import hub, stream

Told = tuple[str, Any, str]


@contextlib.contextmanager
def live_server() -> Iterator[str]:
    """Serve `/live` with a fresh hub; gives its address. For tests with `transaction=True`."""
    before, stream.hub = stream.hub, hub.Hub()
    config = uvicorn.Config(
        stream.application, port=0, log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(5)
        stream.hub = before


def session_of(person: Any) -> dict[str, str]:
    """The headers of somebody who logged in."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={store.session_key}"}


@contextlib.contextmanager
def watching(
    server: str, headers: dict[str, str], topics: str, last: str = ""
) -> Iterator[tuple[httpx.Response, Iterator[Told]]]:
    """Watch topics; gives the response and what is told on it: name, data, cursor."""
    extra = {"Last-Event-ID": last} if last else {}
    with httpx.stream(
        "GET", f"{server}/live?topics={topics}", headers={**headers, **extra}, timeout=10
    ) as response:
        yield response, _told(response)


def _told(response: httpx.Response) -> Iterator[Told]:
    block: dict[str, str] = {}
    for line in response.iter_lines():
        if line.startswith(":"):
            continue
        if line:
            key, _, value = line.partition(": ")
            block[key] = value
        elif block:
            if "event" in block:
                yield block["event"], json.loads(block["data"]), block.get("id", "")
            block = {}
