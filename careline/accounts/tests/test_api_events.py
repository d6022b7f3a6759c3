"""Events by the API: each once, with the rights of the token's owner, in words."""

import pytest
from django.db import transaction

from careline.accounts.contracts import Scope
from careline.testing.api import ApiCaller
from careline.testing.world import make_customer, make_ticket, make_world
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.models import Status, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return make_world()


def follow(caller, path="/events?from_now=true"):
    answer = caller.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"], f"/events?after={answer.json()['cursor']}"


def test_events_are_told_once_and_in_words(world):
    ticket = make_ticket(world.support, world.customer)
    caller = ApiCaller(world.ana, [Scope.READ_EVENTS])
    items, more = follow(caller)
    assert items == []
    set_status(ticket, Status.PENDING, by=world.ana)
    (event,), more = follow(caller, more)
    assert (event["type"], event["subject"]) == ("ticket.status_changed", f"ticket:{ticket.pk}")
    assert (event["data"]["before"], event["data"]["after"]) == ("new", "pending")
    assert event["actor"] == {"kind": "agent", "id": world.ana.pk}
    assert follow(caller, more)[0] == []


def test_nobody_is_told_of_what_they_may_not_see(world):
    hidden = make_ticket(world.complaints, make_customer())
    callers = {name: ApiCaller(getattr(world, name)) for name in ("ana", "cleo", "manager", "auditor")}
    places = {name: follow(caller)[1] for name, caller in callers.items()}
    set_subject(hidden, "A secret", by=world.cleo)
    told = {name: follow(callers[name], places[name])[0] for name in callers}
    assert told["ana"] == []
    for name in ("cleo", "manager", "auditor"):
        assert [event["data"]["after"] for event in told[name]] == ["A secret"]


def test_who_sees_only_a_queue_learns_that_something_happened_and_not_what(world):
    ticket = make_ticket(world.support, make_customer())
    caller = ApiCaller(world.ana)
    _items, more = follow(caller)
    from careline.tickets.actions.move_team import move_team

    move_team(ticket, world.complaints.pk, by=world.ana)
    (event,), _more = follow(caller, more)
    assert (event["type"], event["data"]) == ("ticket.team_changed", {})


def test_a_reader_walks_through_all_in_small_steps(world):
    ticket = make_ticket(world.support, world.customer)
    with transaction.atomic():
        for number in range(7):
            set_subject(Ticket.objects.get(pk=ticket.pk), f"Number {number}", by=world.ana)
    caller, path, seen, more = ApiCaller(world.ana), "/events?limit=2", [], True
    while more:
        answer = caller.get(path).json()
        seen += [e["data"]["after"] for e in answer["items"] if e["type"] == "ticket.subject_changed"]
        path, more = f"/events?limit=2&after={answer['cursor']}", answer["has_more"]
    assert seen == [f"Number {number}" for number in range(7)]


def test_cursors_that_mean_nothing_are_refused(world):
    import base64

    caller = ApiCaller(world.ana)
    assert caller.get("/events?after=abc").status_code == 422
    foreign = base64.urlsafe_b64encode(b"events:123//1:1:/0").decode().rstrip("=")
    assert caller.get(f"/events?after={foreign}").status_code == 410
