"""What rules cost a message: judged with 5, 50 and 500 of them, and what each message pays before its job is begun.

Each rule asks three things (words of the message by their stems among them), so that the last of them decides.
"""

import json
import os
import subprocess
import sys

from bench.database import SETTINGS, copy_of, drop, prepare
from bench.generator.dataset import FIRST_TICKET, Size

TICKETS = 300
NUMBERS = (5, 50, 500)
_ASK = """
import json, statistics, sys, time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import transaction
from careline.rules.actions.run_rules import run_on
from careline.rules.actions.save_rule import create_rule, switch_rule
from careline.rules.contracts import Act, Origin, RuleDetails
from careline.rules.queries.ready import forget_rules, rules_for
from careline.tickets.queries.conditions import from_json
number, admin = int(sys.argv[1]), get_user_model().objects.get(pk=1)

def make(n):
    asked = [
        {"field": "status", "op": "is", "value": ["new", "open", "pending", "on_hold", "solved", "closed"]},
        {"field": "subject", "op": "contains_not", "value": f"never said {n}"},
        {"field": "message", "op": "has_any", "value": [f"quibble{n}", f"tangram {n}"]},
    ]
    details = RuleDetails(
        f"Rule {n}", "message", from_json({"groups": [{"conditions": asked}]}), (Act("tag", ["x"]),)
    )
    switch_rule(create_rule(details, by=admin), active=True, by=admin)

def judged():
    began = time.perf_counter()
    with transaction.atomic():
        run_on(rules_for("message"), Origin(number))
    return (time.perf_counter() - began) * 1000

told, made = {}, 0
for count in json.loads(sys.argv[2]):
    with transaction.atomic():
        for n in range(made, count):
            make(n)
    made = count
    forget_rules()
    began = time.perf_counter()
    assert len(rules_for("message")) == count
    judged()
    told[f"first message in a process, {count} rules: ms"] = (time.perf_counter() - began) * 1000
    told[f"a message, {count} rules: ms"] = statistics.median(judged() for _ in range(60))
began = time.perf_counter()
for _ in range(100_000):
    rules_for("message")
told["asking whether rules wait: microseconds"] = (time.perf_counter() - began) * 10
print(json.dumps(told))
"""
TARGETS = {"a message, 500 rules: ms": "< 20"}


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, figure, target)."""
    company = copy_of(prepare(Size(TICKETS)), "rules")
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": company, "CARELINE_LOG_LEVEL": "error"}
    asked = [sys.executable, "-W", "ignore", "-c", _ASK, str(FIRST_TICKET), json.dumps(NUMBERS)]
    answer = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    drop(company)
    told: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    least, most = (told[f"a message, {count} rules: ms"] for count in (NUMBERS[0], NUMBERS[-1]))
    rows = [(what, figure, TARGETS.get(what, "")) for what, figure in told.items()]
    return [*rows, (f"a message, {NUMBERS[-1]} / {NUMBERS[0]} rules", most / least, "")]
