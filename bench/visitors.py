"""Requests at an even pace from a process of its own, whether or not those before were answered: waiting in line counts."""

import asyncio
import json
import subprocess
import sys

Request = tuple[str, str, str, str, str]
"""What kind it is, whose session (a cookie header), method, path, and the part of the page that htmx asks for."""
_DRIVE = """
import asyncio, collections, json, sys, time
import httpx
url, pace, plan = sys.argv[1], float(sys.argv[2]), json.load(sys.stdin)
TOKEN = "a" * 32
times = collections.defaultdict(list)

async def ask(client, kind, cookie, method, path, part):
    headers = {"Cookie": f"{cookie}; csrftoken={TOKEN}"}
    if part:
        headers |= {"HX-Request": "true", "HX-Target": part}
    if method == "POST":
        headers |= {"X-CSRFToken": TOKEN, "Origin": url}
    body = {"data": {"priority": "2"}} if method == "POST" else {}
    began = time.monotonic()
    answer = await client.request(method, url + path, headers=headers, **body)
    assert answer.status_code in (200, 204), (kind, path, answer.status_code, answer.text[:300])
    times[kind].append(time.monotonic() - began)

async def main():
    async with httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=None)) as client:
        began, asked = time.monotonic(), []
        for n, one in enumerate(plan):
            await asyncio.sleep(max(0.0, began + n / pace - time.monotonic()))
            asked.append(asyncio.create_task(ask(client, *one)))
        await asyncio.gather(*asked)

asyncio.run(main())
print(json.dumps(times))
"""


async def drive(url: str, plan: list[Request], *, a_second: float) -> dict[str, list[float]]:
    """Ask for all of a plan, in its order. Returns the seconds that each kind of request took."""
    visitor = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _DRIVE,
        url,
        str(a_second),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    said, _ = await visitor.communicate(json.dumps(plan).encode())
    return dict(json.loads(said))
