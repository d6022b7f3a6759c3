"""Writing to third parties later: scheduled, moved, taken back, held where they answered meanwhile; never twice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.accounts.contracts import Forbidden, Scope
from careline.core.models import Event
from careline.testing.api import ApiCaller
from careline.testing.world import World, make_ticket
from careline.tickets.actions.cancel_side import cancel_side
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.reschedule_side import reschedule_side
from careline.tickets.actions.send_side_again import send_side_again
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Draft, SideMessage, Ticket
from careline.tickets.queries.delivery import count_waiting, due_message_ids
from careline.tickets.tests.sides import SUPPLIER, answered, begin

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def in_hours(hours: float):
    return (timezone.now() + timedelta(hours=hours)).replace(microsecond=0)


def later(ticket: Ticket, by, *, hours: float = 3) -> SideMessage:
    return begin(ticket, by, send_at=in_hours(hours))


def its_time_comes(message: SideMessage) -> None:
    SideMessage.objects.filter(pk=message.pk).update(send_at=timezone.now() - timedelta(seconds=1))


def fresh(message: SideMessage) -> SideMessage:
    return SideMessage.objects.get(pk=message.pk)


def test_it_waits_for_its_moment_and_is_claimed_once(world: World, ticket: Ticket) -> None:
    message = later(ticket, world.ana)
    assert (message.state, message.is_scheduled) == ("held", True)
    assert claim_for_delivery(message.pk) is None and due_message_ids() == []
    its_time_comes(message)
    assert due_message_ids() == [message.pk] and count_waiting(since=timezone.now()) == 0
    assert claim_for_delivery(message.pk) is not None and claim_for_delivery(message.pk) is None


def test_where_they_answered_meanwhile_it_stays_and_its_writer_decides(world: World, ticket: Ticket) -> None:
    message = later(ticket, world.ana)
    answered(message.conversation)
    its_time_comes(message)
    assert claim_for_delivery(message.pk) is None and claim_for_delivery(message.pk) is None
    fact = Event.objects.get(name="side.delivery_changed")
    assert fact.data["state"] == "held" and "answered meanwhile" in fact.data["detail"]
    assert fresh(message).send_at is None and due_message_ids() == []
    assert reschedule_side(message.pk, in_hours(1), by=world.ana)
    its_time_comes(message)
    assert claim_for_delivery(message.pk) is not None, "the writer knew of that answer"


def test_an_answer_of_a_machine_holds_nothing_back(world: World, ticket: Ticket) -> None:
    message = later(ticket, world.ana)
    got = answered(message.conversation)
    SideMessage.objects.filter(pk=got.pk).update(machine="auto_reply")
    its_time_comes(message)
    assert claim_for_delivery(message.pk) is not None


def test_it_can_go_now_all_the_same(world: World, ticket: Ticket) -> None:
    message = later(ticket, world.ana)
    answered(message.conversation)
    assert send_side_again(message.pk, by=world.ana) and not fresh(message).is_scheduled
    assert claim_for_delivery(message.pk) is not None


def test_it_is_taken_back_into_the_composer(world: World, ticket: Ticket) -> None:
    message = later(ticket, world.ana)
    assert cancel_side(message.pk, by=world.ana) is not None
    assert Draft.objects.get(kind="side").html == "<p>Do you have the chain?</p>"
    its_time_comes(message)
    assert claim_for_delivery(message.pk) is None
    assert not reschedule_side(message.pk, in_hours(1), by=world.ana), "what is taken back stays so"


def test_only_the_writer_or_a_lead_moves_it_and_never_into_the_past(world: World, ticket: Ticket) -> None:
    message = later(ticket, world.ana)
    with pytest.raises(Forbidden):
        reschedule_side(message.pk, in_hours(1), by=world.ben)
    hidden = later(make_ticket(world.complaints, world.customer), world.cleo)
    with pytest.raises(NotVisible):
        reschedule_side(hidden.pk, in_hours(1), by=world.ana)
    with pytest.raises(Refused):
        reschedule_side(message.pk, in_hours(-1), by=world.ana)
    moment = in_hours(9)
    assert reschedule_side(message.pk, moment, by=world.manager) and fresh(message).send_at == moment
    assert Event.objects.get(name="side.rescheduled").data["send_at"] == moment.isoformat()


def test_the_pages_schedule_show_move_and_take_back(world: World, ticket: Ticket) -> None:
    client = Client()
    client.force_login(world.ana)
    data = {"html": "<p>When?</p>", "to": SUPPLIER, "subject": "A chain", "kind": "reply"}
    start = f"/tickets/{ticket.pk}/side-conversations/new/"
    past = client.post(start, data | {"send_at": in_hours(-1).isoformat()}, **PART)
    assert past.status_code == 422 and not SideMessage.objects.exists()
    answer = client.post(start, data | {"send_at": in_hours(30).isoformat()}, **PART)
    message = SideMessage.objects.get()
    page = client.get(answer["HX-Redirect"]).content.decode()
    assert "Goes out on" in page and "Scheduled. You can take it back until then." in page
    assert "Send now" in page and "Another time" in page
    said = client.post(f"/side-messages/{message.pk}/schedule/", {"when": "in 3 days"}, **PART)
    assert said.status_code == 200 and fresh(message).send_at > in_hours(40)
    assert (
        client.post(f"/side-messages/{message.pk}/schedule/", {"when": "whenever"}, **PART).status_code == 422
    )
    history = client.get(f"/tickets/{ticket.pk}/history/").content.decode()
    assert "go out" in history
    client.post(f"/side-messages/{message.pk}/cancellation/", {}, **PART)
    assert fresh(message).state == "cancelled"


def test_what_was_held_back_says_why(world: World, ticket: Ticket) -> None:
    message = later(ticket, world.ana)
    answered(message.conversation)
    its_time_comes(message)
    claim_for_delivery(message.pk)
    client = Client()
    client.force_login(world.ana)
    page = client.get(f"/side-conversations/{message.conversation_id}/").content.decode()
    assert "Held back" in page and "They answered meanwhile" in page
    assert "They answered meanwhile" in client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_the_api_schedules_moves_and_takes_back(world: World, ticket: Ticket) -> None:
    caller = ApiCaller(world.ana)
    moment = in_hours(5).isoformat()
    given = {"html": "<p>When?</p>", "to": [{"email": SUPPLIER}], "subject": "A chain", "send_at": moment}
    made = caller.post(f"/tickets/{ticket.pk}/side-conversations", given).json()
    assert made["state"] == "held" and made["send_at"]
    moved = caller.post(f"/side-messages/{made['id']}/schedule", {"send_at": in_hours(50).isoformat()}).json()
    assert moved["send_at"] > made["send_at"]
    reader = ApiCaller(world.ana, [Scope.READ_TICKETS])
    assert reader.post(f"/side-messages/{made['id']}/cancellation", None).status_code == 403
    assert ApiCaller(world.ben).post(f"/side-messages/{made['id']}/cancellation", None).status_code == 403
    assert caller.post(f"/side-messages/{made['id']}/cancellation", None).json()["state"] == "cancelled"
    assert caller.post(f"/side-messages/{made['id']}/cancellation", None).status_code == 422
