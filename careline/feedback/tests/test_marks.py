"""The rows of both lists say that a customer is upset, and ask nothing for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careline.feedback.actions.correct_mood import correct_mood
from careline.feedback.row_mark import mood_mark
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.save_view import ViewDetails, create_view


def page(client, world, address):
    client.force_login(world.ana)
    return client.get(address).text


def test_the_row_says_how_they_sound_until_they_are_calm_or_somebody_says_so(world, angry, client, say):
    assert "Furious</span>" in page(client, world, "/views/all-open/")
    make_message(angry, text="Sorry!", agent=world.ana, state="sent")
    say(angry, "All right, thank you.")
    assert "Furious</span>" not in page(client, world, "/views/all-open/")
    say(angry, "This is unacceptable.")
    assert "Upset</span>" in page(client, world, "/views/all-open/")
    correct_mood(angry, angry.messages.order_by("-pk").first().pk, by=world.ana)
    assert "Upset</span>" not in page(client, world, "/views/all-open/")


def test_the_wide_list_says_it_too(world, angry, client):
    view = create_view(
        ViewDetails("By due", conditions={}, sort="due", columns=("number", "due")), by=world.ana
    )
    choose_view(view.key, by=world.ana, is_wide=True)
    assert "Furious</span>" in page(client, world, f"/views/{view.key}/")


def test_a_view_can_ask_for_it(world, angry, client):
    make_ticket(world.support, world.customer, subject="A calm one", text="Thank you")
    asked = {"groups": [{"conditions": [{"field": "mood", "op": "is", "value": ["upset", "furious"]}]}]}
    view = create_view(ViewDetails("Upset", conditions=asked, sort="due"), by=world.ana)
    found = page(client, world, f"/views/{view.key}/")
    assert "My order" in found and "A calm one" not in found


def test_a_marked_row_costs_no_statement(world, client, say):
    ticket = make_ticket(world.support, world.customer, text="Thank you")
    client.force_login(world.ana)
    client.get("/views/all-open/")

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get("/views/all-open/")
        return len(captured)

    before = asked()
    say(ticket, "I am furious, you liars!")
    assert asked() == before <= 12


@pytest.mark.parametrize("word", ["", "nonsense"])
def test_what_is_no_mood_is_no_mark(word):
    assert mood_mark(word) == ""
