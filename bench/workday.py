"""Two hundred agents at one desk: what their pages cost while twenty requests a second arrive, and when a change is seen.

Each agent holds a stream open that follows a team and one ticket that all of them look at. Requests arrive at an even
pace whether or not the ones before were answered (open loop), so that waiting in line counts. They come from a process
of its own; both share the machine with the server and the database.
"""

import asyncio
import random
import statistics
from dataclasses import dataclass

from bench.server import Server, web
from bench.sessions import cookies
from bench.streams import Ears, client, listen, open_tickets, speak
from bench.visitors import Request, drive

AGENTS = 200
SECONDS = 60
REQUESTS_A_SECOND = 20
CHANGES_A_SECOND = 4
WARM_SECONDS = 10
TICKETS = 400
WORDS = ("bike", "order", "seat", "Monday", "broken+seat", "seit", "nobody+delivered")
# Of a hundred requests; a ticket that is opened from the queue is a part of the page.
MIX = {
    "ticket": 40, "queue": 15, "queue list": 10, "menu of views": 10, "thread": 10, "search": 5, "similar": 5, "change": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Day:
    """What was seen: the seconds of each kind of request, and the seconds from commit to each stream."""

    times: dict[str, list[float]]
    delays: list[float]
    expected: int
    cpu_share: float


def measure(address: str) -> list[tuple[str, float, str]]:
    """Rows of (what, figure, target) for a company of any size. Milliseconds, medians and 95th of a hundred."""
    with web(address) as server:
        sessions = cookies(address, AGENTS)
        day = asyncio.run(_live_through(address, server, sessions))
    rows = [
        (f"{kind}: {name} ms", value * 1000, "")
        for kind in MIX
        for name, value in _middle_and_most(day.times[kind]).items()
    ]
    everything = [seconds for times in day.times.values() for seconds in times]
    rows.append(("all requests: p95 ms", _middle_and_most(everything)["p95"] * 1000, ""))
    rows.append(("web process, share of one core", day.cpu_share, ""))
    seen = _middle_and_most(day.delays)
    rows += [(f"a change at {AGENTS} streams: p50 ms", seen["p50"] * 1000, "")]
    rows += [(f"a change at {AGENTS} streams: p95 ms", seen["p95"] * 1000, "< 50")]
    rows += [(f"a change at {AGENTS} streams: heard of expected", len(day.delays) / day.expected, "1.00")]
    return rows


def _middle_and_most(seconds: list[float]) -> dict[str, float]:
    return {"p50": statistics.median(seconds), "p95": statistics.quantiles(seconds, n=20)[18]}


async def _live_through(address: str, server: Server, sessions: list[str]) -> Day:
    tickets = open_tickets(address, TICKETS)
    watched, ears = tickets[0], Ears()
    plan = _plan(sessions, tickets[1:], seed=1)
    await drive(server.url, plan[: REQUESTS_A_SECOND * WARM_SECONDS], a_second=REQUESTS_A_SECOND)
    async with client() as held:
        streams = [
            asyncio.create_task(
                listen(held, server.url, session, f"ticket:{watched[0]},team:{n % 50 + 1}", ears)
            )
            for n, session in enumerate(sessions)
        ]
        while ears.ready < len(sessions):
            await asyncio.sleep(0.1)
        began, changes = server.cpu, SECONDS * CHANGES_A_SECOND
        times, _ = await asyncio.gather(
            drive(server.url, _plan(sessions, tickets[1:], seed=2), a_second=REQUESTS_A_SECOND),
            speak(address, [(watched[0], 0)], events=changes, a_second=CHANGES_A_SECOND),
        )
        share = (server.cpu - began) / SECONDS
        await asyncio.sleep(1)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    return Day(times, ears.delays, changes * len(sessions), share)


def _plan(sessions: list[str], tickets: list[tuple[int, int]], *, seed: int) -> list[Request]:
    """What is asked for, in this order: kind, session, method, path, the part of the page that htmx asks for."""
    chance = random.Random(seed)
    kinds = chance.choices(list(MIX), weights=list(MIX.values()), k=REQUESTS_A_SECOND * SECONDS)
    return [
        (kind, chance.choice(sessions), *_address(kind, chance.choice(tickets)[0], chance)) for kind in kinds
    ]


def _address(kind: str, ticket: int, chance: random.Random) -> tuple[str, str, str]:
    view = chance.choice(("all-open", "mine", "unassigned"))
    return {
        "ticket": ("GET", f"/tickets/{ticket}/", "main"),
        "queue": ("GET", f"/views/{view}/", ""),
        "queue list": ("GET", f"/views/{view}/", "queue-list"),
        "menu of views": ("GET", "/views/menu/", "views"),
        "thread": ("GET", f"/tickets/{ticket}/thread/", "thread"),
        "search": ("GET", f"/search/?q={chance.choice(WORDS)}", ""),
        "similar": ("GET", f"/tickets/{ticket}/similar/", "similar"),
        "change": ("POST", f"/tickets/{ticket}/priority/", "head"),
    }[kind]
