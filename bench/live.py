"""Live updates: a thousand streams, fifty events a second to one in a hundred of them; and what pages cost meanwhile."""

import asyncio
import json
import statistics
import time
from dataclasses import dataclass, field

import httpx
import psycopg

from bench.server import web
from bench.sessions import cookies

STREAMS = 1000
EVENTS = 500
EVENTS_PER_SECOND = 50
TICKETS = 100


@dataclass
class Ears:
    """When each event was heard: seconds after it was committed, one figure for each stream that it reached."""

    delays: list[float] = field(default_factory=list)
    ready: int = 0


def measure(address: str) -> dict[str, float]:
    """Return p50 and p95 in milliseconds, how many arrived of those expected, and page times without and with streams."""
    with web(address) as url:
        return asyncio.run(_measure(address, url, cookies(address, 50)))


async def _measure(address: str, url: str, sessions: list[str]) -> dict[str, float]:
    ears = Ears()
    tickets = _tickets(address)
    quiet = await _page_seconds(url, sessions[0], tickets)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=None) as client:
        tasks = [
            asyncio.create_task(
                _listen(client, url, sessions[n % len(sessions)], tickets[n % TICKETS][0], ears)
            )
            for n in range(STREAMS)
        ]
        while ears.ready < STREAMS:
            await asyncio.sleep(0.1)
        pages = asyncio.create_task(_page_seconds(url, sessions[0], tickets))
        await _speak(address, tickets)
        busy = await pages
        await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    cuts = statistics.quantiles(ears.delays, n=100)
    return {
        "p50 ms": cuts[49] * 1000,
        "p95 ms": cuts[94] * 1000,
        "heard of expected": len(ears.delays) / (EVENTS * STREAMS / TICKETS),
        "pages with / without streams": busy / quiet,
    }


def _tickets(address: str) -> list[tuple[int, int]]:
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT id, team_id FROM tickets_ticket WHERE status = 2 ORDER BY id DESC LIMIT %s", [TICKETS]
        ).fetchall()
    return [(int(row[0]), int(row[1])) for row in rows]


async def _listen(client: httpx.AsyncClient, url: str, cookie: str, ticket: int, ears: Ears) -> None:
    async with client.stream(
        "GET", f"{url}/live?topics=ticket:{ticket}", headers={"Cookie": cookie}
    ) as response:
        response.raise_for_status()
        async for line in response.aiter_lines():
            if line == "event: ready":
                ears.ready += 1
            elif line.startswith('data: {"name"'):
                ears.delays.append(time.time() - json.loads(line[6:])["spoken_micro"] / 1e6)


async def _speak(address: str, tickets: list[tuple[int, int]]) -> None:
    """Write events as an action would: row and wake-up in one transaction, at an even pace."""
    began = time.monotonic()
    async with await psycopg.AsyncConnection.connect(address) as connection:
        for n in range(EVENTS):
            ticket, team = tickets[n % TICKETS]
            await asyncio.sleep(max(0.0, began + n / EVENTS_PER_SECOND - time.monotonic()))
            await connection.execute(
                "INSERT INTO core_event (name, subject, topics, actor_kind, actor_id, data)"
                " VALUES ('bench.spoke', %s, %s, 'system', 0, jsonb_build_object('spoken_micro', %s::bigint))",
                [f"ticket:{ticket}", [f"ticket:{ticket}", f"team:{team}"], int(time.time() * 1e6)],
            )
            await connection.execute("SELECT pg_notify('careline_event', '')")
            await connection.commit()


async def _page_seconds(url: str, cookie: str, tickets: list[tuple[int, int]]) -> float:
    times = []
    async with httpx.AsyncClient(timeout=30) as client:
        for ticket, _ in tickets[:60]:
            began = time.monotonic()
            response = await client.get(f"{url}/tickets/{ticket}/", headers={"Cookie": cookie})
            response.raise_for_status()
            times.append(time.monotonic() - began)
            await asyncio.sleep(0.1)
    return statistics.median(times)
