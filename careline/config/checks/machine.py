"""The machine: Python, home, disk, secret key, clock, stray settings."""

import difflib
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from careline.config.choices import CHOICES
from careline.config.secret_key import NAME
from careline.config.settings import CONFIGURATION
from careline.core.diagnosis import Finding, bad, good, warning

GIGABYTE = 1024**3
LITTLE_SPACE_BYTES = 2 * GIGABYTE
TOO_LITTLE_SPACE_BYTES = GIGABYTE // 4
BUILT_AT = datetime(2026, 1, 1, tzinfo=UTC)
NEWEST_TRIED = (3, 14)


def check_python() -> Iterator[Finding]:
    """Is this Python one that Careline was tried with?"""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] > NEWEST_TRIED:
        yield warning(f"Python {version} is newer than Careline was tried with", "prefer Python 3.11 to 3.14")
    else:
        yield good(f"Python {version}")


def check_home() -> Iterator[Finding]:
    """Can we keep things in the home, and can strangers not?"""
    home = CONFIGURATION.home
    if not os.access(home, os.W_OK | os.X_OK):
        yield bad(f"{home} is not writable", f"give it to the account that runs Careline: chown -R … {home}")
        return
    if home.stat().st_mode & stat.S_IWOTH:
        yield bad(f"everybody may write in {home}", f"chmod o-w {home}")
    free = shutil.disk_usage(home).free
    told = f"{home} has {free / GIGABYTE:.1f} GB free"
    if free < TOO_LITTLE_SPACE_BYTES:
        yield bad(told, "make room, or move the home (CARELINE_HOME) to a larger disk")
    elif free < LITTLE_SPACE_BYTES:
        yield warning(told, "mail and attachments will need more before long")
    else:
        yield good(told)


def check_secret_key() -> Iterator[Finding]:
    """Is the key ours alone? Without it mailbox passwords can't be read again."""
    path = CONFIGURATION.home / NAME
    if os.environ.get("CARELINE_SECRET_KEY"):
        yield good("the key comes from CARELINE_SECRET_KEY")
    elif not path.exists():
        yield good("the key comes from careline.toml")
    elif path.stat().st_mode & 0o077:
        yield bad(f"others may read {path}", f"chmod 600 {path}")
    else:
        yield good(f"{path} is private; keep a copy of it away from the backups")


def check_clock() -> Iterator[Finding]:
    """Is the clock plausible, and on UTC's side of the truth?"""
    now = datetime.now(UTC)
    if now < BUILT_AT:
        yield bad(f"the clock says {now:%Y-%m-%d}", "set the clock, best by NTP (timedatectl set-ntp true)")
    else:
        yield good(f"{now:%Y-%m-%d %H:%M} UTC, local zone {time.tzname[0]}")


def check_stray_settings() -> Iterator[Finding]:
    """Is there a variable that looks like a setting, but misspelt?"""
    known = {choice.variable for choice in CHOICES}
    for name in sorted(n for n in os.environ if n.startswith("CARELINE_") and n not in known):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        if near:
            yield warning(f"{name} is not a setting", f"did you mean {near[0]}?")
    for path in (Path.cwd() / "careline.toml", CONFIGURATION.home / "careline.toml"):
        if path.exists() and path.stat().st_mode & stat.S_IROTH and _holds_secret(path):
            yield warning(f"others may read the passwords in {path}", f"chmod 600 {path}")


def _holds_secret(path: Path) -> bool:
    text = path.read_text()
    return any(f"{choice.name} " in text or f"{choice.name}=" in text for choice in CHOICES if choice.secret)
