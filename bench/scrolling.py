"""Whether a long queue scrolls as smoothly as a short one: frames, long tasks, fetches and memory in a real Chromium.

A short list (a hundred tickets) and a long one take turns; both are scrolled by the same number of pixels a frame, the
short one to and fro. Then the long one is scrolled to its end, and renewed there as a live update would renew it.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.database import SETTINGS
from bench.opening import ARGUMENTS, CHROMIUM
from bench.server import web
from bench.sessions import cookies

ROUNDS = 3
FRAMES = 240
PIXELS_A_FRAME = 90
MOST_ROWS = 5_000
LISTS = {"side list": False, "wide list": True}
"""Whether each is shown wide: that is how a saved view can be."""
_MAKE_VIEW = """
import django
django.setup()
from django.contrib.auth import get_user_model
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.models import SavedView
admin = get_user_model().objects.get(pk=1)
asked = {"match": "all", "groups": [{"match": "all", "conditions": [
    {"field": "status", "op": "is", "value": ["new", "open", "pending", "on_hold"]}]}]}
known = SavedView.objects.filter(name="Bench", agent_id=1).first()
view = known or create_view(ViewDetails("Bench", conditions=asked, sort="waiting"), by=admin)
choose_view(view.key, by=admin, is_wide=True)
print(view.key)
"""
# Scrolls for a number of frames; at an end it turns round. Returns the gaps between frames, in milliseconds.
_SCROLL = """
([frames, pixels]) => new Promise((done) => {
  const list = document.getElementById("queue-list");
  const gaps = [], long = [];
  const watch = new PerformanceObserver((seen) => seen.getEntries().forEach((one) => long.push(one.duration)));
  watch.observe({ type: "longtask" });
  let last = 0, way = 1;
  const turn = (now) => {
    if (last) gaps.push(now - last);
    last = now;
    const end = list.scrollHeight - list.clientHeight - 2;
    if (list.scrollTop >= end && !document.getElementById("queue-more")) way = -1;
    if (list.scrollTop <= 0) way = 1;
    list.scrollTop += way * pixels;
    if (gaps.length < frames) requestAnimationFrame(turn);
    else setTimeout(() => { watch.disconnect(); done({ gaps, long }); }, 100);
  };
  requestAnimationFrame(turn);
})
"""
# To the end of the list, or until so many rows have come.
_TO_THE_END = """
(most) => new Promise((done) => {
  const list = document.getElementById("queue-list");
  let seen = new Set(), still = 0;
  const go = () => {
    const before = seen.size;
    list.querySelectorAll("[id^=row-]").forEach((row) => seen.add(row.id));
    still = seen.size > before ? 0 : still + 1;
    if (seen.size >= most || still > 100) return done(seen.size);
    list.scrollTop = list.scrollHeight;
    setTimeout(go, 40);
  };
  go();
})
"""
_STATE = """
() => {
  const list = document.getElementById("queue-list");
  const at = list.getBoundingClientRect().top + list.clientHeight / 2;
  const inSight = [...list.querySelectorAll("[id^=row-]")].find((row) => row.getBoundingClientRect().bottom > at);
  return { rows: list.querySelectorAll("[id^=row-]").length, row: inSight?.id || "", top: list.scrollTop };
}
"""
_RENEW = """
() => new Promise((done) => {
  const began = performance.now();
  const end = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  ["htmx:afterSettle", "careline:renewed"].forEach((name) => document.body.addEventListener(name, end, { once: true }));
  window.htmx.trigger(document.getElementById("queue-news"), "careline:refresh");
})
"""
_FETCHES = """
() => performance.getEntriesByType("resource").filter((one) => one.name.includes("after=")).map((one) => one.responseEnd - one.requestStart)
"""


def measure(short: str, long: str) -> list[tuple[str, float, str]]:
    """Rows of (what, figure, target) for the addresses of a short and a long company."""
    with web(short) as small, web(long) as large, _browser() as browser:
        rows = []
        for name, is_wide in LISTS.items():
            doors = [
                (browser, server.url, cookies(address, 1)[0], _view(address) if is_wide else "all-open")
                for server, address in ((small, short), (large, long))
            ]
            seen = _scrolled(doors)
            with _opened(*doors[1]) as page:
                rows += _told(name, seen, page)
        return rows


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def _view(address: str) -> str:
    """The key of a view of all open tickets that is shown as a wide list, made with the product's own actions."""
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": address, "CARELINE_LOG_LEVEL": "error"}
    made = subprocess.run(
        [sys.executable, "-c", _MAKE_VIEW], env=environment, check=True, capture_output=True, text=True
    )
    return made.stdout.split()[-1]


@contextmanager
def _opened(browser: Any, url: str, cookie: str, view: str) -> Iterator[Any]:
    """One page at a time: a browser draws no frames of a page that is behind another."""
    name, _, value = cookie.partition("=")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/views/{view}/")
    page.wait_for_selector("html[data-live=open]")
    page.evaluate("performance.setResourceTimingBufferSize(5000)")
    yield page
    context.close()


def _scrolled(doors: list[tuple[Any, str, str, str]]) -> list[list[dict[str, list[float]]]]:
    """What was seen of the short list and of the long one, turn by turn."""
    told: list[list[dict[str, list[float]]]] = [[], []]
    for _ in range(ROUNDS):
        for door, seen in zip(doors, told, strict=True):
            with _opened(*door) as page:
                seen.append(page.evaluate(_SCROLL, [FRAMES, PIXELS_A_FRAME]))
    return told


def _told(name: str, told: list[list[dict[str, list[float]]]], page: Any) -> list[tuple[str, float, str]]:
    short, long = ([gap for one in seen for gap in one["gaps"]] for seen in told)
    tasks = [sum(len(one["long"]) for one in seen) for seen in told]
    rows = [
        (f"{name}: frame p95 ms, 100 tickets", _most(short), ""),
        (f"{name}: frame p95 ms, long", _most(long), ""),
        (f"{name}: frame p95, long / 100", _most(long) / _most(short), "≤ 1.30"),
        (f"{name}: long tasks, 100 tickets", tasks[0], ""),
        (f"{name}: long tasks, long", tasks[1], ""),
    ]
    return rows + [(f"{name}: {what}", figure, target) for what, figure, target in _at_the_end(page)]


def _at_the_end(page: Any) -> list[tuple[str, float, str]]:
    seen = page.evaluate(_TO_THE_END, MOST_ROWS)
    fetches = page.evaluate(_FETCHES)
    first, last = statistics.median(fetches[:15]), statistics.median(fetches[-15:])
    page.evaluate("() => { document.getElementById('queue-list').scrollTop -= 3000 }")
    time.sleep(1)
    deep = page.evaluate(_SCROLL, [FRAMES, -PIXELS_A_FRAME // 6])["gaps"]
    before = page.evaluate(_STATE)
    took = page.evaluate(_RENEW)
    after = page.evaluate(_STATE)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    sizes = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return [
        ("rows seen to the end", seen, ""),
        ("rows in the page there", before["rows"], ""),
        ("frame p95 ms there", _most(deep), ""),
        ("fetch of a page ms, first", first, ""),
        ("fetch of a page, last / first", last / first, "≤ 1.30"),
        ("renewed there: ms", took, ""),
        ("renewed there: rows in the page", after["rows"], ""),
        ("renewed there: the row in sight is the same (1 yes)", float(before["row"] == after["row"]), "1.00"),
        ("nodes there", sizes["Nodes"], ""),
        ("heap there MB", sizes["JSHeapUsedSize"] / 1e6, ""),
    ]


def _most(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]
