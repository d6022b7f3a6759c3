"""Whether searching slows the queue: pages at a fixed pace, alone, beside searches, and beside work that costs the same.

Three kinds of minutes take turns within one run. In the third the searches give way to pure loops that take as much CPU
as the searches' database and processes did: what the pages lose there, any work on such a machine costs them. Searches
are those of people (all that the box can be asked), what it offers while they type, and similar tickets.
"""

import asyncio
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

import psycopg

from bench.cores import cpu_seconds
from bench.server import Server, web
from bench.sessions import cookies
from bench.streams import open_tickets
from bench.visitors import Request, drive

AGENTS = 50
TICKETS = 400
MOST_PAGES_A_SECOND = 20
BUSY = 0.4
"""The share of one thread's time that pages alone may take: beyond it a crowded machine only measures its own queue."""
ROUNDS = 4
SECONDS = 12
WARM_SECONDS = 6
PACES = {"a busy hour": 0.25, "a storm": 2.0}
"""Searches for each page: a busy hour of two hundred agents, and far more than there are seats for."""
PAGES = {"queue": 30, "queue list": 20, "ticket": 50}
SEARCHES = {"search": 50, "first results": 20, "completions": 15, "similar": 15}
_BURN = """
import sys, time
share = float(sys.argv[1])
while True:
    until = time.process_time() + share * 0.1
    began = time.monotonic()
    while time.process_time() < until: sum(range(500))
    time.sleep(max(0.0, 0.1 - (time.monotonic() - began)))
"""
_WORDS = """
SELECT word, ndoc FROM ts_stat('SELECT tsv FROM tickets_messagesearch ORDER BY message_id DESC LIMIT 20000')
WHERE length(word) BETWEEN 4 AND 14 AND word ~ '^[a-z]+$' ORDER BY ndoc DESC
"""
LATE = 20_000
_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@dataclass
class Arm:
    """One kind of minute: the seconds that each page and each search took, and CPU seconds a second: of the
    database with the processes beside the web process, and of the web process."""

    pages: dict[str, list[float]] = field(default_factory=dict)
    searches: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    web: list[float] = field(default_factory=list)


def measure(address: str) -> list[tuple[str, float, str]]:
    """Rows of (what, figure, target): milliseconds of pages in each kind of minute, and ratios within the run."""
    with web(address) as server:
        desk = Desk(
            address,
            server,
            cookies(address, AGENTS),
            [number for number, _team in open_tickets(address, TICKETS)],
            _words(address),
        )
        desk.live(Arm(), searches_a_page=1, seconds=WARM_SECONDS)
        desk.find_pace()
        return [row for name, pace in PACES.items() for row in _compare(desk, name, pace)]


def _compare(desk: "Desk", name: str, pace: float) -> list[tuple[str, float, str]]:
    """Let the three kinds of minutes take turns at one pace of searches."""
    alone, searched, looped = Arm(), Arm(), Arm()
    for _ in range(ROUNDS):
        desk.live(alone)
        desk.live(searched, searches_a_page=pace)
        with _loops(max(0.0, searched.behind[-1] - alone.behind[-1])):
            desk.live(looped)
    return _rows(
        f"{name} ({desk.pace:.0f} pages, {desk.pace * pace:.0f} searches/s)", alone, searched, looped
    )


