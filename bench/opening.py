"""A ticket opened by key in a real browser: from the key press to text that can be read, beside the server's own time."""

import json
import statistics

from bench.server import web
from bench.sessions import cookies

ROUNDS = 40
WARM = 5
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# Runs before the page's own scripts. A frame after the swap is painted when the frame after it begins.
_WATCH = """
window.opened = [];
addEventListener("keydown", (event) => {
  if (event.key !== "j") return;
  const pressed = event.timeStamp, before = document.getElementById("main")?.dataset.ticket || "";
  performance.clearResourceTimings();
  const look = () => {
    const main = document.getElementById("main");
    const text = main?.querySelector(".message");
    const isThere = text && main.dataset.ticket !== before && text.getBoundingClientRect().height;
    if (!isThere) return performance.now() - pressed < 5000 && requestAnimationFrame(look);
    requestAnimationFrame((painted) => {
      const asked = performance.getEntriesByType("resource").find((one) => new URL(one.name).pathname === `/tickets/${main.dataset.ticket}/`);
      if (asked) window.opened.push({ all: painted - pressed, server: asked.responseEnd - asked.requestStart });
    });
  };
  requestAnimationFrame(look);
}, true);
"""


def measure(address: str) -> list[tuple[str, float, str]]:
    """Rows of (what, figure, target): medians in milliseconds, and how many times the server's time the person waits."""
    with web(address) as server:
        opened = _open_tickets_by_key(server.url, cookies(address, 2)[1])
    every = opened[WARM:]
    waited = statistics.median(one["all"] for one in every)
    served = statistics.median(one["server"] for one in every)
    return [
        ("key press to readable text: ms", waited, "≤ 150"),
        (
            "key press to readable text: p95 ms",
            statistics.quantiles((one["all"] for one in every), n=20)[18],
            "",
        ),
        ("the server's part: ms", served, ""),
        ("key press to text / server", waited / served, "≤ 3.00"),
    ]


def _open_tickets_by_key(url: str, cookie: str) -> list[dict[str, float]]:
    from playwright.sync_api import sync_playwright

    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": url}])
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.goto(f"{url}/views/all-open/")
        page.wait_for_selector("html[data-live=open]")
        page.locator(".row__link").first.click()
        page.wait_for_selector(".message")
        for _ in range(ROUNDS + WARM):
            page.keyboard.press("j")
            page.wait_for_timeout(400)
        opened = page.evaluate("JSON.stringify(window.opened)")
        browser.close()
    return list(json.loads(opened))
