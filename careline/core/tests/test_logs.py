"""Logs: one JSON object a line, an id that follows, and no secret."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from careline.core import logs


@pytest.fixture
def lines():
    root, written = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logging.config.dictConfig(logs.settings(form="json", level="info"))
    root.handlers[-1].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)


def test_every_line_inside_carries_the_bound_ids(lines):
    with logs.bind(request_id="r1"), logs.bind(arrival_id=7):
        structlog.get_logger("careline.test").info("taken_in", size=3)
        logging.getLogger("some.library").warning("slow %s", "answer")
    structlog.get_logger("careline.test").info("after")
    first, second, third = lines()
    assert (first["event"], first["request_id"], first["arrival_id"], first["size"]) == (
        "taken_in",
        "r1",
        7,
        3,
    )
    assert (second["event"], second["arrival_id"], second["level"]) == ("slow answer", 7, "warning")
    assert "arrival_id" not in third


def test_secrets_are_masked_by_name_and_inside_addresses(lines):
    structlog.get_logger("careline.test").info(
        "connected",
        password="hunter2",
        headers={"Authorization": "Bearer hunter2", "Subject": "kept"},
        url="smtp://me:hunter2@mail.example",
        urls=["imap://you:hunter2@mail.example/x"],
        empty_token="",
    )
    (line,) = lines()
    assert "hunter2" not in json.dumps(line)
    assert line["headers"]["Subject"] == "kept"
    assert line["url"] == "smtp://***@mail.example"


def test_a_password_in_a_traceback_is_masked(lines):
    try:
        raise ValueError("no route to postgresql://me:hunter2@host/desk")
    except ValueError:
        structlog.get_logger("careline.test").exception("failed")
    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "hunter2" not in json.dumps(line)


def test_a_failed_request_is_logged_without_its_path(lines):
    logging.getLogger("django.request").error("%s: %s", "Internal Server Error", "/join/very-secret-token/")
    (line,) = lines()
    assert line["event"] == "Internal Server Error"