@dataclass
class Desk:
    """A server, and what can be asked of it by whom."""

    address: str
    server: Server
    sessions: list[str]
    tickets: list[int]
    words: dict[str, list[str]]
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    pace: float = 2.0

    def find_pace(self) -> None:
        """Ask for pages one a second, and choose how many a second this machine gives at this hour without a line."""
        arm = Arm()
        self.pace = 1.0
        self.live(arm)
        one = statistics.median(seconds for times in arm.pages.values() for seconds in times)
        self.pace = max(1.0, min(MOST_PAGES_A_SECOND, BUSY / one))

    def live(self, arm: Arm, *, searches_a_page: float = 0, seconds: int = SECONDS) -> None:
        """Let some seconds go by, and note in `arm` what they cost."""
        began = self.server.cpu, self._cpu_behind()
        pages, searches = asyncio.run(self._ask(seconds, searches_a_page * self.pace))
        arm.web.append((self.server.cpu - began[0]) / seconds)
        arm.behind.append((self._cpu_behind() - began[1]) / seconds)
        for kind, times in pages.items():
            arm.pages.setdefault(kind, []).extend(times)
        arm.searches.extend(took for times in searches.values() for took in times)

    async def _ask(self, seconds: int, a_second: float) -> list[dict[str, list[float]]]:
        asked = [drive(self.server.url, self._plan(PAGES, round(self.pace * seconds)), a_second=self.pace)]
        if a_second:
            asked.append(
                drive(self.server.url, self._plan(SEARCHES, round(a_second * seconds)), a_second=a_second)
            )
        told = await asyncio.gather(*asked)
        return [*told, {}][:2]

    def _plan(self, mix: dict[str, int], count: int) -> list[Request]:
        kinds = self.chance.choices(list(mix), weights=list(mix.values()), k=count)
        return [(kind, self.chance.choice(self.sessions), *self._address(kind)) for kind in kinds]

    def _address(self, kind: str) -> tuple[str, str, str]:
        ticket = self.chance.choice(self.tickets)
        view = self.chance.choice(("all-open", "mine", "unassigned"))
        asked = quote(self.chance.choice(self.words[self.chance.choice(list(self.words))]))
        operator = self.chance.choice(("from:cus", "tag:or", "team:tea", "assignee:agent1"))
        return {
            "ticket": ("GET", f"/tickets/{ticket}/", "main"),
            "queue": ("GET", f"/views/{view}/", ""),
            "queue list": ("GET", f"/views/{view}/", "queue-list"),
            "search": ("GET", f"/search/?q={asked}", ""),
            "first results": ("GET", f"/search/first/?q={asked}", ""),
            "completions": ("GET", f"/search/completions/?q={operator}", ""),
            "similar": ("GET", f"/tickets/{ticket}/similar/", "similar"),
        }[kind]

    def _cpu_behind(self) -> float:
        with psycopg.connect(self.address) as connection:
            return self.server.cpu_aside + sum(
                cpu_seconds(pid) for (pid,) in connection.execute(_BACKENDS).fetchall()
            )


def _words(address: str) -> dict[str, list[str]]:
    """Words of four kinds, by the share of late messages that have them, and phrases of common ones."""
    with psycopg.connect(address) as connection:
        found = connection.execute(_WORDS).fetchall()
    near = {"rare": 0.0001, "between": 0.01, "middling": 0.05, "common": 1.0}
    words = {
        kind: [word for word, _count in sorted(found, key=lambda one: abs(one[1] / LATE - share))[:12]]
        for kind, share in near.items()
    }
    return words | {"phrase": ['"could you tell me whether"', '"tell me whether"', '"how long will"']}


@contextmanager
def _loops(share: float) -> Iterator[None]:
    """Keep processes busy that take this many CPU seconds a second together."""
    count = 2
    loops = [subprocess.Popen([sys.executable, "-c", _BURN, str(share / count)]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _rows(pace: str, alone: Arm, searched: Arm, looped: Arm) -> list[tuple[str, float, str]]:
    rows: list[tuple[str, float, str]] = []
    for kind in PAGES:
        told = [_middle_and_most(arm.pages[kind]) for arm in (alone, searched, looped)]
        for n, name in enumerate(("p50", "p95")):
            quiet, beside, control = (one[n] for one in told)
            rows += [
                (f"{pace}, {kind}: {name} ms alone", quiet * 1000, ""),
                (f"{pace}, {kind}: {name} ms beside searches", beside * 1000, ""),
                (f"{pace}, {kind}: {name}, searches / alone", beside / quiet, ""),
                (f"{pace}, {kind}: {name}, searches / loops of the same CPU", beside / control, "≤ 1.30"),
            ]
    cost = (statistics.mean(arm.behind) for arm in (alone, searched))
    rows.append(
        (f"{pace}: CPU of the searches' database and processes, share of one core", -float.__sub__(*cost), "")
    )
    cost = (statistics.mean(arm.web) for arm in (alone, searched))
    rows.append((f"{pace}: web process, share of one core for searches", -float.__sub__(*cost), ""))
    rows.append((f"{pace}: a search, p50 ms", _middle_and_most(searched.searches)[0] * 1000, ""))
    rows.append((f"{pace}: a search, p95 ms", _middle_and_most(searched.searches)[1] * 1000, ""))
    return rows


def _middle_and_most(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[18]
