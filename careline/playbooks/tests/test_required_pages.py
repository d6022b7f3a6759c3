"""A ticket whose type requires a playbook, solved on the page, with an answer, and with many others."""

import pytest

from careline.playbooks.tests.conftest import SMALL
from careline.testing.world import make_ticket
from careline.tickets.actions.bulk_act import act
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.actions.bulk_work import work_off
from careline.tickets.contracts import BulkOrder, Selection
from careline.tickets.models import BulkItem, Status

HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(client, world, make_playbook):
    make_playbook(SMALL.replace("applies:\n", "required_for: [question]\napplies:\n", 1))

    def post(person, path, **data):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.post(path, data, headers=HTMX)

    return post


def test_who_may_not_skip_it_is_told_which_one_to_follow(world, page, ticket):
    answer = page(world.ana, f"/tickets/{ticket.pk}/solution/")
    assert answer.status_code == 422
    assert "A small one" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW


def test_who_may_is_asked_why_in_a_dialog_and_then_it_is_solved(world, page, ticket):
    asked = page(world.lead, f"/tickets/{ticket.pk}/solution/").content.decode()
    assert "<dialog" in asked and "A small one" in asked and 'name="reason"' in asked
    page(world.lead, f"/tickets/{ticket.pk}/status/", status="5", anyway="1", reason="They called")
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_an_answer_that_solves_asks_too_and_isnt_sent(world, page, ticket):
    given = {"html": "<p>Done, sorry.</p>", "then": "solved", "kind": "reply", "to": "kim@customer.example"}
    given["based_on"] = str(ticket.messages.latest("pk").pk)
    answer = page(world.lead, f"/tickets/{ticket.pk}/reply/", **given)
    assert "A small one" in answer.content.decode()
    assert ticket.messages.filter(author="agent").count() == 0


def test_an_order_for_many_tells_it_ticket_by_ticket(world, page, ticket):
    other = make_ticket(world.support, world.customer)
    other.type = "task"
    other.save(update_fields=["type"])
    run = start_bulk(Selection((ticket.pk, other.pk)), BulkOrder(status=5), by=world.ana)
    while work_off(run.pk, act=act, seconds=5):
        pass
    items = {item.ticket_id: item for item in BulkItem.objects.filter(run=run)}
    assert items[other.pk].state == BulkItem.State.CHANGED
    assert items[ticket.pk].state == BulkItem.State.REFUSED
    assert "A small one" in items[ticket.pk].reason
