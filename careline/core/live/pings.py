"""Passing news that nobody has to remember, such as who is typing: sent to watchers, written nowhere."""

import json
from collections.abc import Iterable

from django.db import connection

CHANNEL = "careline_ping"


def ping(name: str, topics: Iterable[str]) -> None:
    """Tell the watchers of `topics`, when this transaction commits, that `name` happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"name": name, "topics": list(topics)})]
        )
