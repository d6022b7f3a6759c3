"""Search, warm: rare, common and middling words, in all teams and in few, and a phrase of common words."""

import json
import os
import subprocess
import sys

from bench.database import SETTINGS, prepare
from bench.generator.dataset import Size

_ASK = """
import json, statistics, sys, time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from careline.tickets.queries.search import search
ROUNDS = 7
people = {"all teams": get_user_model().objects.get(pk=1), "own teams": get_user_model().objects.get(pk=2)}
with connection.cursor() as cursor:
    cursor.execute("SELECT word, ndoc FROM ts_stat('SELECT tsv FROM tickets_messagesearch ORDER BY message_id DESC"
                   " LIMIT 20000') WHERE length(word) BETWEEN 4 AND 14 ORDER BY ndoc DESC")
    words = cursor.fetchall()
def near(share):
    return min(words, key=lambda found: abs(found[1] / 20000 - share))[0]
kinds = {"rare": near(0.0001), "between": near(0.01), "common": words[0][0]}
kinds["phrase"] = '"could you tell me whether"'
told = {}
for who, person in people.items():
    for kind, asked in kinds.items():
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            search(person, asked)
            times.append(time.perf_counter() - began)
        told[f"{kind}, {who}"] = statistics.median(times[2:]) * 1000
print(json.dumps(told))
"""
TARGETS = {"rare": "< 50", "common": "< 150", "between": "< 200", "phrase": "bounded, and said so"}


def measure(tickets: int) -> list[tuple[str, float, str]]:
    """Median milliseconds of each kind of search over `tickets` tickets with three messages each."""
    environment = {
        **os.environ,
        **SETTINGS,
        "DATABASE_URL": prepare(Size(tickets)),
        "CARELINE_LOG_LEVEL": "error",
    }
    told = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return [(f"{what}: ms", figure, TARGETS[what.split(",")[0]]) for what, figure in found.items()]
