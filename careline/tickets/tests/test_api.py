"""Tickets by the API: what the pages can, with the rights of the token's owner, and nothing else."""

import pytest
from django.test import Client
from django.utils import timezone

from careline.accounts.contracts import Scope
from careline.core.models import Event
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.api import ApiCaller
from careline.testing.world import make_customer, make_message, make_ticket
from careline.tickets.models import Draft, DraftFile, Message, Read, SavedView, Status, Ticket
from careline.tickets.queries import listed

pytestmark = pytest.mark.django_db
CUSTOMER = {"email": "nina@new.example", "name": "Nina New"}


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


@pytest.fixture
def caller(world):
    return ApiCaller(world.ana)


def numbers(answer):
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["items"]]


def test_a_list_walks_through_all_visible_tickets_once(world, caller):
    made = [make_ticket(world.support, world.customer).pk for _ in range(5)]
    make_ticket(world.complaints, world.customer)
    seen, path = [], "/tickets?limit=2"
    while path:
        answer = caller.get(path)
        seen += numbers(answer)
        cursor = answer.json()["next_cursor"]
        path = f"/tickets?limit=2&cursor={cursor}" if cursor else ""
    assert seen == made[::-1]


def test_what_is_rare_is_found_stretch_by_stretch(world, caller, monkeypatch):
    monkeypatch.setattr(listed, "STRETCH", 3)
    rare = make_ticket(world.support, world.customer, priority=4)
    for _ in range(7):
        make_ticket(world.support, world.customer)
    first = caller.get("/tickets?priority=urgent").json()
    assert first["items"] == []
    seen, cursor, asked = [], first["next_cursor"], 0
    while cursor and not seen:
        answer = caller.get(f"/tickets?priority=urgent&cursor={cursor}").json()
        seen, cursor, asked = [one["id"] for one in answer["items"]], answer["next_cursor"], asked + 1
    assert (seen, asked) == ([rare.pk], 2)
    assert numbers(caller.get(f"/tickets?priority=urgent&customer_id={world.customer.pk}")) == [rare.pk]


def test_conditions_of_a_list_hold_together(world, caller):
    mine = make_ticket(world.support, world.customer, assignee=world.ana, status=Status.OPEN)
    make_ticket(world.support, world.customer, status=Status.OPEN)
    make_ticket(world.support, world.customer, assignee=world.ana, status=Status.SOLVED)
    assert numbers(caller.get(f"/tickets?status=open&assignee_id={world.ana.pk}")) == [mine.pk]
    assert numbers(caller.get("/tickets?updated_since=2999-01-01T00:00:00Z")) == []
    for vague in ("2999-01-01T00:00:00", "2999-01-01", "0.5"):
        assert caller.get(f"/tickets?updated_since={vague}").status_code == 422


def test_views_and_search_find_what_the_pages_find(world, caller, ticket):
    assert numbers(caller.get("/views/unassigned/tickets")) == [ticket.pk]
    assert numbers(caller.get("/search?q=chain")) == [ticket.pk]
    assert numbers(caller.get("/search?q=chain+status:solved")) == []
    assert caller.get("/views/none/tickets").status_code == 404
    views = {one["key"]: one["count"] for one in caller.get("/views").json()["items"]}
    assert views["unassigned"] == 1


def test_a_list_of_tickets_costs_few_queries(world, caller, django_assert_max_num_queries):
    for _ in range(20):
        make_ticket(world.support, world.customer)
    with django_assert_max_num_queries(6):
        caller.get("/tickets")


