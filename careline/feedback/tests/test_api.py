"""The register and moods by the API: read and worked in with the rights of the token's owner, as by the pages."""

from datetime import UTC, timedelta

import pytest

from careline.accounts.actions.make_token import make_token
from careline.accounts.contracts import Scope
from careline.core.models import Event
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.actions.tell_due import tell_due_complaints
from careline.feedback.models import Complaint
from careline.testing.api import ApiCaller
from careline.testing.world import make_ticket
from careline.tickets.models import Read


@pytest.fixture
def ask(client):
    def get(person, address):
        made = make_token("Reader", scopes=[Scope.READ_TICKETS], by=person)
        secret = made[1] if isinstance(made, tuple) else made
        return client.get(f"/api/v1{address}", headers={"Authorization": f"Bearer {secret}"})

    return get


def test_complaints_are_read_by_those_who_may(world, angry, ask):
    row = open_complaint(angry, Opening("Late", "Delivery"), by=world.ana)
    items = ask(world.ana, "/complaints").json()["items"]
    assert [(one["id"], one["category"], one["cost_minor"]) for one in items] == [(row.pk, "Delivery", 0)]
    assert ask(world.ben, f"/complaints/{row.pk}").json()["summary"] == "Late"
    assert ask(world.light, "/complaints").status_code == 403
    assert ask(world.light, f"/complaints/{row.pk}").status_code == 404


def test_the_mood_of_a_ticket_is_told_with_its_reasons(world, angry, ask):
    told = ask(world.ana, f"/tickets/{angry.pk}/mood").json()
    assert told["level"] == "furious" and any("lawyer" in one["words"] for one in told["evidence"])


def test_it_goes_page_by_page_and_knows_what_it_is_asked(world, angry, ask):
    rows = [open_complaint(angry, Opening(f"Late {n}", "Delivery"), by=world.ana).pk for n in range(52)]
    first = ask(world.ana, "/complaints").json()
    second = ask(world.ana, f"/complaints?cursor={first['next_cursor']}").json()
    assert [one["id"] for one in first["items"] + second["items"]] == rows[::-1]
    assert second["next_cursor"] is None
    assert ask(world.ana, "/complaints?stagee=open").status_code == 422
    assert ask(world.ana, "/complaints?cursor=nonsense").status_code in (400, 422)


def test_strangers_and_those_it_is_about_find_none_of_it(world, ask):
    hidden = make_ticket(world.complaints, world.customer)
    row = open_complaint(hidden, Opening("Rude", "Staff", about_id=world.cleo.pk), by=world.owner)
    for person in (world.stranger, world.cleo):
        assert ask(person, "/complaints").json()["items"] == []
        assert ask(person, f"/complaints/{row.pk}").status_code == 404
        assert ask(person, f"/tickets/{hidden.pk}/mood").status_code == 404


def test_the_mood_of_a_calm_ticket_is_calm(world, ask):
    calm = make_ticket(world.support, world.customer, text="Thank you")
    told = ask(world.ana, f"/tickets/{calm.pk}/mood").json()
    assert told == {"level": "calm", "message_id": None, "is_corrected": False, "evidence": []}


def test_reading_one_by_the_api_is_noted(world, angry, ask):
    row = open_complaint(angry, Opening("Late", "Delivery"), by=world.ana)
    ask(world.ben, f"/complaints/{row.pk}")
    assert Read.objects.filter(agent_id=world.ben.pk, kind="customer", object_id=row.customer_id).exists()


def stages_told(row):
    return [
        *Event.objects.filter(name="complaint.moved").order_by("pk").values_list("data__after", flat=True)
    ]


def test_one_goes_from_the_ticket_to_its_end_and_each_step_is_done_once(world, angry):
    caller = ApiCaller(world.ana)
    opening = {"summary": "It came late", "category": "Delivery", "severity": 3}
    answer = caller.post(f"/tickets/{angry.pk}/complaints", opening, idempotency_key="one")
    again = caller.post(f"/tickets/{angry.pk}/complaints", opening, idempotency_key="one")
    made = answer.json()
    assert (answer.status_code, again.json()["id"], Complaint.objects.count()) == (201, made["id"], 1)
    assert (made["stage"], made["severity"], made["ticket_ids"]) == ("received", 3, [angry.pk])
    place = f"/complaints/{made['id']}"
    for _twice in range(2):
        assert caller.post(f"{place}/acknowledgement", None).json()["stage"] == "acknowledged"
    assert caller.post(f"{place}/investigation", None).json()["stage"] == "investigating"
    found = {"cause": "Delay", "admitted": "yes", "remedy": "Voucher", "cost_minor": 1250, "finding": "Lost"}
    told = caller.post(f"{place}/answer", found).json()
    assert {name: told[name] for name in found} == found and told["responded_at"]
    assert caller.post(f"{place}/acknowledgement", None).json()["stage"] == "responded"
    refused = caller.post(f"{place}/escalation", {"outside_body": " "})
    assert refused.status_code == 422
    passed = caller.post(f"{place}/escalation", {"outside_body": "Board", "outside_reference": "AB 1"}).json()
    assert (passed["stage"], passed["outside_body"]) == ("escalated", "Board")
    for _twice in range(2):
        ended = caller.post(f"{place}/closing", {"consent": "given", "lessons": "Ask earlier"}).json()
    assert (ended["stage"], ended["consent"], ended["lessons"]) == ("closed", "given", "Ask earlier")
    row = Complaint.objects.get()
    assert stages_told(row) == ["acknowledged", "investigating", "responded", "escalated", "closed"]
    assert (row.remedy, row.cost_minor, row.finding) == ("Voucher", 1250, "Lost")
    assert caller.get(f"/tickets/{angry.pk}/complaints").json()["items"][0]["id"] == row.pk
    assert Read.objects.filter(agent_id=world.ana.pk, ticket_id=angry.pk).exists()


