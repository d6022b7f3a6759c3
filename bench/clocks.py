"""Clocks: what a million running ones cost while nothing is due, and how fast ten thousand that are due are handled."""

import json
import os
import subprocess
import sys

import psycopg

from bench.database import copy_of_empty, drop

RUNNING = 1_000_000
DUE = 10_000
LOOKS = 200
_CUSTOMER = (
    "INSERT INTO customers_customer (id, name, team_ids, created_at) VALUES (1, 'Somebody', '{1}', now())"
)
_TICKETS = """
INSERT INTO tickets_ticket (subject, snippet, status, priority, type, channel, team_id, customer_id, language, tags,
    version, message_count, due_at)
SELECT 'Clock', '', 1, 2, 'question', 'email', 1, 1, '', '{}', 1, 1, now() + interval '30 days'
FROM generate_series(1, %(tickets)s)
"""
_CLOCKS = """
INSERT INTO policies_clock (ticket_id, kind, policy_id, state, seconds, is_business, started_at, due_at, next_at, used_seconds,
    agenda, fired, reason)
SELECT t.id, 'first_response', %(policy)s, 'running', 14400, true, now(), d.at, d.at, 0,
    jsonb_build_array(jsonb_build_array('breach', to_char(d.at, 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM'))), '{}', ''
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM tickets_ticket) t
CROSS JOIN LATERAL (SELECT now() + interval '1 day' + (t.n || ' s')::interval AS at) d
"""
_NOW_DUE = """
UPDATE policies_clock c SET due_at = d.at, next_at = d.at,
    agenda = jsonb_build_array(jsonb_build_array('breach', to_char(d.at, 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM')))
FROM (SELECT id, now() - interval '2 minutes' + row_number() OVER (ORDER BY id) * interval '6 ms' AS at
    FROM policies_clock ORDER BY id LIMIT %(due)s) d
WHERE c.id = d.id
"""
_WORKER = """
import json, statistics, sys, time, django
django.setup()
from django.db import connection
from bench.cores import cpu_seconds
from careline.policies.actions.fire_due import fire_due, seconds_to_next
connection.ensure_connection()
backend = connection.connection.info.backend_pid
looks, due = int(sys.argv[1]), int(sys.argv[2])
def timed(act):
    began = time.perf_counter(); act(); return (time.perf_counter() - began) * 1000
if not due:
    fire_due(); took = [timed(lambda: (fire_due(), seconds_to_next())) for _ in range(looks)]
    print(json.dumps({"look": statistics.median(took)})); sys.exit()
began, cpu, database, handled = time.monotonic(), time.process_time(), cpu_seconds(backend), 0
while handled < due:
    done = fire_due()
    if not done:
        break
    handled += done
print(json.dumps({"handled": handled, "seconds": time.monotonic() - began,
    "cpu": time.process_time() - cpu, "database": cpu_seconds(backend) - database}))
"""


def measure(running: int = RUNNING, due: int = DUE) -> dict[str, float]:
    """Milliseconds of a look where nothing is due; seconds for those that came due in one minute, with their CPU."""
    address = copy_of_empty("clocks")
    try:
        _fill(address, running, due=0)
        idle = _worker(address, LOOKS, 0)
        _fill(address, 0, due=due)
        busy = _worker(address, 0, due)
    finally:
        drop(address)
    if busy["handled"] != due:
        raise RuntimeError(f"{busy['handled']} of {due} due clocks were handled")
    return {
        f"ms a look, {running:,} running and none due": idle["look"],
        f"seconds for {due:,} due in one minute": busy["seconds"],
        "CPU seconds of the worker": busy["cpu"],
        "CPU seconds of its database": busy["database"],
    }


def _fill(address: str, running: int, *, due: int) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("SET synchronous_commit = off")
        if running:
            policy = connection.execute(
                "INSERT INTO policies_servicepolicy (name, position, is_active, conditions, is_business, pauses, version)"
                " VALUES ('Bench', 1, true, '{}', true, '{3}', 1) RETURNING id"
            ).fetchone()
            assert policy is not None
            connection.execute(_CUSTOMER)
            connection.execute(_TICKETS, {"tickets": running})
            connection.execute(_CLOCKS, {"policy": policy[0]})
        if due:
            connection.execute(_NOW_DUE, {"due": due})
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _worker(address: str, looks: int, due: int) -> dict[str, float]:
    environment = {
        **os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "careline.config.settings",
        "CARELINE_LOG_LEVEL": "error",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _WORKER, str(looks), str(due)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
