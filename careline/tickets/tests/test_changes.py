"""Changing what a ticket is, one verb at a time: rights, refusals, events, and what else has to follow."""

import pytest

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.customers.queries import access_customer, is_blocked
from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.actions.apply_macro import apply_macro
from careline.tickets.actions.assign import assign
from careline.tickets.actions.change_requester import change_requester
from careline.tickets.actions.link import link, unlink
from careline.tickets.actions.mark_spam import mark_spam
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.solve import solve
from careline.tickets.actions.tag import tag
from careline.tickets.actions.watch import unwatch, watch
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Link, Macro, MessageSearch, Priority, Status, Ticket

CHANGES = {
    "status": lambda t, by: set_status(t, Status.PENDING, by=by),
    "solve": lambda t, by: solve(t, by=by),
    "priority": lambda t, by: set_priority(t, Priority.HIGH, by=by),
    "type": lambda t, by: set_type(t, "task", by=by),
    "subject": lambda t, by: set_subject(t, "Other", by=by),
    "tags": lambda t, by: tag(t, add=["x"], by=by),
    "team": lambda t, by: move_team(t, t.team_id, by=by),
    "assignee": lambda t, by: assign(t, to=None, by=by),
    "spam": lambda t, by: mark_spam(t, by=by),
    "requester": lambda t, by: change_requester(t, t.customer_id, by=by),
    "link": lambda t, by: link(t, Ticket(pk=t.pk + 1), kind="related", by=by),
    "watch": lambda t, by: watch(t, by=by),
}


def last_event(ticket: Ticket) -> Event:
    return Event.objects.filter(subject=f"ticket:{ticket.pk}").latest("id")


@pytest.mark.parametrize("change", CHANGES)
def test_a_stranger_changes_nothing(world: World, change: str) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    make_ticket(world.complaints, world.customer)
    with pytest.raises(NotVisible):
        CHANGES[change](ticket, world.stranger)
    assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["light", "auditor", "gone"])
@pytest.mark.parametrize("change", [name for name in CHANGES if name != "watch"])
def test_who_may_not_change_is_refused(world: World, change: str, who: str) -> None:
    with pytest.raises(Forbidden):
        CHANGES[change](make_ticket(world.support, world.customer), getattr(world, who))


@pytest.mark.parametrize(
    ("change", "name", "after"),
    [("priority", "ticket.priority_changed", 3), ("type", "ticket.type_changed", "task"),
     ("subject", "ticket.subject_changed", "Other"), ("status", "ticket.status_changed", 3),
     ("solve", "ticket.status_changed", 5)],
)  # fmt: skip
def test_a_change_is_one_event_and_a_repeat_is_none(
    world: World, change: str, name: str, after: object
) -> None:
    ticket = make_ticket(world.support, world.customer)
    CHANGES[change](ticket, world.ana)
    changed = CHANGES[change](ticket, world.ana)
    event = Event.objects.get(subject=f"ticket:{ticket.pk}")
    assert (event.name, event.data["after"], event.actor_id) == (name, after, world.ana.pk)
    assert changed.version == 2


@pytest.mark.parametrize(
    "act",
    [lambda t, by: set_priority(t, 9, by=by), lambda t, by: set_type(t, "x", by=by), lambda t, by: set_subject(t, " \n", by=by),
     lambda t, by: set_status(t, 99, by=by), lambda t, by: set_status(t, Status.NEW, by=by),
     lambda t, by: move_team(t, 10**9, by=by), lambda t, by: link(t, t, kind="related", by=by),
     lambda t, by: tag(t, add=[f"t{n}" for n in range(60)], by=by)],
)  # fmt: skip
def test_nonsense_is_refused(world: World, act) -> None:
    with pytest.raises(Refused):
        act(make_ticket(world.support, world.customer, status=Status.OPEN), world.ana)


