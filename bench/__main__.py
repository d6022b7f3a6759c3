"""`python -m bench [name …] [--sizes 2000,100000]`: measures, and prints one table of ratios with the load beside them.

Uses DATABASE_URL if it is given, else the embedded PostgreSQL with the product's own tuning, kept in
CARELINE_BENCH_HOME (default .careline/bench) so that a million tickets are made only once.
"""

import argparse
import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import (
    business_time,
    clocks,
    fields,
    house,
    insight,
    intake,
    kept_out,
    live,
    neighbours,
    opening,
    pages,
    routing,
    rules,
    scrolling,
    search,
    workday,
)

Row = tuple[str, float, str]


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures Careline, as ratios within one run.")
    parser.add_argument("names", nargs="*", help=f"what to measure: {', '.join(MEASURES)} (default: all)")
    parser.add_argument(
        "--sizes", default="2000,100000,1000000", help="numbers of tickets for pages and search"
    )
    chosen = parser.parse_args()
    sizes = tuple(int(size) for size in chosen.sizes.split(","))
    os.environ.setdefault("CARELINE_SECRET_KEY", secrets.token_urlsafe(48))
    console, table = Console(), Table("what", "measured", "target", "load", title="Careline, measured")
    with database():
        for name in chosen.names or MEASURES:
            with console.status(f"Measuring {name} …"):
                rows = MEASURES[name](sizes)
            load = f"{os.getloadavg()[0]:.1f}"
            for what, figure, target in rows:
                table.add_row(what, f"{figure:,.2f}", target, load)
    console.print(table)


