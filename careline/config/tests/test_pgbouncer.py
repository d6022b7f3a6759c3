"""Careline behind PgBouncer in transaction mode: four connections for everybody, and nothing depends on which."""

import json
import os
import smtplib
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import httpx
import psycopg
import pytest

from careline.testing.installation import installation
from careline.testing.pgbouncer import SERVER_CONNECTIONS, pgbouncer, program
from careline.testing.template import template

pytestmark = [
    pytest.mark.pgbouncer,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(program() is None, reason="PgBouncer is not installed"),
]
MAILS = 40
MAKE = """
import json
from django.test import Client
from careline.channels.models import Inbox
from careline.testing.world import make_world
world = make_world()
Inbox.objects.create(name="Support", address="help@desk.example", team=world.support, storm_limit=0)
client = Client()
client.force_login(world.ana)
print("MADE", json.dumps({"session": client.cookies["sessionid"].value, "team": world.support.pk}))
"""
COUNT = """
from careline.tickets.models import Message, Ticket
from procrastinate.contrib.django.models import ProcrastinateJob
tickets = [one.pk for one in Ticket.objects.iterator(chunk_size=5)]
bad = ProcrastinateJob.objects.filter(status="failed").count()
print("COUNTED", Message.objects.count(), len(tickets), bad)
"""


@pytest.fixture(scope="module")
def database():
    """A database with our tables on the tests' server, and the server's address."""
    server, name = os.environ["DATABASE_URL"], f"careline_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')
        yield server, name
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def pool(database):
    with pgbouncer(*database) as running:
        yield running


@pytest.fixture(scope="module")
def desk(pool):
    with installation(
        DATABASE_URL=pool.url, LISTENER_DATABASE_URL=pool.direct_url, CARELINE_WEB_PROCESSES="2"
    ) as found:
        found.start()
        found.wait_until_ready()
        yield found


@pytest.fixture(scope="module")
def made(desk):
    answer = desk.run("django", "shell", "-c", MAKE)
    assert "MADE " in answer.stdout, answer.stderr
    return json.loads(answer.stdout.split("MADE ")[1])


def send(desk, numbers):
    with smtplib.SMTP("127.0.0.1", desk.smtp_port, timeout=30) as line:
        for number in numbers:
            mail = EmailMessage()
            mail["From"], mail["To"] = f"c{number}@customer.example", "help@desk.example"
            mail["Subject"], mail["Message-ID"] = f"Bell no. {number}", f"<{number}@customer.example>"
            mail.set_content("It does not ring.")
            line.send_message(mail)


def visit(desk, made, count):
    """Open the desk so often, one after the other; returns the statuses."""
    with httpx.Client(base_url=desk.url, cookies={"sessionid": made["session"]}, timeout=30) as browser:
        return {browser.get("/").status_code for _ in range(count)}


def test_mail_pages_jobs_and_wake_ups_work_with_connections_that_change(desk, pool, made):
    with (
        httpx.Client(base_url=desk.url, cookies={"sessionid": made["session"]}, timeout=30) as browser,
        browser.stream("GET", f"/live?topics=team:{made['team']}") as live,
        ThreadPoolExecutor(8) as people,
    ):
        assert live.status_code == 200
        mails = [people.submit(send, desk, range(n, MAILS, 4)) for n in range(4)]
        visits = [people.submit(visit, desk, made, 10) for _ in range(4)]
        assert all(one.result() is None for one in mails)
        assert [one.result() for one in visits] == [{200}] * 4
        assert any("message.received" in line or "ticket.received" in line for line in live.iter_lines())
    limit = time.monotonic() + 60
    while f"COUNTED {MAILS} {MAILS} 0" not in (got := desk.run("django", "shell", "-c", COUNT)).stdout:
        assert time.monotonic() < limit, got.stdout + got.stderr + desk.log[-3000:]
    figures = pool.figures()
    assert figures["transactions"] > MAILS * 3 and figures["servers"] <= SERVER_CONNECTIONS
    assert "prepared statement" not in desk.log and "Traceback" not in desk.log


def test_the_doctor_is_content(desk, made):
    assert "a wake-up took" in desk.run("doctor").stdout


def test_a_backup_goes_past_it(desk, made, tmp_path):
    done = desk.run("backup", str(tmp_path / "desk.backup"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_without_the_second_address_the_doctor_says_what_is_missing(desk, pool):
    with installation(DATABASE_URL=pool.url) as alone:
        alone.home.mkdir()
        examined = alone.run("doctor").stdout
    assert "a NOTIFY was not heard" in examined and "LISTENER_DATABASE_URL" in examined
