"""The register and moods by the API: with the rights of the token's owner."""

import pytest

from careline.accounts.actions.make_token import make_token
from careline.accounts.contracts import Scope
from careline.feedback.actions.open_complaint import Opening, open_complaint


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
