"""The API does what its description says: no fault of ours, no answer that is not documented (schemathesis)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks

from careline.config.api import api
from careline.core.api import limits
from careline.testing.api import ApiCaller
from careline.testing.world import make_message, make_ticket

ROOT = Path(__file__).parents[3]
checks.load_all_checks()
CHECKS = [
    checks.not_a_server_error,
    checks.CHECKS.get_one("status_code_conformance"),
    checks.CHECKS.get_one("content_type_conformance"),
    checks.CHECKS.get_one("response_headers_conformance"),
    checks.CHECKS.get_one("response_schema_conformance"),
    checks.CHECKS.get_one("negative_data_rejection"),
]
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = WSGIHandler()
# What is far too long is refused before it is read (413).
schema.config.checks.negative_data_rejection.expected_statuses += ["413"]


@pytest.fixture
def open_connection():
    """The handler closes connections round each request, and with it the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(world, monkeypatch, open_connection):
    monkeypatch.setattr(limits, "MOST", 10**9)
    ticket = make_ticket(world.support, world.customer)
    make_message(ticket, agent=world.ana, state="held")
    return ApiCaller(world.owner).secret


@pytest.mark.django_db
@pytest.mark.slow(seconds=60)
@schema.parametrize()
@settings(
    max_examples=8, deadline=None, derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_operation_answers_as_it_says(case, secret):
    case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)


def test_every_operation_is_a_test_of_its_own(request):
    """Tests that share an id are run once by xdist: then all operations but one would go untried."""
    prefix = f"{request.node.parent.nodeid}::test_every_operation_answers_as_it_says["
    tried = [item.nodeid for item in request.session.items if hasattr(item, "operation_label")]
    if not tried:
        pytest.skip("only this test was asked for")
    described = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
    labels = [f"{method.upper()} {path}" for path, methods in described.items() for method in methods]
    assert sorted(tried) == sorted(f"{prefix}{label}]" for label in labels)


def test_the_committed_description_is_the_present_one():
    committed = json.loads((ROOT / "docs" / "openapi.json").read_text())
    assert committed == json.loads(json.dumps(api.get_openapi_schema())), "run .ci/openapi --write"


def test_the_comparison_in_ci_sees_a_difference(tmp_path):
    command = [sys.executable, "-W", "ignore", str(ROOT / ".ci" / "openapi")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
