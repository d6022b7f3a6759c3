"""Small truths about processes: one lock a home, and children that don't outlive their parent."""

import contextlib
import ctypes
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1  # prctl(2), Linux


class AlreadyRunning(Exception):
    """Another process holds this home."""

    def __init__(self, home: Path, holder: str) -> None:
        super().__init__(
            f"Careline already runs in {home} ({holder or 'unknown process'}). "
            "Stop it first, or give this one its own CARELINE_HOME."
        )


@contextlib.contextmanager
def alone_in(home: Path, *, name: str) -> Iterator[None]:
    """Hold the home for one `name`d process; the kernel lets go when we end, however that happens."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "careline.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(home, lock.read().strip()) from None
        lock.truncate(0)
        lock.write(f"{name}, process {os.getpid()}")
        lock.flush()
        yield
        lock.truncate(0)


def die_with_parent(number: int) -> Callable[[], None] | None:
    """Return what a child runs before `exec`, so that it gets this signal when we die (Linux; None elsewhere)."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    return lambda: library.prctl(PR_SET_PDEATHSIG, number) and None
