"""Saved views: whose they are, what they show, how many, in which order and groups."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.testing.world import World, make_ticket
from careline.tickets.actions.order_views import move_view
from careline.tickets.actions.remove_view import remove_view
from careline.tickets.actions.save_view import ViewDetails, change_view, create_view
from careline.tickets.contracts import Conflict, NotVisible, Refused
from careline.tickets.models import Priority, Status, Ticket
from careline.tickets.queries.conditions import BadConditions
from careline.tickets.queries.questions import (
    GROUPINGS,
    SORTS,
    Question,
    all_ids,
    ask,
    asking,
    count,
    question_of,
    statements,
)
from careline.tickets.queries.views import find_view, views_for


def asks(*conditions: tuple, match: str = "all") -> dict:
    listed = [{"field": f, "op": op, "value": value} for f, op, value in conditions]
    return {"match": "all", "groups": [{"match": match, "conditions": listed}]}


def numbers(agent, view, **given) -> list[int]:
    return [row.number for row in ask(agent, question_of(agent, view), **given).rows]


URGENT = asks(("priority", "is", ["urgent"]), ("status", "is", ["new", "open"]))


def test_a_view_shows_the_tickets_that_fit_and_their_number(world: World) -> None:
    urgent = make_ticket(world.support, world.customer, priority=Priority.URGENT)
    make_ticket(world.support, world.customer)
    make_ticket(world.support, world.customer, priority=Priority.URGENT, status=Status.PENDING)
    view = create_view(ViewDetails("Fire", "team", world.support.pk, URGENT), by=world.lead)
    page = ask(world.ana, question_of(world.ana, view))
    assert [row.number for row in page.rows] == [urgent.pk]
    assert page.size == count(world.ana, question_of(world.ana, view)) == "1"


def test_a_view_never_shows_what_the_person_may_not_see(world: World) -> None:
    secret = make_ticket(world.complaints, world.customer, priority=Priority.URGENT)
    view = create_view(ViewDetails("Fire", "company", conditions=URGENT), by=world.manager)
    assert numbers(world.ana, view) == [] and count(world.ana, question_of(world.ana, view)) == "0"
    assert numbers(world.cleo, view) == numbers(world.manager, view) == [secret.pk]
    assert [*all_ids(world.ana, question_of(world.ana, view))] == []
    assert [*all_ids(world.cleo, question_of(world.cleo, view))] == [[secret.pk]]


def test_the_menu_has_ones_own_views_those_of_ones_teams_and_the_companys(world: World) -> None:
    own = create_view(ViewDetails("Mine", conditions=URGENT), by=world.ana)
    team = create_view(ViewDetails("Ours", "team", world.support.pk, URGENT), by=world.lead)
    company = create_view(ViewDetails("Everybody’s", "company", conditions=URGENT), by=world.manager)
    assert {*views_for(world.ana)} == {own, team, company}
    assert {*views_for(world.ben)} == {team, company}
    assert {*views_for(world.stranger)} == {company}
    assert views_for(world.gone) == []
    assert find_view(world.stranger, team.key) is None and find_view(world.ben, own.key) is None


@pytest.mark.parametrize("who", ["ana", "light", "stranger", "auditor"])
def test_agents_make_views_for_themselves_only(world: World, who: str) -> None:
    agent = getattr(world, who)
    assert create_view(ViewDetails("Mine", conditions=URGENT), by=agent).agent == agent
    for details in (
        ViewDetails("Ours", "team", world.support.pk, URGENT),
        ViewDetails("All", "company", conditions=URGENT),
    ):
        with pytest.raises(Forbidden):
            create_view(details, by=agent)


def test_a_lead_makes_views_of_their_own_teams_only(world: World) -> None:
    create_view(ViewDetails("Ours", "team", world.support.pk, URGENT), by=world.lead)
    with pytest.raises(Refused):
        create_view(ViewDetails("Theirs", "team", world.workshop.pk, URGENT), by=world.lead)
    with pytest.raises(Refused):
        create_view(ViewDetails("Hidden", "team", world.complaints.pk, URGENT), by=world.lead)
    with pytest.raises(Forbidden):
        create_view(ViewDetails("All", "company", conditions=URGENT), by=world.lead)


def test_who_may_not_change_a_view_changes_and_removes_nothing(world: World) -> None:
    view = create_view(ViewDetails("Ours", "team", world.support.pk, URGENT), by=world.lead)
    for act in (
        lambda: change_view(view, ViewDetails("Taken", conditions=URGENT), by=world.ana),
        lambda: remove_view(view, by=world.ana),
        lambda: move_view(view, up=True, by=world.ana),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotVisible):
        change_view(view, ViewDetails("Taken", conditions=URGENT), by=world.stranger)
    view.refresh_from_db()
    assert view.name == "Ours" and view.team == world.support


def test_two_who_change_a_view_at_once_are_told(world: World) -> None:
    view = create_view(ViewDetails("Mine", conditions=URGENT), by=world.ana)
    change_view(view, ViewDetails("Newer", conditions=URGENT), by=world.ana, version=1)
    with pytest.raises(Conflict):
        change_view(view, ViewDetails("Older", conditions=URGENT), by=world.ana, version=1)


def test_what_makes_no_sense_is_refused_with_its_place(world: World) -> None:
    bad = asks(("priority", "is", ["urgent"]), ("priority", "is", ["huge"]), ("colour", "is", ["red"]))
    with pytest.raises(BadConditions) as told:
        create_view(ViewDetails("Odd", conditions=bad), by=world.ana)
    assert [*told.value.errors] == [(0, 1), (0, 2)]
    with pytest.raises(Refused):
        create_view(ViewDetails("  ", conditions=URGENT), by=world.ana)


def test_views_of_one_kind_keep_the_order_they_were_put_in(world: World) -> None:
    one, two, three = (create_view(ViewDetails(n, conditions=URGENT), by=world.ana) for n in ("1", "2", "3"))
    move_view(three, up=True, by=world.ana)
    move_view(three, up=True, by=world.ana)
    move_view(three, up=True, by=world.ana)
    assert views_for(world.ana) == [three, one, two]
    move_view(three, up=False, by=world.ana)
    assert views_for(world.ana) == [one, three, two]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("grouping", ["", *GROUPINGS])
def test_pages_of_a_view_follow_each_other_without_gap_or_repeat(
    world: World, sort: str, grouping: str
) -> None:
    who, status = [world.ana, world.ben, None], [Status.OPEN, Status.PENDING, Status.SOLVED]
    made = [
        make_ticket(
            world.support if n % 2 else world.workshop,
            world.customer,
            status=status[n % 3],
            assignee=who[n % 3],
        )
        for n in range(9)
    ]
    Ticket.objects.filter(pk__in=[t.pk for t in made[:5]]).update(
        last_customer_at=timezone.now(), due_at=timezone.now(), updated_at=timezone.now()
    )
    view = create_view(ViewDetails("All", conditions={}, sort=sort, grouping=grouping), by=world.ana)
    seen, begun, after = [], [], ""
    while True:
        page = ask(world.ana, question_of(world.ana, view), after=after, limit=2)
        seen += [row.number for row in page.rows]
        begun += [group for group in page.groups if group is not None]
        after = page.next
        assert len(seen) <= len(made)
        if not after:
            break
    whole = ask(world.ana, question_of(world.ana, view))
    assert seen == [row.number for row in whole.rows] and sorted(seen) == sorted(t.pk for t in made)
    assert len(begun) == len({*begun}), "a group begins once"


def test_sorted_by_what_it_says(world: World) -> None:
    old, new = (make_ticket(world.support, world.customer) for _ in range(2))
    Ticket.objects.filter(pk=new.pk).update(due_at=timezone.now(), priority=Priority.HIGH)
    Ticket.objects.filter(pk=old.pk).update(last_customer_at=F("last_customer_at") - timedelta(days=1))
    shown = {}
    for sort in SORTS:
        view = create_view(
            ViewDetails(sort, conditions=asks(("status", "is", ["new"])), sort=sort), by=world.ana
        )
        shown[sort] = numbers(world.ana, view)[0] == new.pk
    expected = {"newest", "due", "updated", "created", "priority"}
    assert {sort for sort, is_new_first in shown.items() if is_new_first} == expected


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WzEsMl0", "W251bGwsMWU5OSwxLDBd", "\x00"])
def test_a_damaged_cursor_of_a_view_begins_at_the_top(world: World, cursor: str) -> None:
    ticket = make_ticket(world.support, world.customer)
    view = create_view(ViewDetails("All", conditions={}), by=world.ana)
    assert numbers(world.ana, view, after=cursor) == [ticket.pk]


def test_more_than_ninety_nine_are_not_counted(world: World, monkeypatch) -> None:
    monkeypatch.setattr(statements, "COUNTED", 3)
    view = create_view(ViewDetails("All", conditions={}), by=world.ana)
    for expected in ("1", "2", "2+", "2+"):
        make_ticket(world.support, world.customer)
        assert count(world.ana, question_of(world.ana, view)) == expected


def test_what_takes_too_long_is_asked_of_the_newest_tickets_and_says_so(world: World, monkeypatch) -> None:
    old, new = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    monkeypatch.setattr(statements, "_RECENT", f"t.id > {old.pk}")
    monkeypatch.setattr(asking, "PAGE_MS", 200)
    slow = f"(CASE WHEN t.id = {old.pk} THEN pg_sleep(2)::text = '' ELSE true END)"
    page = ask(world.ana, Question(slow))
    assert page.is_recent and [row.number for row in page.rows] == [new.pk] and page.size == "1+"
    assert Ticket.objects.count() == 2, "the connection goes on"


def test_a_merged_ticket_stands_in_no_view_that_does_not_ask_for_it(world: World) -> None:
    kept, merged = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=merged.pk).update(merged_into=kept, status=Status.CLOSED)
    everything = create_view(ViewDetails("All", conditions={}), by=world.ana)
    pointers = create_view(ViewDetails("Merged", conditions=asks(("merged", "yes", None))), by=world.ana)
    assert numbers(world.ana, everything) == [kept.pk] and numbers(world.ana, pointers) == [merged.pk]
