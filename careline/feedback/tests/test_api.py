"""The register and moods by the API: with the rights of the token's owner."""

import pytest

from careline.accounts.actions.make_token import make_token
from careline.accounts.contracts import Scope
from careline.feedback.actions.open_complaint import Opening, open_complaint
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
