"""A real Firefox without a screen, driven by its own remote protocol (Marionette): for what Chromium can't show us.

Marionette is spoken over a plain socket in JSON; Playwright's Firefox is a build of its own and knows no push service.
"""

import base64
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIREFOX = Path("/usr/bin/firefox-esr")
STARTS_SECONDS = 60
# Whatever it wants of the world outside goes to a port where nobody listens; notifications are windows of its own.
USUAL = {
    "alerts.useSystemBackend": False, "browser.newtabpage.enabled": False, "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0, "datareporting.policy.dataSubmissionEnabled": False, "marionette.port": 0,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9, "network.proxy.no_proxies_on": "127.0.0.1, localhost",
    "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9, "network.proxy.type": 1,
}  # fmt: skip


class FirefoxError(Exception):
    """What the browser said was wrong."""


@dataclass
class Firefox:
    """The running browser. `run` is for the page, `inside` for the browser's own windows, as its user has them."""

    line: socket.socket
    profile: Path
    last_id: int = 0

    def ask(self, command: str, **given: Any) -> Any:
        """One command of Marionette and its result. Raises FirefoxError."""
        self.last_id += 1
        message = json.dumps([0, self.last_id, command, given]).encode()
        self.line.sendall(str(len(message)).encode() + b":" + message)
        _kind, _id, error, result = self.heard()
        if error:
            raise FirefoxError(f"{error['error']}: {error['message']}")
        return result.get("value", result) if isinstance(result, dict) else result

    def heard(self) -> Any:
        """The next message of the browser: its length, a colon, JSON."""
        digits = b""
        while (letter := self._exactly(1)) != b":":
            digits += letter
        return json.loads(self._exactly(int(digits)))

    def _exactly(self, length: int) -> bytes:
        found = b""
        while len(found) < length:
            part = self.line.recv(length - len(found))
            if not part:
                raise FirefoxError("the browser has gone")
            found += part
        return found

    def goto(self, url: str) -> None:
        """Open an address, and wait until it was loaded."""
        self.ask("WebDriver:Navigate", url=url)

    def run(self, script: str, *given: Any) -> Any:
        """What an async function of JavaScript with this body returns in the page; `given` are its `arguments`."""
        wrapped = (
            "const [done, ...given] = [arguments[arguments.length - 1], ...[...arguments].slice(0, -1)];"
            f"(async (...arguments_) => {{ const given = arguments_; {script} }})(...given)"
            ".then((value) => done({ value }), (error) => done({ error: String(error) }));"
        )
        answer = self.ask("WebDriver:ExecuteAsyncScript", script=wrapped, args=[*given], newSandbox=False)
        if answer is None or "error" in answer:
            raise FirefoxError(answer["error"] if answer else "the page was left")
        return answer.get("value")

    def inside(self, script: str, *given: Any) -> Any:
        """The same with the rights of the browser itself: what its user sees outside of the page."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.run(script, *given)
        finally:
            self.ask("Marionette:SetContext", value="content")

    def wait(self, script: str, *given: Any, seconds: float = 10) -> Any:
        """What the script returns as soon as that is something. Raises FirefoxError when it takes too long."""
        return self._until(self.run, script, given, seconds)

    def wait_inside(self, script: str, *given: Any, seconds: float = 10) -> Any:
        """The same with the rights of the browser itself."""
        return self._until(self.inside, script, given, seconds)

    def _until(self, ask: Any, script: str, given: tuple[Any, ...], seconds: float) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(FirefoxError):  # the page is just being left
                if found := ask(script, *given):
                    return found
            time.sleep(0.1)
        raise FirefoxError(f"this did not come true: {script}\n{self.text()}")

    def to_new_tab(self) -> None:
        """Wait for another tab, close the one that was in use, and go on there."""
        here = self.ask("WebDriver:GetWindowHandle")
        end = time.monotonic() + 10
        while len(found := self.ask("WebDriver:GetWindowHandles")) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        self.ask("WebDriver:CloseWindow")
        self.ask("WebDriver:SwitchToWindow", handle=next(one for one in found if one != here))

    def click(self, css: str) -> None:
        """Press what is there, as a person would: scrolled to, in sight, under the pointer."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=css)
        self.ask("WebDriver:ElementClick", id=next(iter(found.values())))

    def text(self) -> str:
        """The words in sight."""
        return str(self.run("return document.body.innerText"))

    def shot(self, path: Path) -> None:
        """Keep a picture of what is in sight."""
        path.write_bytes(base64.b64decode(self.ask("WebDriver:TakeScreenshot", full=False)))


def _line_to(profile: Path, process: subprocess.Popen[bytes]) -> socket.socket:
    """The line to a browser that is just starting: it writes its port into its profile."""
    end = time.monotonic() + STARTS_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, ValueError):
            port = int((profile / "MarionetteActivePort").read_text())
            return socket.create_connection(("127.0.0.1", port), timeout=30)
        time.sleep(0.05)
    raise FirefoxError("the browser did not start")


@contextmanager
def firefox(profile: Path, **settings: Any) -> Iterator[Firefox]:
    """Run one with a fresh profile and these settings of `about:config`."""
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in {**USUAL, **settings}.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = [
        str(FIREFOX),
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(profile),
    ]
    with (profile / "said.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        browser = Firefox(_line_to(profile, process), profile)
        browser.heard()
        browser.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        yield browser
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