def test_it_is_changed_in_part_and_who_was_slower_is_told(world, angry):
    caller = ApiCaller(world.ana)
    row = open_complaint(angry, Opening("Late", "Delivery"), by=world.ana)
    tell_due_complaints(at=row.acknowledge_by)
    later = (row.respond_by + timedelta(days=3)).astimezone(UTC)
    given = {"severity": 4, "acknowledge_by": later.isoformat(), "owner_id": world.ben.pk, "version": 1}
    changed = caller.patch(f"/complaints/{row.pk}", given).json()
    row.refresh_from_db()
    assert (row.severity, row.owner, row.summary) == (4, world.ben, "Late")
    assert row.acknowledge_by == later and row.told == [] and changed["version"] == 2
    slower = caller.patch(f"/complaints/{row.pk}", {"severity": 1, "version": 1})
    assert (slower.status_code, slower.json()["code"], slower.json()["version"]) == (409, "stale_version", 2)
    assert caller.patch(f"/complaints/{row.pk}", {"owner_id": None}).json()["owner_id"] is None
    event = Event.objects.filter(name="complaint.changed").first()
    assert {*event.data["changed"]} == {"severity", "acknowledge_by", "owner_id"}
    other = make_ticket(world.support, world.customer)
    for _twice in range(2):
        linked = caller.post(f"/complaints/{row.pk}/tickets", {"ticket_id": other.pk}).json()
        assert linked["ticket_ids"] == [angry.pk, other.pk]
    assert caller.get("/complaints?stage=open&category=Delivery").json()["items"][0]["id"] == row.pk
    assert caller.get("/complaints?stage=closed").json()["items"] == []
    assert caller.get("/complaints?stage=late").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "given", "words"),
    [
        ("/closing", {"consent": "given"}, "what caused it"),
        ("/closing", {"consent": "given", "cause": "Delay", "admitted": "no"}, "not answered yet"),
        ("", {"stage": "escalated"}, "outside body"),
        ("", {"cause": "Nonsense"}, "root causes"),
        ("", {"category": "Nonsense"}, "choose its category"),
        ("", {"respond_by": "2001-01-01T00:00:00Z"}, "after the complaint was received"),
        ("", {"owner_id": 999_999}, "not here any more"),
    ],
)
def test_what_the_pages_refuse_is_refused_in_the_same_words(world, angry, path, given, words):
    row = open_complaint(angry, Opening("Late", "Delivery"), by=world.ana)
    caller = ApiCaller(world.ana)
    answer = (caller.post if path else caller.patch)(f"/complaints/{row.pk}{path}", given)
    assert answer.status_code == 422 and words in answer.json()["detail"]
    row.refresh_from_db()
    assert (row.stage, row.version) == ("received", 1)


def test_what_was_taken_back_goes_on_only_where_it_is_opened_again(world, angry):
    row = open_complaint(angry, Opening("Late", "Delivery"), by=world.ana)
    caller = ApiCaller(world.ana)
    assert caller.post(f"/complaints/{row.pk}/withdrawal", None).json()["stage"] == "withdrawn"
    assert "took this complaint back" in caller.post(f"/complaints/{row.pk}/answer", {}).json()["detail"]
    assert caller.patch(f"/complaints/{row.pk}", {"stage": "received"}).json()["closed_at"] is None


def test_whom_it_is_about_and_who_may_not_are_kept_out_of_every_verb(world, angry):
    opening = {"summary": "Rude", "category": "Staff", "about_id": world.ana.pk}
    place = f"/tickets/{angry.pk}/complaints"
    assert ApiCaller(world.ana).post(place, opening).status_code == 422
    assert ApiCaller(world.ben).post(place, opening | {"about_id": 999_999}).status_code == 422
    assert ApiCaller(world.light).post(place, opening).status_code == 403
    assert ApiCaller(world.ben, [Scope.READ_TICKETS]).post(place, opening).status_code == 403
    made = ApiCaller(world.ben).post(place, opening).json()
    assert made["about_id"] == world.ana.pk
    verbs = {
        "acknowledgement": None, "investigation": None, "withdrawal": None, "answer": {}, "closing": {"consent": "given"},
        "escalation": {"outside_body": "Board"}, "tickets": {"ticket_id": angry.pk},
    }  # fmt: skip
    for person in (world.ana, world.light):
        caller = ApiCaller(person)
        answers = [caller.post(f"/complaints/{made['id']}/{verb}", said) for verb, said in verbs.items()]
        answers += [
            caller.patch(f"/complaints/{made['id']}", {"severity": 1}),
            caller.get(f"/complaints/{made['id']}"),
        ]
        assert {one.status_code for one in answers} == {404}, person
    private = open_complaint(
        make_ticket(world.complaints, world.customer), Opening("Late", "Delivery"), by=world.cleo
    )
    assert ApiCaller(world.stranger).patch(f"/complaints/{private.pk}", {"severity": 1}).status_code == 404
    auditor = ApiCaller(world.auditor)
    assert auditor.get(f"/complaints/{made['id']}").status_code == 200
    assert auditor.post(f"/complaints/{made['id']}/acknowledgement", None).status_code == 403
    assert ApiCaller(world.ana).get(place).status_code == 404
    letting_in = ApiCaller(world.ben).patch(f"/complaints/{made['id']}", {"about_id": None})
    assert letting_in.status_code == 422 and "kept out" in letting_in.json()["detail"]
    assert ApiCaller(world.lead).patch(f"/complaints/{made['id']}", {"about_id": None}).status_code == 200
    assert ApiCaller(world.ana).get(f"/complaints/{made['id']}").status_code == 200