def test_a_stranger_learns_nothing_of_a_private_teams_ticket(world):
    hidden = make_ticket(world.complaints, world.customer)
    mine = make_ticket(world.support, world.customer)
    said = make_message(hidden)
    caller = ApiCaller(world.ana)
    paths = [
        ("GET", f"/tickets/{hidden.pk}", None), ("GET", f"/tickets/{hidden.pk}/messages", None),
        ("GET", f"/messages/{said.pk}", None), ("PATCH", f"/tickets/{hidden.pk}", {"status": "open"}),
        ("POST", f"/tickets/{hidden.pk}/replies", {"text": "x"}), ("POST", f"/tickets/{hidden.pk}/notes", {"text": "x"}),
        ("POST", f"/tickets/{hidden.pk}/merge", {"into_id": mine.pk}),
        ("POST", f"/tickets/{mine.pk}/merge", {"into_id": hidden.pk}),
        ("POST", f"/tickets/{mine.pk}/links", {"target_id": hidden.pk, "kind": "related"}),
        ("GET", f"/tickets/{hidden.pk}/links", None), ("POST", f"/messages/{said.pk}/cancellation", {}),
    ]  # fmt: skip
    before = Event.objects.count()
    for method, path, body in paths:
        assert caller.call(method, path, body).status_code == 404, path
    assert Event.objects.count() == before
    assert caller.get(f"/tickets?customer_id={world.customer.pk}").json()["items"][0]["id"] == mine.pk


def test_a_light_agent_and_an_auditor_change_nothing(world, ticket):
    for who in (world.light, world.auditor):
        caller = ApiCaller(who)
        for method, path, body in (
            ("PATCH", f"/tickets/{ticket.pk}", {"status": "open"}),
            ("POST", f"/tickets/{ticket.pk}/replies", {"text": "x"}),
            ("POST", "/tickets", {"customer": CUSTOMER, "subject": "x", "text": "y", "team_id": world.support.pk}),
        ):  # fmt: skip
            assert caller.call(method, path, body).status_code == 403, path
    assert ApiCaller(world.auditor).post(f"/tickets/{ticket.pk}/notes", {"text": "x"}).status_code == 403
    assert ApiCaller(world.light).post(f"/tickets/{ticket.pk}/notes", {"text": "x"}).status_code == 201


def test_a_reply_goes_to_the_requester_and_sets_the_status(world, caller, ticket):
    answer = caller.post(f"/tickets/{ticket.pk}/replies", {"text": "Come\n\nby", "then_status": "solved"})
    said = answer.json()
    assert answer.status_code == 201
    assert [one["email"] for one in said["to"]] == ["carla@customer.example"]
    assert (said["html"], said["author"]) == ("<p>Come</p><p>by</p>", "agent")
    assert caller.get(f"/tickets/{ticket.pk}").json()["status"] == "solved"
    messages = caller.get(f"/tickets/{ticket.pk}/messages?limit=1").json()
    following = caller.get(f"/tickets/{ticket.pk}/messages?cursor={messages['next_cursor']}").json()
    assert [m["id"] for m in following["items"]] == [said["id"]]


def test_what_is_scheduled_can_be_taken_back_and_what_was_sent_can_not(caller, ticket):
    body = {"text": "Later", "send_at": "2999-01-01T09:00:00+01:00"}
    said = caller.post(f"/tickets/{ticket.pk}/replies", body).json()
    assert (said["state"], said["send_at"]) == ("held", "2999-01-01T08:00:00.000000Z")
    taken = caller.post(f"/messages/{said['id']}/cancellation", {})
    assert (taken.status_code, taken.json()["state"]) == (200, "cancelled")
    Message.objects.update(state="sent")
    assert caller.post(f"/messages/{said['id']}/cancellation", {}).status_code == 422


def test_html_is_cleaned(caller, ticket):
    said = caller.post(
        f"/tickets/{ticket.pk}/notes", {"html": "<b onclick=x>Hi</b><script>x</script>"}
    ).json()
    assert said["html"] == "<b>Hi</b>"
    assert said["is_public"] is False


def test_changes_are_made_all_or_not_at_all(world, caller, ticket):
    body = {"status": "pending", "priority": "high", "type": "problem", "subject": "Chain", "tags": ["Bikes"]}
    changed = caller.patch(f"/tickets/{ticket.pk}", body | {"assignee_id": world.ben.pk}).json()
    assert changed["tags"] == ["bikes"]
    assert (changed["status"], changed["priority"], changed["type"]) == ("pending", "high", "problem")
    assert changed["assignee_id"] == world.ben.pk
    refused = caller.patch(f"/tickets/{ticket.pk}", {"status": "open", "team_id": 987654})
    assert (refused.status_code, refused.json()["code"]) == (422, "refused")
    assert caller.get(f"/tickets/{ticket.pk}").json() == changed
    assert caller.patch(f"/tickets/{ticket.pk}", {"assignee_id": None}).json()["assignee_id"] is None


