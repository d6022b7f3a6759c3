"""Insight at the largest size: its pages beside the least that could be asked, and how fast figures are computed.

The figures of the large company are made up by one statement, spread evenly over the months up to now; computing is
measured on tickets with a whole course, in a database of its own.
"""

import json
import os
import subprocess
import sys
from typing import Any

import psycopg

from bench.database import SETTINGS, copy_of_empty, drop

ROUNDS = 5
COURSES = 5_000
_FILL = """
INSERT INTO insight_ticketfigures (ticket_id, team_id, agent_id, channel, priority, type, created_at, solved_at,
    first_response_business, first_response_calendar, next_response_business, next_response_calendar,
    requester_wait_business, requester_wait_calendar, first_resolution_business, first_resolution_calendar,
    full_resolution_business, full_resolution_calendar, first_contact, settles_at, one_touch, reopened, met, missed, computed_at)
SELECT t.id, t.team_id, 1 + t.id %% 200, t.channel, t.priority, t.type, s.at - s.took * interval '1 second', s.at,
    s.took / 9, s.took / 3, ARRAY[s.took / 8, s.took / 5], ARRAY[s.took / 4, s.took / 2], s.took / 5, s.took / 2,
    s.took / 3, s.took, s.took / 3, s.took, s.dice < 0.5, s.at + interval '7 days', s.dice < 0.45, s.dice > 0.9,
    CASE WHEN s.dice < 0.8 THEN ARRAY['first_response:1', 'resolution:1'] ELSE ARRAY['first_response:1'] END,
    CASE WHEN s.dice < 0.8 THEN '{}' ELSE ARRAY['resolution:1']::varchar[] END, now()
FROM tickets_ticket t CROSS JOIN LATERAL (SELECT random() AS dice, -ln(random() + 1e-9) * 90000 AS took,
    now() - (%(last)s - t.id) * interval '1 minute' AS at) s
"""
_DAYS = """
INSERT INTO insight_openwork (day, team_id, status, age, n)
SELECT d::date, team, status, age, 40 FROM generate_series(now() - interval '400 days', now() - interval '1 day', '1 day') d,
    generate_series(1, 50) team, generate_series(1, 4) status, generate_series(0, 4) age
"""
_COUNTED = "INSERT INTO insight_countedday (day, ended_at) SELECT DISTINCT day, day + interval '1 day' FROM insight_openwork"
_READY = (
    "INSERT INTO insight_progress (id, cluster, snapshot, followed_at, walk_total, walk_done) SELECT 1, system_identifier,"
    " pg_current_snapshot(), now(), 0, 0 FROM pg_control_system()"
)
_TABLES = "insight_ticketfigures, insight_openwork, insight_countedday, insight_progress, insight_dueticket"
_ASK = """
import json, statistics, sys, time
import django
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from bench.cores import cpu_seconds
settings.ALLOWED_HOSTS = ["*"]
client = Client()
client.force_login(get_user_model().objects.get(pk=1), backend=settings.AUTHENTICATION_BACKENDS[0])
FLOOR = '''SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY first_response_business),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY full_resolution_business), avg(requester_wait_business)
    FROM insight_ticketfigures WHERE solved_at >= now() - %s * interval '1 day' '''
def page(path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content
def floor(days):
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [2 * days])
        assert cursor.fetchone()[0] > 0
def took(work):
    wall = time.perf_counter(); work(); return (time.perf_counter() - wall) * 1000
told = {}
def forget():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE insight_keptsum")
for name, (path, days, is_first) in json.loads(sys.argv[1]).items():
    page(path); floor(days)
    with CaptureQueriesContext(connection) as captured:
        page(path)
        asked = len(captured)
    walls, floors = zip(*(((is_first and forget()), took(lambda: page(path)), took(lambda: floor(days)))[1:] for _ in range(int(sys.argv[2]))))
    told[name] = {"ms": statistics.median(walls), "floor ms": statistics.median(floors), "queries": asked}
print(json.dumps(told))
"""
PAGES = {
    "28 days": ("/insight/", 28, False),
    "12 months, first paint, nothing kept": ("/insight/?days=365", 365, True),
    "12 months, summed up anew": ("/insight/?days=365&sum=anew", 365, False),
    "12 months, as kept": ("/insight/?days=365", 365, False),
    "28 days by agent": ("/insight/?by=agent", 28, False),
    "targets, 28 days": ("/insight/targets/", 28, False),
    "open work": ("/insight/open-work/", 28, False),
    "tickets behind a figure": ("/insight/full_resolution/", 28, False),
}
"""What is asked, how far back its floor looks, and whether what is kept is forgotten before."""
_COURSE = """
INSERT INTO customers_customer (id, name, team_ids, created_at) VALUES (1, 'Somebody', '{1}', now());
INSERT INTO tickets_ticket (subject, snippet, status, priority, type, channel, team_id, customer_id, language, tags, version,
    message_count, due_at, created_at)
SELECT 'Course', '', 5, 2, 'question', 'email', 1, 1, '', '{}', 1, 1, now(), now() - n * interval '10 minutes'
FROM generate_series(1, %(tickets)s) n;
INSERT INTO tickets_interval (ticket_id, kind, value, started_at, ended_at)
SELECT t.id, 'status', s.value, t.created_at + s.b * interval '1 hour', t.created_at + s.e * interval '1 hour'
FROM tickets_ticket t, (VALUES (1, 0, 1), (2, 1, 3), (3, 3, 20), (2, 20, 22), (5, 22, NULL)) AS s(value, b, e);
INSERT INTO tickets_message (ticket_id, author, is_public, channel, key, state, created_at)
SELECT t.id, s.author, true, 'email', gen_random_uuid(), '', t.created_at + s.h * interval '1 hour'
FROM tickets_ticket t, (VALUES ('customer', 0), ('agent', 3), ('customer', 20), ('agent', 22)) AS s(author, h);
"""
_WALK = """
import json, sys, time
import django
django.setup()
from careline.insight.actions.follow import follow
from careline.insight.actions.walk import walk
from careline.insight.models import TicketFigures
from bench.cores import cpu_seconds
from django.db import connection
follow()
backend = connection.connection.info.backend_pid
wall, cpu, database = time.perf_counter(), time.process_time(), cpu_seconds(backend)
while walk(500):
    pass
seconds = time.perf_counter() - wall
looks = []
for _ in range(200):
    began = time.perf_counter(); follow(); looks.append((time.perf_counter() - began) * 1000)
print(json.dumps({"n": TicketFigures.objects.filter(solved_at__isnull=False).count(), "seconds": seconds,
    "cpu": time.process_time() - cpu, "database": cpu_seconds(backend) - database, "look": sorted(looks)[100]}))
"""


