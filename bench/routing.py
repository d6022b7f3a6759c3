"""What giving one ticket to somebody costs: 200 people in one team, 50 queues of which the last takes it, against a floor.

The floor is the least that could be done: lock the ticket, count what each has, give it to who has least, and write down
what the product writes (two events, an interval, who got it), durably, on one connection by plain psycopg. Both take turns.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

import psycopg

from bench.database import SETTINGS, copy_of, drop, prepare
from bench.generator.dataset import FIRST_TICKET, Size

TICKETS = 300
PAIRS = 60
WARM = 5
QUEUES, SKILLS, TEAM = 50, 10, 1
_READY = f"""
INSERT INTO accounts_membership (team_id, agent_id, is_lead)
    SELECT {TEAM}, id, false FROM accounts_agent ON CONFLICT DO NOTHING;
UPDATE tickets_ticket SET status = 1, assignee_id = NULL, team_id = {TEAM} WHERE id < %s;
INSERT INTO workforce_capacity (agent_id, channel, most) VALUES (NULL, 'email', 1000);
"""
_ROUTING = """
import json, sys, time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from careline.routing.actions.route import route
from careline.routing.actions.save_queue import QueueDetails, create_queue
from careline.routing.contracts import Need
from careline.routing.queries.queues import forget_queues
from careline.tickets.queries.conditions import from_json
from careline.workforce.actions.save_skill import create_skill
from careline.workforce.models import AgentSkill
queues, skills, team = json.loads(sys.argv[1])
people = [*get_user_model().objects.order_by("pk")]
admin = people[0]
with transaction.atomic():
    made = [create_skill(f"Skill {n}", kind="product", by=admin) for n in range(skills)]
    AgentSkill.objects.bulk_create(
        AgentSkill(agent=one, skill=made[(one.pk + step) % skills], level=3) for one in people for step in range(4)
    )
    for n in range(queues):
        asked = [
            {"field": "subject", "op": "contains", "value": f"never said {n}"},
            {"field": "message", "op": "has_any", "value": [f"quibble{n}", f"tangram {n}"]},
        ]
        conditions = from_json({"groups": [{"conditions": asked}]}) if n < queues - 1 else from_json({})
        needs = (Need(made[n % skills].pk, 2),)
        create_queue(QueueDetails(f"Queue {n}", conditions, team_id=team, needs=needs), by=admin)
forget_queues()
print("ready", flush=True)
for line in sys.stdin:
    began, before = time.perf_counter(), time.process_time()
    assert route(int(line)), "nobody took it"
    print(json.dumps([(time.perf_counter() - began) * 1000, (time.process_time() - before) * 1000]), flush=True)
"""


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, figure, target)."""
    company = copy_of(prepare(Size(TICKETS)), "routing")
    with psycopg.connect(company, autocommit=True) as connection:
        connection.execute(_READY.replace("%s", str(FIRST_TICKET + 2 * PAIRS)))
        connection.execute("VACUUM ANALYZE")
    try:
        routed, cpu, floor = _take_turns(company)
    finally:
        drop(company)
    return [
        (f"a ticket, 200 people and {QUEUES} queues: ms", routed, ""),
        ("a ticket: CPU ms of the worker", cpu, ""),
        ("the floor: ms", floor, ""),
        ("a ticket / floor", routed / floor, ""),
    ]


def _take_turns(company: str) -> tuple[float, float, float]:
    """Medians of a ticket routed, its CPU, and of the floor, in milliseconds."""
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": company, "CARELINE_LOG_LEVEL": "error"}
    asked = [sys.executable, "-W", "ignore", "-c", _ROUTING, json.dumps([QUEUES, SKILLS, TEAM])]
    routed, floor = [], []
    with (
        subprocess.Popen(asked, env=environment, stdin=-1, stdout=-1, text=True) as worker,
        psycopg.connect(company) as connection,
    ):
        assert worker.stdin is not None and worker.stdout is not None
        assert worker.stdout.readline() == "ready\n", "the worker could not begin"
        for number in range(FIRST_TICKET, FIRST_TICKET + 2 * PAIRS, 2):
            worker.stdin.write(f"{number}\n")
            worker.stdin.flush()
            routed.append(json.loads(worker.stdout.readline()))
            began = time.perf_counter()
            _give(connection, number + 1)
            floor.append((time.perf_counter() - began) * 1000)
        worker.stdin.close()
    wall, cpu = zip(*routed[WARM:], strict=True)
    return statistics.median(wall), statistics.median(cpu), statistics.median(floor[WARM:])


def _give(connection: psycopg.Connection[Any], number: int) -> None:
    """The floor: the same rows, without asking anything but who has least."""
    run = connection.execute
    run("SELECT * FROM tickets_ticket WHERE id = %s FOR UPDATE", [number])
    best = run(
        "SELECT a.id FROM accounts_agent a JOIN accounts_membership m ON m.agent_id = a.id AND m.team_id = %s"
        " LEFT JOIN (SELECT assignee_id, count(*) n FROM tickets_ticket WHERE status IN (1, 2) AND snoozed_until IS NULL"
        " AND assignee_id IS NOT NULL GROUP BY 1) l ON l.assignee_id = a.id ORDER BY coalesce(l.n, 0), a.id LIMIT 1",
        [TEAM],
    ).fetchone()
    assert best is not None
    for name in ("ticket.routed", "ticket.assigned"):
        run(
            "INSERT INTO core_event (name, subject, topics, actor_kind, actor_id, data, at)"
            " VALUES (%s, %s, %s, 'routing', 1, %s, now())",
            [
                name,
                f"ticket:{number}",
                [f"ticket:{number}"],
                json.dumps({"ticket_id": number, "after": best[0]}),
            ],
        )
    run("UPDATE tickets_ticket SET assignee_id = %s, version = version + 1 WHERE id = %s", [best[0], number])
    run(
        "INSERT INTO tickets_interval (ticket_id, kind, value, started_at) VALUES (%s, 'assignee', %s, now())",
        [number, best[0]],
    )
    run(
        "INSERT INTO routing_routed (ticket_id, queue_id, agent_id, waited_seconds, at)"
        " SELECT %s, max(id), %s, 0, now() FROM routing_routingqueue",
        [number, best[0]],
    )
    connection.commit()