def test_who_hands_a_ticket_out_of_sight_is_told_how_it_stands(world, caller, ticket):
    answer = caller.patch(f"/tickets/{ticket.pk}", {"team_id": world.complaints.pk})
    assert (answer.status_code, answer.json()["team_id"]) == (200, world.complaints.pk)
    assert caller.get(f"/tickets/{ticket.pk}").status_code == 404


def test_a_stale_version_is_refused(caller, ticket):
    etag = caller.get(f"/tickets/{ticket.pk}")["ETag"]
    first = caller.patch(f"/tickets/{ticket.pk}", {"priority": "high"}, if_match=etag)
    assert first.status_code == 200
    late = caller.patch(f"/tickets/{ticket.pk}", {"priority": "low"}, if_match=etag)
    assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    assert f'"{late.json()["version"]}"' == first["ETag"]
    body = {"priority": "low", "version": 1}
    assert caller.patch(f"/tickets/{ticket.pk}", body).status_code == 409
    assert caller.post(f"/tickets/{ticket.pk}/replies", {"text": "x", "version": 1}).status_code == 409


def test_a_ticket_is_written_down_for_a_customer_and_nobody_is_mailed(world, caller):
    body = {"customer": CUSTOMER, "subject": "Saddle", "text": "It squeaks", "team_id": world.support.pk}
    made = caller.post("/tickets", body | {"priority": "urgent", "tags": ["saddle"]})
    assert made.status_code == 201, made.content
    assert (made.json()["channel"], made.json()["priority"], made.json()["status"]) == (
        "api",
        "urgent",
        "new",
    )
    said = Message.objects.get(ticket_id=made.json()["id"])
    assert (said.author, said.from_email, said.grade) == ("customer", "nina@new.example", "plausible")
    assert not Message.objects.filter(author="system").exists()
    hidden = caller.post("/tickets", body | {"team_id": world.complaints.pk})
    assert hidden.status_code == 422
    assert caller.post("/tickets", body | {"customer": {"email": "nobody at all"}}).status_code == 422


def test_we_can_write_first(world, caller):
    body = {"to": [CUSTOMER], "subject": "Your order", "text": "It is here", "team_id": world.support.pk}
    made = caller.post("/tickets/outbound", body).json()
    assert (made["status"], made["assignee_id"]) == ("pending", world.ana.pk)
    assert Message.objects.get(ticket_id=made["id"]).to == [["nina@new.example", "Nina New"]]


def test_merging_and_undoing_it(world, caller, ticket):
    other = make_ticket(world.support, make_customer())
    merged = caller.post(f"/tickets/{other.pk}/merge", {"into_id": ticket.pk})
    assert (merged.status_code, merged.json()["id"]) == (200, ticket.pk)
    assert caller.get(f"/tickets/{other.pk}").json()["id"] == ticket.pk
    undone = caller.post(f"/tickets/{other.pk}/merge/undo", {})
    assert undone.json()["id"] == other.pk
    assert Ticket.objects.get(pk=other.pk).merged_into_id is None
    assert caller.post(f"/tickets/{other.pk}/merge/undo", {}).status_code == 404


def test_links_come_and_go(world, caller, ticket):
    other = make_ticket(world.support, world.customer)
    body = {"target_id": other.pk, "kind": "incident"}
    assert caller.post(f"/tickets/{ticket.pk}/links", body).status_code == 201
    (shown,) = caller.get(f"/tickets/{other.pk}/links").json()["items"]
    assert (shown["source_id"], shown["target_id"], shown["kind"]) == (ticket.pk, other.pk, "incident")
    path = f"/tickets/{ticket.pk}/links?target_id={other.pk}&kind=incident"
    assert [caller.call("DELETE", path).status_code for _ in range(2)] == [204, 204]
    assert caller.get(f"/tickets/{other.pk}/links").json()["items"] == []