@contextlib.contextmanager
def database() -> Iterator[None]:
    """Have a server in DATABASE_URL: the one given, or the embedded one, started and stopped here."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from careline.core.database import EmbeddedServer, locate

    home = Path(os.environ.get("CARELINE_BENCH_HOME", ".careline/bench")).absolute()
    home.mkdir(parents=True, exist_ok=True)
    server = EmbeddedServer(home)
    server.start()
    os.environ["CARELINE_HOME"] = str(home)
    os.environ["DATABASE_URL"] = f"postgresql://careline@/careline?host={locate(home).sockets}"
    try:
        yield
    finally:
        server.stop()


def _intake(sizes: tuple[int, ...]) -> list[Row]:
    targets = {"one worker / floor": "≥ 0.80", "two workers / one": "≥ 1.60"}
    return [(f"intake: {what}", figure, targets.get(what, "")) for what, figure in intake.measure().items()]


def _memory(sizes: tuple[int, ...]) -> list[Row]:
    found = intake.measure_memory()
    return [
        *((f"intake of 20,000 messages: {what}", figure, "") for what, figure in found.items()),
        ("intake of 20,000 messages: growth", found["MB at the end"] / found["MB after a tenth"], "≤ 1.10"),
    ]


def _pages(sizes: tuple[int, ...]) -> list[Row]:
    found = pages.measure(sizes)
    rows: list[Row] = []
    for page in ("queue", "ticket"):
        for size in sizes:
            told = found[size][page]
            rows += [
                (f"{page} page at {size:,}: ms", told["wall ms"], ""),
                (f"{page} page at {size:,}: queries", told["queries"], "≤ 12"),
                (f"{page} page at {size:,}: CPU ms", told["cpu ms"], "≤ 3 × bare or ≤ 40"),
                (f"{page} page at {size:,}: CPU / bare queries", told["cpu ms"] / told["bare cpu ms"], ""),
                (f"{page} page at {size:,}: database CPU ms", told["database cpu ms"], ""),
            ]
        most, least = found[sizes[-1]][page], found[sizes[0]][page]
        what = f"{page} page: {sizes[-1]:,} / {sizes[0]:,} tickets"
        rows.append((what, most["wall ms"] / least["wall ms"], "≤ 1.30"))
        rows.append((f"{what}, CPU with database", _all_cpu(most) / _all_cpu(least), "≤ 1.30"))
    return rows


def _all_cpu(told: dict[str, float]) -> float:
    return told["cpu ms"] + told["database cpu ms"]


def _search(sizes: tuple[int, ...]) -> list[Row]:
    return [(f"search, {what}", figure, target) for what, figure, target in search.measure(sizes[-1])]


def _live(sizes: tuple[int, ...]) -> list[Row]:
    from bench.database import prepare
    from bench.generator.dataset import Size

    targets = {"p95 ms": "< 50", "pages with / without streams": "≤ 1.30", "heard of expected": "1.00"}
    found = live.measure(prepare(Size(sizes[0])))
    return [(f"live, 1,000 streams: {what}", figure, targets.get(what, "")) for what, figure in found.items()]


def _workday(sizes: tuple[int, ...]) -> list[Row]:
    from bench.database import prepare
    from bench.generator.dataset import Size

    return [
        (f"200 agents, {what}", figure, target)
        for what, figure, target in workday.measure(prepare(Size(sizes[-1])))
    ]


def _opening(sizes: tuple[int, ...]) -> list[Row]:
    from bench.database import prepare
    from bench.generator.dataset import Size

    return [
        (f"in a browser, {what}", figure, target)
        for what, figure, target in opening.measure(prepare(Size(sizes[-1])))
    ]


def _business_time(sizes: tuple[int, ...]) -> list[Row]:
    targets = {"additions/s": "≥ 100,000"}
    return [
        (f"business time: {what}", figure, targets.get(what, ""))
        for what, figure in business_time.measure().items()
    ]


def _neighbours(sizes: tuple[int, ...]) -> list[Row]:
    from bench.database import prepare
    from bench.generator.dataset import Size

    return neighbours.measure(prepare(Size(sizes[-1])))


def _scrolling(sizes: tuple[int, ...]) -> list[Row]:
    from bench.database import prepare
    from bench.generator.dataset import Size

    return scrolling.measure(prepare(Size(100)), prepare(Size(100_000)))


def _fields(sizes: tuple[int, ...]) -> list[Row]:
    return fields.measure()


def _clocks(sizes: tuple[int, ...]) -> list[Row]:
    found = clocks.measure(sizes[-1])
    return [
        (f"clocks: {what}", figure, "≤ 10" if what.startswith("seconds for") else "")
        for what, figure in found.items()
    ]


def _rules(sizes: tuple[int, ...]) -> list[Row]:
    return [(f"rules: {what}", figure, target) for what, figure, target in rules.measure()]


def _routing(sizes: tuple[int, ...]) -> list[Row]:
    return [(f"routing: {what}", figure, target) for what, figure, target in routing.measure()]


def _kept_out(sizes: tuple[int, ...]) -> list[Row]:
    return kept_out.measure(sizes[-1])


def _insight(sizes: tuple[int, ...]) -> list[Row]:
    from bench.database import prepare
    from bench.generator.dataset import Size

    return [
        (f"insight, {what}", figure, target)
        for what, figure, target in insight.measure(prepare(Size(sizes[-1])))
    ]


def _house(sizes: tuple[int, ...]) -> list[Row]:
    targets = {"web and worker MB": "< 350"}
    return [(f"house: {what}", figure, targets.get(what, "")) for what, figure in house.measure().items()]


MEASURES: dict[str, Callable[[tuple[int, ...]], list[Row]]] = {
    "intake": _intake,
    "memory": _memory,
    "pages": _pages,
    "search": _search,
    "live": _live,
    "workday": _workday,
    "opening": _opening,
    "business-time": _business_time,
    "neighbours": _neighbours,
    "scrolling": _scrolling,
    "fields": _fields,
    "clocks": _clocks,
    "kept-out": _kept_out,
    "rules": _rules,
    "routing": _routing,
    "insight": _insight,
    "house": _house,
}

if __name__ == "__main__":
    main()
