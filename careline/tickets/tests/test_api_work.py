"""Work around tickets by the API: tasks, time, watchers, signs, files of new tickets, reasons for solving."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careline.core.models import Event
from careline.testing.api import ApiCaller
from careline.testing.world import make_message, make_ticket
from careline.tickets.models import Attachment, Draft, Link, Message, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


@pytest.fixture
def caller(world):
    return ApiCaller(world.ana)


def upload(caller, path, content=b"Bill of sale", **headers):
    headers = {"authorization": f"Bearer {caller.secret}"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return Client().post(f"/api/v1{path}", {"file": SimpleUploadedFile("bill.txt", content)}, headers=headers)


def test_a_task_is_added_changed_ticked_off_and_dropped(world, caller, ticket):
    path = f"/tickets/{ticket.pk}/tasks"
    task = caller.post(
        path, {"title": "Call the shop", "owner_id": world.ben.pk, "due_at": "2027-01-31T09:00:00Z"}
    ).json()
    assert (task["title"], task["owner_id"], task["done_at"]) == ("Call the shop", world.ben.pk, None)
    changed = caller.patch(f"/tasks/{task['id']}", {"is_done": True, "due_at": None}).json()
    assert (
        changed["done_by_id"] == world.ana.pk
        and changed["due_at"] is None
        and changed["owner_id"] == world.ben.pk
    )
    assert (
        caller.patch(f"/tasks/{task['id']}", {"is_done": False, "owner_id": None}).json()["owner_id"] is None
    )
    assert [one["id"] for one in caller.get(path).json()["items"]] == [task["id"]]
    assert caller.call("DELETE", f"/tasks/{task['id']}").status_code == 204 and not Task.objects.exists()
    names = {"task.added", "task.changed", "task.finished", "task.dropped"}
    assert names <= {*Event.objects.values_list("name", flat=True)}


def test_time_is_written_measured_and_corrected(world, caller, ticket):
    path = f"/tickets/{ticket.pk}/time-entries"
    entry = caller.post(path, {"seconds": 600, "activity": "call", "note": "Told her"}).json()
    assert (
        caller.patch(f"/time-entries/{entry['id']}", {"seconds": 900, "reason": "It was longer"}).json()[
            "seconds"
        ]
        == 900
    )
    assert caller.patch(f"/time-entries/{entry['id']}", {"seconds": 900}).status_code == 422
    timer = caller.post(f"/tickets/{ticket.pk}/timer", {}).json()
    assert (
        timer["running_since"]
        and caller.post(f"/time-entries/{timer['id']}/pause", None).json()["running_since"] is None
    )
    assert caller.post(f"/time-entries/{timer['id']}/stop", None).json()["is_open"] is False
    spent = caller.get(path).json()
    assert len(spent["items"]) == 2 and spent["seconds"] == spent["seconds_with_children"] >= 900
    assert (
        ApiCaller(world.ben).patch(f"/time-entries/{entry['id']}", {"seconds": 1, "reason": "x"}).status_code
        == 403
    )


def test_one_watches_and_ceases_to(world, caller, ticket):
    for _ in range(2):
        assert caller.call("PUT", f"/tickets/{ticket.pk}/watch").status_code == 204
    assert caller.get(f"/tickets/{ticket.pk}/watchers").json()["items"] == [{"agent_id": world.ana.pk}]
    for _ in range(2):
        assert caller.call("DELETE", f"/tickets/{ticket.pk}/watch").status_code == 204
    assert caller.get(f"/tickets/{ticket.pk}/watchers").json()["items"] == []


def test_a_sign_stands_under_a_note_once_and_never_under_a_message(world, caller, ticket):
    note = caller.post(f"/tickets/{ticket.pk}/notes", {"text": "Look at this"}).json()["id"]
    for _ in range(2):
        assert caller.call("PUT", f"/messages/{note}/reactions/agree").status_code == 204
    [given] = caller.get(f"/messages/{note}/reactions").json()["items"]
    assert (given["agent_id"], given["sign"]) == (world.ana.pk, "agree")
    assert caller.call("DELETE", f"/messages/{note}/reactions/agree").status_code == 204
    assert caller.get(f"/messages/{note}/reactions").json()["items"] == []
    public = make_message(ticket, agent=world.ana).pk
    assert caller.call("PUT", f"/messages/{public}/reactions/agree").status_code == 422
    assert caller.call("PUT", f"/messages/{note}/reactions/hooray").status_code == 422


def test_a_stranger_reaches_none_of_it(world, ticket):
    hidden = make_ticket(world.complaints, world.customer)
    cleo, stranger = ApiCaller(world.cleo), ApiCaller(world.stranger)
    task = cleo.post(f"/tickets/{hidden.pk}/tasks", {"title": "Call"}).json()["id"]
    entry = cleo.post(f"/tickets/{hidden.pk}/time-entries", {"seconds": 60}).json()["id"]
    note = cleo.post(f"/tickets/{hidden.pk}/notes", {"text": "Hush"}).json()["id"]
    for method, path, body in (
        ("GET", f"/tickets/{hidden.pk}/tasks", None), ("POST", f"/tickets/{hidden.pk}/tasks", {"title": "x"}),
        ("PATCH", f"/tasks/{task}", {"title": "x"}), ("DELETE", f"/tasks/{task}", None),
        ("GET", f"/tickets/{hidden.pk}/time-entries", None), ("POST", f"/tickets/{hidden.pk}/timer", {}),
        ("POST", f"/tickets/{hidden.pk}/time-entries", {"seconds": 1}), ("POST", f"/time-entries/{entry}/stop", None),
        ("PATCH", f"/time-entries/{entry}", {"seconds": 1, "reason": "x"}), ("GET", f"/messages/{note}/reactions", None),
        ("GET", f"/tickets/{hidden.pk}/watchers", None), ("PUT", f"/tickets/{hidden.pk}/watch", None),
        ("DELETE", f"/tickets/{hidden.pk}/watch", None), ("PUT", f"/messages/{note}/reactions/agree", None),
    ):  # fmt: skip
        assert stranger.call(method, path, body).status_code == 404, (method, path)


def test_a_task_for_somebody_who_is_not_here_or_may_not_see_it_is_refused(world, caller, ticket):
    hidden = make_ticket(world.complaints, world.customer)
    assert (
        caller.post(f"/tickets/{ticket.pk}/tasks", {"title": "x", "owner_id": world.gone.pk}).status_code
        == 422
    )
    refused = ApiCaller(world.cleo).post(
        f"/tickets/{hidden.pk}/tasks", {"title": "x", "owner_id": world.ana.pk}
    )
    assert refused.status_code == 422


def test_files_go_along_with_a_ticket_for_a_customer_and_with_a_first_message(world, caller):
    key = upload(caller, "/files").json()["key"]
    body = {
        "customer": {"email": "nina@new.example"},
        "subject": "Bill",
        "text": "Here.",
        "team_id": world.support.pk,
        "file_keys": [key],
    }
    made = caller.post("/tickets", body)
    assert (
        made.status_code == 201
        and Attachment.objects.get(message__ticket_id=made.json()["id"]).name == "bill.txt"
    )
    assert not Draft.objects.exists()
    refused = caller.post("/tickets", body)
    assert refused.status_code == 422 and "upload it again" in refused.json()["detail"]
    first = {
        "to": [{"email": "nina@new.example"}],
        "subject": "Bill",
        "text": "Here.",
        "team_id": world.support.pk,
    }
    key = upload(caller, "/files").json()["key"]
    assert caller.post("/tickets/outbound", first | {"file_keys": [key]}).status_code == 201
    assert Attachment.objects.filter(message__author="agent").count() == 1
    key = upload(ApiCaller(world.ben), "/files").json()["key"]
    assert caller.post("/tickets", body | {"file_keys": [key]}).status_code == 422


def test_an_upload_with_a_key_is_kept_once(world, caller, ticket):
    path = f"/tickets/{ticket.pk}/files"
    first, second = (upload(caller, path, idempotency_key="u-1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201) and first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true" and Draft.objects.get().files.count() == 1
    assert upload(caller, path, b"Another", idempotency_key="u-1").json()["code"] == "idempotency_key_reused"


def test_a_parent_with_open_children_is_solved_with_a_reason_only(world, caller, ticket):
    Link.objects.create(source=ticket, target=make_ticket(world.support, world.customer), kind="child")
    assert caller.patch(f"/tickets/{ticket.pk}", {"status": "solved"}).status_code == 422
    done = caller.patch(f"/tickets/{ticket.pk}", {"status": "solved", "reason": "The rest goes on"})
    assert done.json()["status"] == "solved"
    assert Event.objects.get(name="ticket.status_changed", data__after=5).data["reason"] == "The rest goes on"
    assert not Message.objects.filter(author="agent").exists()