def upload(caller, path, content=b"hello", name="a.txt"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(name, content, content_type="text/html")
    return caller.client.post(
        f"/api/v1{path}", {"file": file}, headers={"authorization": f"Bearer {caller.secret}"}
    )


def test_a_file_is_uploaded_sent_and_downloaded_and_no_draft_remains(world, caller, ticket):
    kept = upload(caller, f"/tickets/{ticket.pk}/files")
    assert kept.status_code == 201, kept.content
    body = {"text": "See the file", "file_keys": [kept.json()["key"]]}
    said = caller.post(f"/tickets/{ticket.pk}/replies", body).json()
    (file,) = said["attachments"]
    content = caller.get(f"/attachments/{file['key']}")
    assert (content.content, content["Content-Type"]) == (b"hello", "application/octet-stream")
    assert "attachment" in content["Content-Disposition"]
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()


def test_somebody_elses_file_and_a_program_are_refused(world, caller, ticket):
    theirs = upload(ApiCaller(world.ben), f"/tickets/{ticket.pk}/files").json()["key"]
    body = {"text": "Mine?", "file_keys": [theirs]}
    assert caller.post(f"/tickets/{ticket.pk}/replies", body).status_code == 422
    assert upload(caller, f"/tickets/{ticket.pk}/files", name="x.exe").status_code == 422


def test_a_private_attachment_stays_private(world, caller):
    hidden = make_ticket(world.complaints, world.customer)
    cleo = ApiCaller(world.cleo)
    key = upload(cleo, f"/tickets/{hidden.pk}/files").json()["key"]
    said = cleo.post(f"/tickets/{hidden.pk}/notes", {"text": "x", "file_keys": [key]}).json()
    path = f"/attachments/{said['attachments'][0]['key']}"
    assert caller.get(path).status_code == 404
    assert Client().get(f"/api/v1{path}").status_code == 401


def test_saved_views_and_questions_find_what_the_pages_find(world, caller):
    urgent = make_ticket(world.support, world.customer, priority=4)
    make_ticket(world.support, world.customer)
    make_ticket(world.complaints, world.customer, priority=4)
    conditions = {"groups": [{"conditions": [{"field": "priority", "op": "is", "value": ["urgent"]}]}]}
    view = SavedView.objects.create(name="Urgent", agent=world.ana, conditions=conditions)
    theirs = SavedView.objects.create(name="Theirs", agent=world.ben, conditions=conditions)
    shown = {one["key"]: one["scope"] for one in caller.get("/views").json()["items"]}
    assert shown[view.key] == "personal"
    assert theirs.key not in shown
    assert numbers(caller.get(f"/views/{view.key}/tickets")) == [urgent.pk]
    assert caller.get(f"/views/{theirs.key}/tickets").status_code == 404
    assert numbers(caller.post("/tickets/query", {"conditions": conditions})) == [urgent.pk]


def test_a_question_walks_through_pages_and_says_what_it_does_not_understand(world, caller):
    made = [make_ticket(world.support, world.customer).pk for _ in range(3)]
    body = {"conditions": {}, "sort": "oldest", "limit": 2}
    first = caller.post("/tickets/query", body).json()
    second = caller.post("/tickets/query", body | {"cursor": first["next_cursor"]})
    assert [one["id"] for one in first["items"]] + numbers(second) == made
    bad = {"groups": [{"conditions": [{"field": "no_such", "op": "is", "value": 1}]}]}
    answer = caller.post("/tickets/query", {"conditions": bad})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_conditions")
    assert answer.json()["errors"][0]["at"] == "body.conditions.groups.0.conditions.0"
    assert ApiCaller(world.ana, [Scope.READ_TICKETS]).post("/tickets/query", body).status_code == 200


def test_own_fields_are_written_and_only_shown_to_who_may_see_them(world, ticket, caller):
    public = create_field("ticket", "text", FieldDetails(label="Frame number"), by=world.owner)
    secret = create_field(
        "ticket", "text", FieldDetails(label="Insider", see_roles=("manager", "admin")), by=world.owner
    )
    owner = ApiCaller(world.owner)
    answer = owner.patch(f"/tickets/{ticket.pk}", {"fields": {public.key: "F-17", secret.key: "pssst"}})
    assert answer.status_code == 200, answer.content
    assert answer.json()["fields"] == {public.key: "F-17", secret.key: "pssst"}
    assert caller.get(f"/tickets/{ticket.pk}").json()["fields"] == {public.key: "F-17"}
    refused = caller.patch(f"/tickets/{ticket.pk}", {"priority": "low", "fields": {"no_such": 1}})
    assert (refused.status_code, refused.json()["errors"][0]["at"]) == (422, "body.fields.no_such")
    assert caller.get(f"/tickets/{ticket.pk}").json()["priority"] == "normal"


def test_a_ticket_sleeps_and_wakes(caller, ticket):
    year = timezone.now().year + 1
    asleep = caller.call("PUT", f"/tickets/{ticket.pk}/snooze", {"until": f"{year}-06-01T09:00:00+02:00"})
    assert asleep.json()["snoozed_until"] == f"{year}-06-01T07:00:00.000000Z"
    assert caller.call("DELETE", f"/tickets/{ticket.pk}/snooze").json()["snoozed_until"] is None
    assert (
        caller.call("PUT", f"/tickets/{ticket.pk}/snooze", {"until": "2020-01-01T00:00:00Z"}).status_code
        == 422
    )


def test_the_next_ticket_is_taken_once(world, ticket, caller):
    taken = caller.post("/tickets/next", {})
    assert (taken.status_code, taken.json()["id"], taken.json()["assignee_id"]) == (
        200,
        ticket.pk,
        world.ana.pk,
    )
    assert ApiCaller(world.ben).post("/tickets/next", {}).status_code == 204


def test_messages_become_a_ticket_of_their_own(world, ticket, caller):
    second = make_message(ticket, text="And my bell")
    done = caller.post(f"/tickets/{ticket.pk}/split", {"message_ids": [second.pk]})
    assert done.status_code == 201, done.content
    new = done.json()["new_ticket_id"]
    assert [one["id"] for one in caller.get(f"/tickets/{new}/messages").json()["items"]] == [second.pk]
    other = make_message(make_ticket(world.complaints, world.customer))
    assert caller.post(f"/tickets/{ticket.pk}/split", {"message_ids": [other.pk]}).status_code == 422


def test_who_reads_by_the_api_stands_in_the_read_log(world, caller, ticket):
    key = upload(caller, f"/tickets/{ticket.pk}/files").json()["key"]
    said = caller.post(f"/tickets/{ticket.pk}/notes", {"text": "x", "file_keys": [key]}).json()
    hidden = make_ticket(world.complaints, world.customer)
    assert not Read.objects.exists()
    for path in (
        f"/tickets/{ticket.pk}", f"/tickets/{ticket.pk}/messages", f"/messages/{said['id']}",
        f"/attachments/{said['attachments'][0]['key']}", f"/customers/{world.customer.pk}", f"/tickets/{hidden.pk}",
    ):  # fmt: skip
        caller.get(path)
    noted = [*Read.objects.order_by("pk").values_list("agent_id", "kind", "object_id")]
    assert {agent for agent, _kind, _id in noted} == {world.ana.pk}
    assert [kind for _agent, kind, _id in noted] == ["ticket"] * 3 + ["attachment", "customer"]
    assert hidden.pk not in [number for _agent, _kind, number in noted]


@pytest.mark.parametrize(
    "path", ["/tickets?statuss=open", "/tickets?=1", "/users?colour=red", "/customers?q=x&limitt=2"]
)
def test_a_parameter_that_there_is_not_is_refused_and_named(world, path):
    answer = ApiCaller(world.ana).get(path)
    name = path.rpartition("?")[2].rpartition("&")[2].partition("=")[0]
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"at": f"query.{name}", "message": "There is no such parameter."}]
