"""A whole Careline of its own, driven as an operator drives it: through the command line and the port."""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
NOT_INHERITED = ("DATABASE_URL", "LISTENER_DATABASE_URL", "PYTEST_CURRENT_TEST", "DJANGO_SETTINGS_MODULE")


def free_port():
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """One home with its ports. `python` may be the one of another environment, `root` where `careline` lies."""

    def __init__(self, home, *, python=sys.executable, root=ROOT, **settings):
        self.home = Path(home)
        self.port, self.smtp_port = free_port(), free_port()
        self.url = f"http://localhost:{self.port}"
        self.command = [str(python), "-m", "careline"]
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith("CARELINE_") and k not in NOT_INHERITED
        }
        self.environment = kept | {
            "CARELINE_HOME": str(self.home),
            "CARELINE_URL": self.url,
            "CARELINE_LISTEN": f"127.0.0.1:{self.port}",
            "CARELINE_SMTP_LISTEN": f"127.0.0.1:{self.smtp_port}",
            **settings,
        }
        self.root = root
        self.process = None

    @property
    def log(self):
        """What `up` said so far."""
        return (self.home / "up.log").read_text()

    def run(self, *arguments, timeout=90, **more):
        """Run one command to its end and return it with its output."""
        given = {
            "env": self.environment,
            "cwd": self.root,
            "capture_output": True,
            "text": True,
            "timeout": timeout,
        }
        return subprocess.run([*self.command, *arguments], **(given | more))

    def move_in(self):
        """Take over a home in which Careline ran before: the next start is none that makes all tables."""
        subprocess.run(["cp", "-a", f"{_settled()}/.", self.home], check=True)
        return self

    def start(self, *, wait_seconds=90):
        """Run `careline up` and wait until it says that it is ready."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "up.log").open("w") as log:
            self.process = subprocess.Popen(
                [*self.command, "up"], env=self.environment, cwd=self.root, stdout=log, stderr=log
            )
        limit = time.monotonic() + wait_seconds
        while "is ready at" not in self.log:
            assert self.process.poll() is None, self.log
            assert time.monotonic() < limit, self.log
            time.sleep(0.1)
        return self

    def stop(self, number=signal.SIGTERM):
        """Ask `up` to stop, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)

    def children(self):
        """The living processes below `up`, by name: database, web, worker."""
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                line = " ".join(child.cmdline())
                name = re.search(r"careline (web|worker)", line)
                found["database" if "postgres" in line else name[1] if name else line] = child
        return found

    def get(self, path, **headers):
        """Fetch a page; returns status and text, whatever the status."""
        try:
            asked = urllib.request.Request(self.url + path, headers=headers)
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_until_ready(self, seconds=60):
        """Wait until `/health/ready` is content."""
        limit = time.monotonic() + seconds
        while True:
            with contextlib.suppress(OSError):
                status, _ = self.get("/health/ready")
                if status == 200:
                    return
            assert time.monotonic() < limit, self.log
            time.sleep(0.2)


def _settled():
    """A home with a database that has its tables, made by the first process of a run of tests that asks for it."""
    home = Path(os.environ["CARELINE_HOME"], "settled")
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            first = Installation(home.with_suffix(".first"))
            made = first.run("migrate", timeout=300)
            assert made.returncode == 0, made.stderr
            first.home.rename(home)
    return home


@contextlib.contextmanager
def installation(**settings):
    """An installation in a short temporary home, stopped and removed at the end."""
    folder = tempfile.mkdtemp(prefix="cl-", dir="/tmp")
    Path(folder).chmod(0o711)
    desk = Installation(Path(folder) / "home", **settings)
    try:
        yield desk
    finally:
        if desk.process is not None and desk.process.poll() is None:
            desk.stop()
        shutil.rmtree(folder, ignore_errors=True)
