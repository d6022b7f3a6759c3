"""Live updates: a thousand streams, fifty events a second to one in a hundred of them; and what pages cost meanwhile.

The pages are asked for by a process of its own, whose clock doesn't stand still while this one reads the streams. Both
share the machine with the server: beside the time of a page stands the CPU time that the server itself spent on it.
"""

import asyncio
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from bench.server import Server, web
from bench.sessions import cookies
from bench.streams import Ears, client, listen, open_tickets, speak

STREAMS = 1000
EVENTS = 300
EVENTS_PER_SECOND = 50
TICKETS = 100
PAGES = 60
_PAGES = """
import http.client, json, statistics, sys, time
port, cookie, tickets = int(sys.argv[1]), sys.argv[2], sys.argv[3].split(",")
times, server = [], http.client.HTTPConnection("127.0.0.1", port, timeout=30)
for ticket in tickets:
    began = time.monotonic()
    server.request("GET", f"/tickets/{ticket}/", headers={"Cookie": cookie})
    answer = server.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    times.append(time.monotonic() - began)
    time.sleep(0.1)
print(json.dumps(times))
"""


@dataclass(frozen=True)
class Visit:
    """Some pages, one after the other: the median seconds of one, and the server's CPU seconds for all that it did."""

    seconds: float
    cpu: float


def measure(address: str) -> dict[str, float]:
    """Return p50 and p95 in milliseconds, how many arrived of those expected, and what pages cost without and with streams."""
    with web(address) as server:
        return asyncio.run(_measure(address, server, cookies(address, 50)))


async def _measure(address: str, server: Server, sessions: list[str]) -> dict[str, float]:
    ears, tickets = Ears(), open_tickets(address, TICKETS)
    await _visit(server, sessions[0], tickets)
    quiet = [await _visit(server, sessions[0], tickets)]
    async with client() as held:
        streams = [
            asyncio.create_task(
                listen(
                    held, server.url, sessions[n % len(sessions)], f"ticket:{tickets[n % TICKETS][0]}", ears
                )
            )
            for n in range(STREAMS)
        ]
        while ears.ready < STREAMS:
            await asyncio.sleep(0.1)
        before = server.cpu
        await speak(address, tickets, events=EVENTS, a_second=EVENTS_PER_SECOND)
        await asyncio.sleep(0.5)
        events = server.cpu - before
        busy, _ = await asyncio.gather(
            _visit(server, sessions[0], tickets),
            speak(address, tickets, events=EVENTS, a_second=EVENTS_PER_SECOND),
        )
        await asyncio.sleep(1)
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    await asyncio.sleep(2)
    quiet.append(await _visit(server, sessions[0], tickets))
    return _told(ears, quiet, busy, events)


def _told(ears: Ears, quiet: list[Visit], busy: Visit, events: float) -> dict[str, float]:
    cuts = statistics.quantiles(ears.delays, n=100)
    heard = EVENTS * STREAMS / TICKETS
    alone = statistics.mean(visit.cpu for visit in quiet)
    return {
        "p50 ms": cuts[49] * 1000,
        "p95 ms": cuts[94] * 1000,
        "heard of expected": len(ears.delays) / (2 * heard),
        "pages with / without streams": busy.seconds / statistics.mean(visit.seconds for visit in quiet),
        "server CPU ms a page without streams": alone / PAGES * 1000,
        "server CPU ms an event and stream that it reached": events / heard * 1000,
        "server CPU a page, with / without streams": (busy.cpu - events) / alone,
        "server CPU, pages and events / pages alone": busy.cpu / alone,
    }


async def _visit(server: Server, cookie: str, tickets: list[tuple[int, int]]) -> Visit:
    before, numbers = server.cpu, ",".join(str(ticket) for ticket, _team in tickets[:PAGES])
    visitor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PAGES, server.url.rpartition(":")[2], cookie, numbers, stdout=subprocess.PIPE
    )
    said, _ = await visitor.communicate()
    return Visit(statistics.median(json.loads(said)), server.cpu - before)