def test_moving_a_ticket_takes_search_assignee_and_customer_along(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, assignee=world.ana, status=Status.OPEN)
    moved = move_team(ticket, world.complaints.pk, by=world.ana)
    assert moved.assignee is None and last_event(ticket).name == "ticket.assigned"
    assert {*MessageSearch.objects.values_list("team_id", flat=True)} == {world.complaints.pk}
    assert not Ticket.objects.visible_to(world.ana).exists()
    with pytest.raises(Exception, match=str(world.customer.pk)):
        access_customer(world.ana, world.customer.pk)
    assert access_customer(world.cleo, world.customer.pk) == world.customer


def test_nobody_gets_a_ticket_that_they_may_not_answer(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    for who in (world.ana, world.auditor, world.gone):
        with pytest.raises(Refused):
            assign(ticket, to=who, by=world.cleo)
    assert assign(ticket, to=world.manager, by=world.cleo).assignee == world.manager


def test_tags_are_tidy(world: World) -> None:
    ticket = tag(make_ticket(world.support, world.customer), add=["  Needs Parts ", "a,b", ""], by=world.ana)
    assert ticket.tags == ["a-b", "needs-parts"]
    assert tag(ticket, remove=["A B", "unknown"], by=world.ana).tags == ["needs-parts"]
    assert last_event(ticket).data["removed"] == ["a-b"]


def test_watching_is_for_oneself(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    assert watch(ticket, by=world.light) and not watch(ticket, by=world.light)
    assert unwatch(ticket, by=world.light) and not unwatch(ticket, by=world.light)


def test_a_link_is_told_to_both(world: World) -> None:
    one, two = (make_ticket(world.support, world.customer) for _ in range(2))
    link(one, two, kind="child", by=world.ana)
    link(one, two, kind="child", by=world.ana)
    assert Link.objects.count() == 1 and Event.objects.filter(name="ticket.linked").count() == 2
    assert unlink(one, two, kind="child", by=world.ana) and not unlink(one, two, kind="child", by=world.ana)


def test_a_hidden_ticket_cannot_be_linked(world: World) -> None:
    mine, hidden = make_ticket(world.support, world.customer), make_ticket(world.complaints, world.customer)
    with pytest.raises(NotVisible):
        link(mine, hidden, kind="related", by=world.ana)


def test_another_requester_must_be_visible(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    hidden = make_ticket(world.complaints, make_customer("Hanna")).customer
    with pytest.raises(Exception, match=str(hidden.pk)):
        change_requester(ticket, hidden.pk, by=world.ana)
    known = make_customer("Kim")
    assert change_requester(ticket, known.pk, by=world.ana).customer == known
    assert access_customer(world.ana, known.pk).team_ids == [world.support.pk]


def test_spam_closes_and_blocks(world: World) -> None:
    ticket = mark_spam(make_ticket(world.support, world.customer), by=world.ana)
    assert ticket.status == Status.CLOSED and is_blocked("Carla@customer.example") == f"spam: #{ticket.pk}"


def test_a_macro_fills_its_placeholders_safely_and_acts(world: World) -> None:
    world.customer.name = "{{agent.name}} <b>"
    world.customer.save()
    macro = Macro.objects.create(
        name="Hi", html="<p>Dear {{ customer.name }}, {{organisation.name}} {{x.y}}<script>1</script></p>",
        set_status=Status.PENDING, set_priority=Priority.HIGH, add_tags=["greeted"],
    )  # fmt: skip
    ticket = make_ticket(world.support, world.customer)
    filled = apply_macro(ticket, macro.pk, by=world.ana)
    assert filled.html == "<p>Dear {{agent.name}} &lt;b&gt;, {{organisation.name}} {{x.y}}</p>"
    assert filled.missing == ("organisation.name", "x.y")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.priority, ticket.tags) == (3, 3, ["greeted"])


def test_somebody_elses_macro_is_not_mine(world: World) -> None:
    theirs = Macro.objects.create(name="B", html="x", agent=world.ben)
    with pytest.raises(NotVisible):
        apply_macro(make_ticket(world.support, world.customer), theirs.pk, by=world.ana)
