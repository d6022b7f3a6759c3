"""A job's log lines carry its id, whichever kind of function it is."""

import pytest
import structlog
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

SEEN = []


@app.task(name="test.note")
def note():
    SEEN.append(structlog.contextvars.get_contextvars())


@app.task(name="test.note_async")
async def note_async():
    SEEN.append(structlog.contextvars.get_contextvars())


@pytest.mark.django_db(transaction=True)
def test_a_worker_binds_the_id_of_each_job():
    SEEN.clear()
    ids = [note.defer(), note_async.defer()]
    connector = PsycopgConnector(conninfo=dsn())
    with app.replace_connector(connector), app.open():
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=["default"])
    assert sorted((s["job_id"], s["task"]) for s in SEEN) == sorted(
        zip(ids, ["test.note", "test.note_async"], strict=True)
    )


def dsn():
    parts = connection.get_connection_params()
    return " ".join(
        f"{k}='{parts[k]}'" for k in ("host", "port", "user", "password", "dbname") if parts.get(k)
    )
