"""What `careline doctor` looks at: a list of checks that every app may add to, each with the hint that mends it.

An app registers its checks in a module `diagnosis.py` of its own, which the doctor finds by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a finding is meant."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what is so, and, unless it is good, what mends it."""

    level: Level
    text: str
    hint: str = ""


Check = Callable[[], Iterable[Finding]]
CHECKS: dict[str, Check] = {}


def good(text: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(Level.GOOD, text)


def warning(text: str, hint: str) -> Finding:
    """Return a finding that one may live with."""
    return Finding(Level.WARNING, text, hint)


def bad(text: str, hint: str) -> Finding:
    """Return a finding that keeps Careline from working."""
    return Finding(Level.BAD, text, hint)


def register_check(name: str, check: Check) -> None:
    """Have `careline doctor` run a check. It returns findings; an exception counts as a bad one."""
    CHECKS[name] = check


def examine(checks: dict[str, Check]) -> Iterator[tuple[str, Finding]]:
    """Run the checks in their order, each on its own: one that fails does not hide the next."""
    for name, check in checks.items():
        try:
            yield from ((name, finding) for finding in check())
        except Exception as error:
            yield name, bad(f"could not be checked: {type(error).__name__}: {error}", "mend this first")
