"""The doctor finds what an operator can get wrong, and says what mends it."""

import os
import socket

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from careline.core import diagnosis
from careline.testing.installation import installation

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def empty_database():
    given = os.environ["DATABASE_URL"]
    name = f"doctor_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        parts = {k: v for k, v in conninfo_to_dict(given).items() if k != "dbname"}
        host = parts.pop("host")
        user = parts.pop("user", "careline")
        port = parts.pop("port", "5432")
        yield f"postgresql:///{name}?host={host}&user={user}&port={port}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_everything_wrong_at_once_is_found_with_its_hint():
    settings = {
        "CARELINE_URL": "http://desk.invalid",
        "CARELINE_DEBUG": "yes",
        "CARELINE_TRUSTED_PROXY": "10.0.0.1",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/desk",
        "CARELINE_MAIL_URL": "smtp://127.0.0.1:1",
    }
    with installation(**settings) as desk:
        desk.home.mkdir()
        desk.home.chmod(0o777)
        key = desk.home / "secret.key"
        key.write_text("k" * 50)
        key.chmod(0o644)
        examined = desk.run("doctor")
    said = " ".join(examined.stdout.split())
    assert examined.returncode == 1
    for finding in (
        f"everybody may write in {desk.home} → chmod o-w",
        f"others may read {key} → chmod 600",
        "CARELINE_TRUSTED_PROXY is not a setting → did you mean CARELINE_TRUSTED_PROXIES?",
        "debug is on → set CARELINE_DEBUG to no",
        "http://desk.invalid is not encrypted → put a proxy",
        "desk.invalid is not known to the DNS",
        "127.0.0.1:1 takes no mail (Connection refused) → set CARELINE_MAIL_URL",
        "no connection:",
        "check DATABASE_URL",
    ):
        assert finding in said, examined.stdout


def test_an_empty_database_and_a_taken_port_are_found(empty_database):
    with installation(DATABASE_URL=empty_database) as desk, socket.socket() as other:
        other.bind(("127.0.0.1", desk.smtp_port))
        other.listen()
        examined = desk.run("doctor")
    said = " ".join(examined.stdout.split())
    for finding in (
        "from DATABASE_URL",
        "pg_trgm is missing → as the database's owner or superuser: CREATE EXTENSION pg_trgm",
        "migrations wait: run careline migrate",
        "a wake-up took",
        "styles and scripts are missing → careline up collects them",
        "worker could not be checked",
    ):
        assert finding in said, examined.stdout + examined.stderr


def test_an_embedded_database_that_sleeps_is_named():
    with installation() as desk:
        examined = desk.run("doctor")
    assert "the embedded database is not running" in examined.stdout
    assert "careline up" in examined.stdout


def test_a_check_that_breaks_is_a_finding_and_hides_no_other():
    def breaks():
        raise ZeroDivisionError("oh")

    def works():
        return [diagnosis.good("fine")]

    found = list(diagnosis.examine({"first": breaks, "second": works}))
    assert [(name, f.level) for name, f in found] == [
        ("first", diagnosis.Level.BAD),
        ("second", diagnosis.Level.GOOD),
    ]
    assert "ZeroDivisionError: oh" in found[0][1].text


def test_a_mistake_in_the_configuration_stops_every_command_with_its_hint():
    with installation(CARELINE_WEB_THREADS="many", CARELINE_FILES="ftp") as desk:
        for command in ("up", "doctor", "web"):
            said = desk.run(command)
            assert said.returncode == 2
            assert "CARELINE_WEB_THREADS is 'many': write a whole number from 1 to 64" in said.stderr
            assert "write one of: local, s3" in said.stderr
            assert "Traceback" not in said.stderr


def test_a_database_that_does_not_answer_is_said_in_one_line_without_its_password():
    with installation(DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/desk") as desk:
        for command in (["migrate"], ["backup", "/tmp/never.careline"]):
            said = desk.run(*command)
            assert said.returncode == 2
            assert "The database does not answer" in said.stderr
            assert "Traceback" not in said.stderr
            assert "hunter2" not in said.stderr
