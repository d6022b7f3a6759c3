"""The whole installation: from `up` to the first page, and what it takes while nobody works."""

import time

import psutil

from careline.testing.installation import installation

IDLE_SECONDS = 20


def measure() -> dict[str, float]:
    """Seconds from `careline up` to the first page on an initialised database, and idle megabytes (PSS) by process."""
    with installation() as desk:
        desk.start()
        desk.stop()
        began = time.monotonic()
        desk.start()
        desk.get("/setup")
        first_page = time.monotonic() - began
        time.sleep(IDLE_SECONDS)
        sizes = {name: _megabytes(child) for name, child in desk.children().items() if name != "database"}
    return {
        "up to first page s": first_page,
        **{f"{name} MB": size for name, size in sizes.items()},
        "web and worker MB": sum(sizes.values()),
    }


def _megabytes(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return float(sum(one.memory_full_info().pss for one in family)) / 1e6