def measure(address: str) -> list[tuple[str, float, str]]:
    """Rows of what was measured: each page in milliseconds and as a multiple of its floor; tickets computed a second."""
    _have_figures(address)
    told = _run(address, _ASK, json.dumps(PAGES), str(ROUNDS))
    rows: list[tuple[str, float, str]] = []
    for name, one in told.items():
        rows += [
            (f"{name}: ms", one["ms"], ""),
            (f"{name}: / one statement over the same rows", one["ms"] / one["floor ms"], "≤ 10" if name in ("28 days", "12 months, summed up anew") else "≤ 1" if name.startswith("12 months") else ""),
            (f"{name}: queries", one["queries"], "≤ 20"),
        ]  # fmt: skip
    return [*rows, *_computing()]


def _have_figures(address: str) -> None:
    """Make figures up where there are none, or where the newest are of another week."""
    with psycopg.connect(address) as connection:
        fresh = connection.execute(
            "SELECT max(solved_at) > now() - interval '2 days' FROM insight_ticketfigures"
        ).fetchone()
        if fresh and fresh[0]:
            return
        last = connection.execute("SELECT max(id) FROM tickets_ticket").fetchone()
        connection.execute("SET synchronous_commit = off")
        connection.execute(f"TRUNCATE {_TABLES}")
        connection.execute(_FILL, {"last": last[0] if last else 0})
        for statement in (_DAYS, _COUNTED, _READY):
            connection.execute(statement)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE insight_ticketfigures, insight_openwork")


def _computing() -> list[tuple[str, float, str]]:
    address = copy_of_empty("insight")
    try:
        with psycopg.connect(address) as connection:
            connection.execute(_COURSE.replace("%(tickets)s", str(COURSES)))
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        told = _run(address, _WALK)
    finally:
        drop(address)
    if told["n"] != COURSES:
        raise RuntimeError(f"{told['n']} of {COURSES} tickets were computed")
    return [
        ("tickets computed a second", COURSES / told["seconds"], "≥ 500"),
        ("CPU ms of the worker for a ticket", told["cpu"] * 1000 / COURSES, ""),
        ("CPU ms of its database for a ticket", told["database"] * 1000 / COURSES, ""),
        ("ms a look at the log, nothing new", told["look"], ""),
    ]


def _run(address: str, program: str, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "DATABASE_URL": address, "CARELINE_LOG_LEVEL": "error", **SETTINGS}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
