"""The operator's choices: read, checked all at once, and documented in one table."""

import re
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from careline.config import translated
from careline.config.choices import CHOICES
from careline.config.configuration import Configuration, ConfigurationError, load
from careline.config.parsing import Listen

DOCUMENT = Path(__file__).parents[3] / "docs" / "configuration.md"


def loaded(tmp_path: Path, **variables: str) -> Configuration:
    return load({"CARELINE_HOME": str(tmp_path / "home"), **variables}, folder=tmp_path)


def mistakes(tmp_path: Path, **variables: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        loaded(tmp_path, **variables)
    return str(caught.value)


def test_nothing_needs_to_be_set(tmp_path):
    chosen = loaded(tmp_path)
    assert chosen.url == "http://localhost:8000"
    assert chosen.listen == Listen("127.0.0.1", 8000)
    assert chosen.smtp_listen == Listen("127.0.0.1", 2525)
    assert chosen.lmtp_listen is None
    assert not chosen.debug
    assert chosen.is_embedded


def test_the_secret_key_is_made_once_and_readable_by_us_alone(tmp_path):
    first = loaded(tmp_path).secret_key
    path = tmp_path / "home" / "secret.key"
    assert loaded(tmp_path).secret_key == first
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "careline.toml").write_text('url = "https://file.example"\nweb_threads = 9\ndebug = true\n')
    chosen = loaded(tmp_path, CARELINE_URL="https://variable.example/")
    assert (chosen.url, chosen.web_threads, chosen.debug) == ("https://variable.example", 9, True)


def test_the_file_may_lie_in_the_home_or_where_a_variable_says(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "careline.toml").write_text("web_threads = 7\n")
    assert loaded(tmp_path).web_threads == 7
    elsewhere = tmp_path / "else.toml"
    elsewhere.write_text('trusted_proxies = ["10.0.0.0/8", "::1"]\n')
    chosen = loaded(tmp_path, CARELINE_CONFIG=str(elsewhere))
    assert (chosen.web_threads, chosen.trusted_proxies) == (4, ["10.0.0.0/8", "::1"])


def test_every_mistake_is_named_at_once_with_its_hint(tmp_path):
    (tmp_path / "careline.toml").write_text('ulr = "x"\nweb_threads = "many"\n')
    said = mistakes(
        tmp_path,
        CARELINE_URL="desk.example",
        CARELINE_LISTEN="8000",
        CARELINE_DEBUG="maybe",
        DATABASE_URL="mysql://x",
    )
    for part in (
        "did you mean url?",
        "whole number from 1 to 64",
        "https://desk",
        "127.0.0.1:2525",
        "yes or no",
    ):
        assert part in said
    assert "PostgreSQL 15" in said
    assert said.count("\n  - ") == 6


def test_a_mistake_in_a_secret_does_not_show_it(tmp_path):
    assert "hunter2" not in mistakes(tmp_path, DATABASE_URL="mysql://me:hunter2@host/x")


@pytest.mark.parametrize(
    ("variables", "hint"),
    [
        ({"CARELINE_FILES": "s3"}, "CARELINE_S3_BUCKET"),
        ({"LISTENER_DATABASE_URL": "postgresql:///x"}, "set both"),
        ({"CARELINE_SECRET_KEY": "short"}, "too short"),
        ({"CARELINE_LISTEN": "off"}, "needs host:port"),
        ({"CARELINE_TRUSTED_PROXIES": "everybody"}, "10.0.0.0/8"),
        ({"CARELINE_CONFIG": "/nowhere.toml"}, "can't be read"),
        ({"DATABASE_URL": "postgresql://localhost"}, "name of the database"),
    ],
)
def test_what_cannot_work_together_is_refused(tmp_path, variables, hint):
    assert hint in mistakes(tmp_path, **variables)


def test_behind_pgbouncer_no_cursor_outlives_its_transaction(tmp_path):
    bouncer, server = (
        "postgresql://me:p%40ss@bouncer:6432/desk?sslmode=require",
        "postgresql://me@server/desk",
    )
    chosen = loaded(tmp_path, DATABASE_URL=bouncer, LISTENER_DATABASE_URL=server)
    described = translated.database(chosen)
    assert described["DISABLE_SERVER_SIDE_CURSORS"]
    assert (described["HOST"], described["PORT"], described["PASSWORD"]) == ("bouncer", "6432", "p@ss")
    assert described["OPTIONS"] == {"sslmode": "require"}
    assert chosen.listener_dsn == server


def test_mail_about_accounts_follows_its_address(tmp_path):
    chosen = loaded(
        tmp_path, CARELINE_MAIL_URL="smtp+tls://u:p%3A@mail.example", CARELINE_URL="https://desk.example"
    )
    mail = translated.outgoing_mail(chosen)
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert (mail["EMAIL_HOST_PASSWORD"], mail["DEFAULT_FROM_EMAIL"]) == ("p:", "careline@desk.example")


def test_each_choice_is_a_field_and_stands_in_the_one_table():
    assert {f.name for f in fields(Configuration)} == {c.name for c in CHOICES}
    row = re.compile(r"^\| `(\w+)` \| `(\w+)` \| (?:`([^`]+)`|–) \| (.+) \|$", re.MULTILINE)
    documented = row.findall(DOCUMENT.read_text())
    assert documented == [(c.name, c.variable, c.default, c.meaning) for c in CHOICES]


def test_nothing_else_reads_the_environment():
    package = DOCUMENT.parents[1] / "careline"
    allowed = {
        "config/configuration.py",
        "config/checks/machine.py",
        "testing/ground.py",
        "testing/installation.py",
        "testing/template.py",
    }
    reading = re.compile(r"os\.environ\.get\(|os\.getenv|os\.environ\[\"(?!DJANGO)")
    found = {str(p.relative_to(package)) for p in package.rglob("*.py") if reading.search(p.read_text())}
    assert {f for f in found if "/tests/" not in f} <= allowed
