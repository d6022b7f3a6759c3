"""What is true of every operation of the API: tokens, scopes, problems, limits, keys."""

import copy
import json
import re
import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from careline.accounts.actions.deactivate import deactivate
from careline.accounts.contracts import Scope
from careline.accounts.models import ApiToken
from careline.config.api import api
from careline.core.api import limits, once
from careline.testing.api import ApiCaller
from careline.testing.world import make_ticket, make_world
from careline.tickets.models import Message

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


def operations():
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def filled(path):
    named = path.replace("{key}", "x" * 22).replace("{view}", "mine")
    return re.sub(r"\{\w+\}", "1", named)


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in operations()])
def test_without_a_token_nothing_is_answered_not_even_to_a_logged_in_browser(world, method, path):
    client = Client()
    client.force_login(world.owner)
    for headers in ({}, {"authorization": "Bearer clt_" + "x" * 43}, {"authorization": "Basic eDp5"}):
        answer = client.generic(method, filled(path), headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
        assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_opens_its_own_operations_and_no_other(world, scope):
    caller = ApiCaller(world.owner, [scope])
    refused = set()
    for method, path, operation in operations():
        answer = caller.call(method, filled(path).removeprefix("/api/v1"), {} if method != "GET" else None)
        assert answer["RateLimit"].startswith('"requests";r=') and answer["RateLimit-Policy"], (method, path)
        if answer.status_code == 403 and answer.json()["code"] == "missing_scope":
            refused.add(operation["operationId"])
    wanted = {o["operationId"] for _m, _p, o in operations() if o["x-scope"] != scope}
    assert refused == wanted


def test_late_revoked_and_orphaned_tokens_are_worthless(world):
    caller = ApiCaller(world.ana)
    row = ApiToken.objects.get()
    assert caller.get("/users/me").json()["name"] == "Ana Agent"
    ApiToken.objects.update(expires_at=timezone.now())
    assert caller.get("/users/me").status_code == 401
    ApiToken.objects.update(expires_at=None)
    deactivate(world.ana, by=world.owner)
    assert caller.get("/users/me").status_code == 401
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_the_secret_itself_is_kept_nowhere(world):
    caller = ApiCaller(world.ana)
    row = ApiToken.objects.values().get()
    assert caller.secret not in json.dumps(row, default=str)
    assert caller.secret.startswith(row["prefix"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing/here", None, 404),
        ("GET", "/tickets/999999", None, 404),
        ("GET", "/tickets/none", None, 404),
        ("PUT", "/tickets", None, 405),
        ("GET", "/tickets?limit=0", None, 422),
        ("GET", "/tickets?cursor=abc", None, 422),
        ("GET", "/search?q=%00", None, 422),
        ("POST", "/tickets/1/notes", {"text": "x", "unheard_of": 1}, 422),
    ],
)
def test_every_error_is_a_problem(world, method, path, body, status):
    answer = ApiCaller(world.ana).call(method, path, body)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    said = answer.json()
    assert said["status"] == status
    assert said["title"]
    assert said["code"]


def test_a_body_that_is_no_json_is_a_problem(world, ticket):
    caller = ApiCaller(world.ana)
    answer = caller.client.generic(
        "POST", f"/api/v1/tickets/{ticket.pk}/notes", "{", content_type="application/json",
        headers={"authorization": f"Bearer {caller.secret}"},
    )  # fmt: skip
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(world, monkeypatch):
    from careline.accounts.api import staff

    def broken(*_given):
        raise RuntimeError("secret innards")

    monkeypatch.setattr(staff, "staff", broken)
    answer = ApiCaller(world.ana).get("/users")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert b"innards" not in answer.content


def test_beyond_the_limit_a_token_waits_and_another_does_not(world, monkeypatch):
    monkeypatch.setattr(limits, "MOST", 3)
    caller, other = ApiCaller(world.ana), ApiCaller(world.ben)
    answers = [caller.get("/users/me") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit"].startswith('"requests";r=2;t=')
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert other.get("/users/me").status_code == 200


def test_who_guesses_tokens_is_slowed_down_but_true_tokens_go_on(world, monkeypatch):
    from careline.accounts.api import tokens

    monkeypatch.setattr(tokens, "MOST_GUESSES_A_MINUTE", 2)
    caller, client = ApiCaller(world.ana), Client()
    codes = [
        client.get("/api/v1/users", headers={"authorization": f"Bearer {i}"}).status_code for i in range(3)
    ]
    assert codes == [401, 401, 429]
    assert caller.get("/users/me").status_code == 200


def test_a_request_with_a_key_is_done_once_and_answered_the_same(world, ticket):
    caller = ApiCaller(world.ana)
    path, body = f"/tickets/{ticket.pk}/notes", {"text": "Once"}
    first = caller.post(path, body, idempotency_key="k-1")
    second = caller.post(path, body, idempotency_key="k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Message.objects.filter(text="Once").count() == 1


def test_a_key_used_for_something_else_is_refused_and_another_tokens_key_is_another(world, ticket):
    caller, path = ApiCaller(world.ana), f"/tickets/{ticket.pk}/notes"
    assert caller.post(path, {"text": "One"}, idempotency_key="k").status_code == 201
    refused = caller.post(path, {"text": "Two"}, idempotency_key="k")
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert ApiCaller(world.ben).post(path, {"text": "Three"}, idempotency_key="k").status_code == 201


def test_a_refused_request_leaves_nothing_behind_and_is_answered_the_same(world, ticket):
    caller, path = ApiCaller(world.light), f"/tickets/{ticket.pk}/replies"
    for _ in range(2):
        answer = caller.post(path, {"text": "Hello"}, idempotency_key="k")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_after_a_fault_of_ours_the_same_key_may_try_again(world, ticket, monkeypatch):
    from careline.tickets.api import messages

    caller, path = ApiCaller(world.ana), f"/tickets/{ticket.pk}/notes"

    def broken(*_given, **_more):
        Message.objects.create(ticket=ticket, author="agent", text="half")
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(messages, "note", broken)
        assert caller.post(path, {"text": "Whole"}, idempotency_key="k").status_code == 500
    assert not Message.objects.filter(text="half").exists()
    assert caller.post(path, {"text": "Whole"}, idempotency_key="k").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_key_at_once_get_one_answer(transactional_db):
    world = make_world()
    ticket = make_ticket(world.support, world.customer)
    callers = [ApiCaller(world.ana)]
    callers += [copy.copy(callers[0]) for _ in range(3)]
    barrier, answers = threading.Barrier(len(callers)), []

    def send(caller):
        caller.client = Client()
        barrier.wait(10)
        answers.append(caller.post(f"/tickets/{ticket.pk}/notes", {"text": "Once"}, idempotency_key="same"))
        connection.close()

    threads = [threading.Thread(target=send, args=[caller]) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert Message.objects.filter(text="Once").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_second_does_not_wait_for_ever(transactional_db, monkeypatch):
    monkeypatch.setattr(once, "LONGEST_WAIT_SECONDS", 1)
    world = make_world()
    caller = ApiCaller(world.ana)
    begun, may_end = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            once._claim(f"token:{caller.token.pk}", "slow", "digest")
            begun.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(10)
    answer = caller.post("/customers", {"email": "a@b.example"}, idempotency_key="slow")
    may_end.set()
    thread.join()
    assert (answer.status_code, answer.json()["code"]) == (409, "still_running")
    assert caller.get("/users/me").status_code == 200
