"""Event streams as browsers hold them, and events written as an action writes them: row and wake-up in one transaction."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
import psycopg


@dataclass
class Ears:
    """When each event was heard: seconds after it was committed, one figure for each stream that it reached.

    `heard` has the moments (seconds of the epoch) at which an event of the product itself came, by its subject.
    """

    delays: list[float] = field(default_factory=list)
    heard: dict[str, list[float]] = field(default_factory=dict)
    ready: int = 0


def client() -> httpx.AsyncClient:
    """A client that may hold any number of streams open."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(limits=limits, timeout=None)


async def listen(streams: httpx.AsyncClient, url: str, cookie: str, topics: str, ears: Ears) -> None:
    """Hold one stream open, and note what comes."""
    async with streams.stream("GET", f"{url}/live?topics={topics}", headers={"Cookie": cookie}) as response:
        response.raise_for_status()
        async for line in response.aiter_lines():
            if line == "event: ready":
                ears.ready += 1
            elif line.startswith('data: {"name"'):
                note(json.loads(line[6:]), ears)


def note(event: dict[str, object], ears: Ears) -> None:
    """Keep when an event was heard."""
    spoken = event.get("spoken_micro")
    if isinstance(spoken, int):
        ears.delays.append(time.time() - spoken / 1e6)
    else:
        ears.heard.setdefault(str(event.get("name")), []).append(time.time())


async def speak(address: str, tickets: Sequence[tuple[int, int]], *, events: int, a_second: float) -> None:
    """Write `events` about the tickets (number, team) in turn, at an even pace."""
    began = time.monotonic()
    async with await psycopg.AsyncConnection.connect(address) as connection:
        for n in range(events):
            ticket, team = tickets[n % len(tickets)]
            await asyncio.sleep(max(0.0, began + n / a_second - time.monotonic()))
            await connection.execute(
                "INSERT INTO core_event (name, subject, topics, actor_kind, actor_id, data)"
                " VALUES ('bench.spoke', %s, %s, 'system', 0, jsonb_build_object('spoken_micro', %s::bigint))",
                [f"ticket:{ticket}", [f"ticket:{ticket}", f"team:{team}"], int(time.time() * 1e6)],
            )
            await connection.execute("SELECT pg_notify('careline_event', '')")
            await connection.commit()


def open_tickets(address: str, count: int) -> list[tuple[int, int]]:
    """The newest open tickets: number and team."""
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT id, team_id FROM tickets_ticket WHERE status = 2 ORDER BY id DESC LIMIT %s", [count]
        ).fetchall()
    return [(int(row[0]), int(row[1])) for row in rows]
