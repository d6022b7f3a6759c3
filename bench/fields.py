"""What fields of one's own cost a ticket: its page and its parts with none, 20 and 200 of them, all filled, taking turns.

Each number of fields has a small company and a process of its own.
"""

import json
import os
import statistics
import subprocess
import sys

from bench.database import SETTINGS, copy_of, drop, prepare
from bench.generator.dataset import FIRST_TICKET, Size

TICKETS = 300
NUMBERS = (0, 20, 200)
ROUNDS = 8
_ASK = """
import json, sys, time
import django
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.models import Ticket
settings.ALLOWED_HOSTS = ["*"]
TIMES, count, number = 5, int(sys.argv[1]), int(sys.argv[2])
KINDS = {"text": "some words", "number": "7", "choice": "A", "date": "2027-01-01"}
part = {"HX-Request": "true"}
client = Client()

def fill():
    admin, given = get_user_model().objects.get(pk=1), {}
    for n in range(count):
        kind = [*KINDS][n % 4]
        field = create_field("ticket", kind, FieldDetails(f"Bench {count} field {n}", choices="A\\nB"), by=admin)
        given[field.key] = KINDS[kind]
    if given:
        change_fields(Ticket.objects.get(pk=number), given, by=admin)
    client.force_login(admin, backend=settings.AUTHENTICATION_BACKENDS[0])
    return [key for key in given if "field" in key]

def get(path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code)

turn = 0
def save(key):
    global turn
    turn += 1
    answer = client.post(f"/fields/ticket/{number}/{key}/", {f"f-{key}": f"words {turn}"}, headers=part)
    assert answer.status_code == 200, answer.status_code

def cost(work):
    began = time.perf_counter(), time.process_time()
    for _ in range(TIMES):
        work()
    return [(time.perf_counter() - began[0]) * 1000 / TIMES, (time.process_time() - began[1]) * 1000 / TIMES]

def queries(work):
    work()
    with CaptureQueriesContext(connection) as said:
        work()
    return len(said)

keys = fill()
works = {
    "page": lambda: get(f"/tickets/{number}/"),
    "opened from the queue": lambda: get(f"/tickets/{number}/", **part, **{"HX-Target": "main"}),
    "side": lambda: get(f"/tickets/{number}/side/", **part),
    "thread": lambda: get(f"/tickets/{number}/thread/", **part, **{"HX-Target": "thread"}),
    "fields panel": lambda: get(f"/fields/ticket/{number}/", **part),
}
if keys:
    works["one field saved"] = lambda: save(keys[0])
counted = {name: queries(work) for name, work in works.items()}
for _line in sys.stdin:
    print(json.dumps({name: [*cost(work), counted[name]] for name, work in works.items()}), flush=True)
"""
LAZY = {"fields panel", "one field saved"}
"""They show every field, so they grow with them: the one is fetched when asked for, the other answers with it."""


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, figure, target): milliseconds and CPU of each part, queries, and 200 fields beside the fewest."""
    prepared = prepare(Size(TICKETS))
    companies = [copy_of(prepared, f"fields_{count}") for count in NUMBERS]
    askers = [_asker(address, count) for address, count in zip(companies, NUMBERS, strict=True)]
    told: list[list[dict[str, list[float]]]] = [[] for _ in askers]
    for _ in range(ROUNDS):
        for asker, seen in zip(askers, told, strict=True):
            assert asker.stdin and asker.stdout
            asker.stdin.write("go\n")
            asker.stdin.flush()
            seen.append(json.loads(asker.stdout.readline()))
    for asker in askers:
        asker.communicate()
    for address in companies:
        drop(address)
    return [row for part in told[-1][0] for row in _rows(part, dict(zip(NUMBERS, told, strict=True)))]


def _rows(part: str, told: dict[int, list[dict[str, list[float]]]]) -> list[tuple[str, float, str]]:
    found = {count: [one[part] for one in seen] for count, seen in told.items() if part in seen[0]}
    rows: list[tuple[str, float, str]] = []
    for count, seen in found.items():
        wall, cpu = (statistics.median(one[n] for one in seen) for n in (0, 1))
        rows += [
            (f"{part}, {count} fields: ms", wall, ""),
            (f"{part}, {count} fields: CPU ms", cpu, ""),
            (f"{part}, {count} fields: queries", seen[0][2], ""),
        ]
    least, most = min(found), max(found)
    for n, what in enumerate(("", ", CPU")):
        ratios = [many[n] / few[n] for many, few in zip(found[most], found[least], strict=True)]
        target = "" if part in LAZY else "≤ 1.30"
        rows.append((f"{part}: {most} / {least} fields{what}", statistics.median(ratios), target))
    return rows


def _asker(address: str, count: int) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        **SETTINGS,
        "DATABASE_URL": address,
        "CARELINE_LOG_LEVEL": "error",
    }
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _ASK, str(count), str(FIRST_TICKET)],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
