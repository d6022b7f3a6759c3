"""What it costs lists and search that somebody is kept out of tickets: their plans beside those of a person who is not, and the time.

The exclusions are written in a transaction that is rolled back.
"""

import json
import os
import subprocess
import sys

from bench.database import SETTINGS, prepare
from bench.generator.dataset import Size

EXCLUSIONS = 50
_ASK = """
import json, statistics, sys, time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from careline.tickets.queries.counts import counts
from careline.tickets.queries.queue import queue, views_of
from careline.tickets.queries.search import search
from careline.authority.queries import decisions_to_take
ROUNDS, EXCLUSIONS = 9, int(sys.argv[1])
KEEP_OUT = ("INSERT INTO tickets_exclusion (ticket_id, agent_id, reason, by_id)"
            " SELECT t.id, %s, 'bench', 1 FROM tickets_ticket t ORDER BY t.updated_at DESC LIMIT %s")
people = {"all teams": get_user_model().objects.get(pk=1), "own teams": get_user_model().objects.get(pk=2)}
asked = {"search, common": "bicycle", "search, two": "brake cable", "search, phrase": '"could you tell me whether"'}

def calls(person):
    found = {f"queue {view.key}": (lambda key=view.key: queue(person, key)) for view in views_of(person)}
    found |= {what: (lambda words=words: search(person, words)) for what, words in asked.items()}
    return found | {"counts": lambda: counts(person), "decisions": lambda: list(decisions_to_take(person))}

def statements(call):
    told = []
    def hear(execute, sql, params, many, context):
        told.append((sql, params))
        return execute(sql, params, many, context)
    with connection.execute_wrapper(hear):
        call()
    return [(sql, params) for sql, params in told if sql.lstrip().upper().startswith(("SELECT", "WITH"))]

def ways(node, found):
    # how tables are read; the array of exclusions itself, and index or bitmap of the same index, are no difference
    where = node.get("Index Name") or (node.get("Relation Name") if "Scan" in node["Node Type"] else None)
    if where and "exclusion" not in where:
        found.add(("all of " if node["Node Type"] == "Seq Scan" else "") + where)
    for one in node.get("Plans", ()):
        ways(one, found)
    return found

def plans(call):
    found = []
    for sql, params in statements(call):
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
            row = cursor.fetchone()[0]
        plan = (json.loads(row) if isinstance(row, str) else row)[0]["Plan"]
        found.append(sorted(ways(plan, set())))
    return found

def median(call):
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times[2:]) * 1000

told, changed = {}, []
for who, person in people.items():
    with transaction.atomic():
        before = {what: (plans(call), median(call)) for what, call in calls(person).items()}
        with connection.cursor() as cursor:
            cursor.execute(KEEP_OUT, [person.pk, EXCLUSIONS])
        for what, call in calls(person).items():
            after = plans(call), median(call)
            told[f"{what}, {who}"] = after[1] / before[what][1]
            if after[0] != before[what][0]:
                changed.append((what, who, before[what][0], after[0]))
        transaction.set_rollback(True)
for one in changed:
    print(*one, file=sys.stderr)
print(json.dumps(told | {"statements read another way": len(changed)}))
"""


def measure(tickets: int) -> list[tuple[str, float, str]]:
    """Time with exclusions over time without, and how many statements are read by other indexes then."""
    environment = {
        **os.environ, **SETTINGS, "DATABASE_URL": prepare(Size(tickets)), "CARELINE_LOG_LEVEL": "error",
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", _ASK, str(EXCLUSIONS)],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return [
        (f"kept out: {what}", figure, "0" if what.startswith("statements") else "about 1")
        for what, figure in found.items()
    ]
