"""Orders for many tickets: what they come to, each ticket once, with the rights of whoever gave them, and back again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.racing import race
from careline.testing.world import World, make_customer, make_ticket, make_world
from careline.tickets.actions import bulk_start
from careline.tickets.actions.bulk_act import act
from careline.tickets.actions.bulk_start import start_bulk, stop_bulk
from careline.tickets.actions.bulk_undo import undo_bulk
from careline.tickets.actions.bulk_work import work_off
from careline.tickets.actions.keep_macro_file import keep_macro_file
from careline.tickets.actions.merge import merge
from careline.tickets.actions.save_draft import save_draft
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.contracts import BulkOrder, DraftContent, NotVisible, Refused, Selection
from careline.tickets.models import BulkItem, BulkRun, Draft, DraftFile, Message, Status, Ticket, Viewer
from careline.tickets.queries.bulk import access_run, items_of, resolve, runs_of
from careline.tickets.queries.bulk_plan import plan, samples

PENDING = BulkOrder(status=Status.PENDING)
HELLO = BulkOrder(html="<p>Hello {{customer.first_name}}</p>", sends=True)


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    return [make_ticket(world.support, world.customer, subject=f"Bell {n}") for n in range(4)]


def numbers(tickets: list[Ticket]) -> tuple[int, ...]:
    return tuple(ticket.pk for ticket in tickets)


def run(tickets: list[Ticket], order: BulkOrder, *, by) -> BulkRun:
    begun = start_bulk(Selection(numbers(tickets)), order, by=by)
    return done(begun)


def done(begun: BulkRun) -> BulkRun:
    assert work_off(begun.pk, act=act, seconds=60) is False
    begun.refresh_from_db()
    return begun


def outcome(begun: BulkRun) -> dict[int, tuple[str, str]]:
    return {item.ticket_id: (item.state, item.reason) for item in begun.items.all()}


def statuses(tickets: list[Ticket]) -> list[int]:
    return [Ticket.objects.get(pk=ticket.pk).status for ticket in tickets]


def test_every_ticket_is_changed_and_says_who_and_why(world: World, tickets: list[Ticket]) -> None:
    begun = run(tickets, PENDING, by=world.ana)
    assert statuses(tickets) == [3] * 4 and begun.state == "done"
    assert {item.state for item in begun.items.all()} == {"changed"}
    events = Event.objects.filter(name="ticket.status_changed")
    assert {(event.cause_id, event.actor_id) for event in events} == {(begun.cause_id, world.ana.pk)}
    assert Event.objects.get(name="bulk.finished").data["figures"] == {"changed": 4}


def test_one_job_is_in_line_with_the_order(world: World, tickets: list[Ticket]) -> None:
    start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'careline.bulk'")
        assert cursor.fetchone() == (1,)


def test_all_at_once_is_possible(world: World, tickets: list[Ticket]) -> None:
    order = BulkOrder(
        status=5,
        priority=4,
        type="incident",
        assignee_id=world.ben.pk,
        team_id=world.workshop.pk,
        add_tags=("Bell",),
    )
    run(tickets[:1], order, by=world.ana)
    ticket = Ticket.objects.get(pk=tickets[0].pk)
    assert (ticket.status, ticket.priority, ticket.type, ticket.tags) == (5, 4, "incident", ["bell"])
    assert (ticket.team, ticket.assignee) == (world.workshop, world.ben)


def test_what_can_not_be_done_is_said_ticket_by_ticket(world: World, tickets: list[Ticket]) -> None:
    secret = make_ticket(world.complaints, world.customer)
    set_status(tickets[1], Status.PENDING, by=world.ana)
    merge(tickets[2], into=tickets[3], by=world.ana)
    told = plan(world.ana, PENDING, [*numbers(tickets), secret.pk])
    assert (told.can, told.same, told.left_out) == ((tickets[0].pk, tickets[3].pk), (tickets[1].pk,), 2)
    begun = run([*tickets, secret], PENDING, by=world.ana)
    found = outcome(begun)
    assert found[tickets[0].pk] == found[tickets[3].pk] == ("changed", "")
    assert found[tickets[1].pk] == ("unchanged", "")
    assert found[tickets[2].pk][0] == "refused" and f"#{tickets[3].pk}" in found[tickets[2].pk][1]
    assert secret.pk not in found and statuses([secret]) == [Status.NEW]


def test_rights_are_asked_when_the_work_is_done(world: World, tickets: list[Ticket]) -> None:
    begun = start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    type(world.ana).objects.filter(pk=world.ana.pk).update(is_active=False)
    done(begun)
    assert statuses(tickets) == [Status.NEW] * 4


@pytest.mark.parametrize("who", ["light", "auditor", "gone"])
def test_who_may_not_change_tickets_orders_nothing(world: World, tickets: list[Ticket], who: str) -> None:
    with pytest.raises(Forbidden):
        start_bulk(Selection(numbers(tickets)), PENDING, by=getattr(world, who))


def test_nonsense_is_refused(world: World, tickets: list[Ticket]) -> None:
    chosen = Selection(numbers(tickets))
    for selection, order in ((Selection(), PENDING), (chosen, BulkOrder()), (chosen, BulkOrder(sends=True))):
        with pytest.raises(Refused):
            start_bulk(selection, order, by=world.ana)
    theirs = create_macro(MacroDetails("Mine", "<p>x</p>"), by=world.ben)
    with pytest.raises(NotVisible):
        start_bulk(chosen, BulkOrder(macro_id=theirs.pk), by=world.ana)


def test_one_order_at_a_time_and_so_many_an_hour(world: World, tickets, monkeypatch) -> None:
    begun = start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    with pytest.raises(Refused):
        start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    start_bulk(Selection(numbers(tickets)), PENDING, by=world.ben)
    done(begun)
    monkeypatch.setattr(bulk_start, "MOST_AN_HOUR", 1)
    with pytest.raises(Refused, match="hour"):
        start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)


def test_too_many_tickets_are_refused_as_a_whole(world: World, tickets, monkeypatch) -> None:
    monkeypatch.setattr("careline.tickets.actions.bulk_work.MOST", 3)
    begun = run(tickets, PENDING, by=world.ana)
    assert "3" in begun.trouble and not begun.items.exists() and statuses(tickets) == [Status.NEW] * 4


def test_all_of_a_view_are_those_that_stand_in_it_when_the_work_begins(world: World, tickets) -> None:
    set_status(tickets[0], Status.SOLVED, by=world.ana)
    begun = start_bulk(Selection(view="my_teams"), BulkOrder(add_tags=("all",)), by=world.ana)
    late = make_ticket(world.support, world.customer)
    make_ticket(world.complaints, world.customer)
    done(begun)
    tagged = {*Ticket.objects.filter(tags=["all"]).values_list("pk", flat=True)}
    assert tagged == {*numbers(tickets[1:]), late.pk}


def test_all_of_a_saved_view(world: World, tickets: list[Ticket]) -> None:
    asked = {
        "match": "all",
        "groups": [{"match": "all", "conditions": [{"field": "status", "op": "is", "value": ["new"]}]}],
    }
    view = create_view(ViewDetails("New ones", "company", conditions=asked), by=world.manager)
    make_ticket(world.complaints, world.customer)
    set_status(tickets[0], Status.OPEN, by=world.ana)
    assert {*resolve(world.ana, Selection(view=view.key))} == {*numbers(tickets[1:])}
    mine = create_view(ViewDetails("Mine", "personal", conditions=asked), by=world.ben)
    with pytest.raises(Refused):
        resolve(world.ana, Selection(view=mine.key))


def test_all_that_a_search_finds(world: World, tickets: list[Ticket]) -> None:
    make_ticket(world.support, world.customer, subject="Saddle")
    assert {*resolve(world.ana, Selection(words="bell"))} == {*numbers(tickets)}
    assert resolve(world.stranger, Selection(numbers=numbers(tickets))) == [*numbers(tickets)]
    secret = make_ticket(world.complaints, world.customer, subject="Bell")
    assert secret.pk not in resolve(world.ana, Selection(words="bell"))
    with pytest.raises(Refused):
        resolve(world.ana, Selection(view="nowhere"))


def test_each_customer_gets_an_answer_of_their_own(world: World) -> None:
    people = [make_customer("Kim Lee"), make_customer("Bo & Co")]
    tickets = [make_ticket(world.support, one) for one in people]
    begun = run(tickets, BulkOrder(html=HELLO.html, sends=True, status=Status.PENDING), by=world.ana)
    said = Message.objects.filter(author="agent").order_by("pk")
    assert [message.html for message in said] == ["<p>Hello Kim</p>", "<p>Hello Bo</p>"]
    assert [message.to[0][0] for message in said] == [one.identities.get().value for one in people]
    assert {message.state for message in said} == {"held"} and statuses(tickets) == [3, 3]
    assert {item.message_id for item in begun.items.all()} == {message.pk for message in said}


def test_who_can_not_be_answered_is_left_out_and_the_plan_says_so(
    world: World, tickets: list[Ticket]
) -> None:
    order = BulkOrder(html="<p>{{organisation.name}}</p>", sends=True)
    assert plan(world.ana, order, numbers(tickets)).can == ()
    assert {state for state, _why in outcome(run(tickets, order, by=world.ana)).values()} == {"refused"}
    set_status(tickets[0], Status.CLOSED, by=world.ana)
    Viewer.objects.create(ticket=tickets[1], agent=world.ben, at=timezone.now(), typed_at=timezone.now())
    told = plan(world.ana, HELLO, numbers(tickets))
    assert told.can == numbers(tickets[2:]) and any("Ben" in why for why, _them in told.cannot)
    found = outcome(run(tickets, HELLO, by=world.ana))
    assert [found[one.pk][0] for one in tickets] == ["refused", "refused", "changed", "changed"]
    assert Message.objects.filter(author="agent").count() == 2


def test_a_sample_shows_what_was_filled_in(world: World, tickets: list[Ticket]) -> None:
    assert samples(world.ana, HELLO, tickets[0].pk)[1] == "<p>Hello <mark>Carla</mark></p>"
    secret = make_ticket(world.complaints, world.customer)
    with pytest.raises(KeyError):
        samples(world.ana, HELLO, secret.pk)


def test_a_plan_costs_the_same_for_many_tickets(world: World, django_assert_max_num_queries) -> None:
    tickets = [make_ticket(world.support, make_customer()) for _n in range(30)]
    with django_assert_max_num_queries(8):
        assert len(plan(world.ana, HELLO, numbers(tickets)).can) == 30


def test_a_macro_for_many_changes_them_and_sends_only_if_told(world: World, tickets: list[Ticket]) -> None:
    made = create_macro(
        MacroDetails("Hi", "<p>Hi</p>", set_status=3, add_tags=("x",), note="Seen"), by=world.ana
    )
    run(tickets[:2], BulkOrder(macro_id=made.pk), by=world.ana)
    assert (
        statuses(tickets[:2]) == [3, 3]
        and not Message.objects.filter(author="agent", is_public=True).exists()
    )
    assert Message.objects.filter(is_public=False, text="Seen").count() == 2
    run(tickets[2:], BulkOrder(macro_id=made.pk, sends=True), by=world.ana)
    assert [m.text for m in Message.objects.filter(author="agent", is_public=True)] == ["Hi", "Hi"]


def test_a_macros_files_go_along_and_drafts_stay_as_they_were(world: World, tickets: list[Ticket]) -> None:
    made = create_macro(MacroDetails("Hi", "<p>Hi</p>"), by=world.ana)
    keep_macro_file(made.pk, name="plan.txt", content=b"Monday", by=world.ana)
    save_draft(DraftContent("reply", "<p>Mine</p>"), ticket=tickets[0], by=world.ana, version=0)
    run(tickets[:2], BulkOrder(macro_id=made.pk, sends=True), by=world.ana)
    said = Message.objects.filter(author="agent")
    assert [message.attachments.get().name for message in said] == ["plan.txt", "plan.txt"]
    assert [draft.html for draft in Draft.objects.all()] == ["<p>Mine</p>"] and not DraftFile.objects.exists()


def test_undoing_puts_back_what_nobody_changed_since(world: World, tickets: list[Ticket]) -> None:
    order = BulkOrder(status=3, priority=4, type="incident", assignee_id=world.ben.pk, add_tags=("a",))
    set_status(tickets[3], Status.OPEN, by=world.ana)
    before = [
        *Ticket.objects.order_by("pk").values("status", "priority", "type", "assignee_id", "tags", "team_id")
    ]
    begun = run(tickets, order, by=world.ana)
    set_priority(Ticket.objects.get(pk=tickets[1].pk), 1, by=world.ben)
    undone = done(undo_bulk(begun.pk, by=world.ana))
    after = [
        *Ticket.objects.order_by("pk").values("status", "priority", "type", "assignee_id", "tags", "team_id")
    ]
    assert [after[n] for n in (0, 2, 3)] == [before[n] for n in (0, 2, 3)]
    assert after[1]["priority"] == 1 and after[1]["status"] == 3
    assert outcome(undone)[tickets[1].pk] == ("refused", "Somebody changed it since.")


def test_undoing_happens_once_and_not_of_an_undoing(world: World, tickets: list[Ticket]) -> None:
    begun = start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    with pytest.raises(Refused):
        undo_bulk(begun.pk, by=world.ana)
    done(begun)
    undone = done(undo_bulk(begun.pk, by=world.ana))
    for again in (begun, undone):
        with pytest.raises(Refused):
            undo_bulk(again.pk, by=world.ana)
    assert statuses(tickets) == [Status.NEW] * 4


def test_answers_that_are_held_are_taken_back(world: World, tickets: list[Ticket]) -> None:
    begun = run(tickets[:2], HELLO, by=world.ana)
    Message.objects.filter(ticket=tickets[0], author="agent").update(state="sent")
    found = outcome(done(undo_bulk(begun.pk, by=world.ana)))
    assert found[tickets[0].pk] == ("refused", "The answer is on its way already.")
    assert found[tickets[1].pk][0] == "changed"
    assert Message.objects.get(ticket=tickets[1], author="agent").state == "cancelled"
    assert Ticket.objects.get(pk=tickets[1].pk).status == Status.NEW


def test_stopping_leaves_the_rest_as_it_was(world: World, tickets: list[Ticket]) -> None:
    begun = start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    stopped = []

    def act_and_stop(run, item, agent):
        done_so_far = act(run, item, agent)
        stopped.append(stop_bulk(run.pk, by=world.ana))
        return done_so_far

    assert work_off(begun.pk, act=act_and_stop, seconds=60) is False
    assert stopped == [True] and sorted(statuses(tickets)) == [1, 1, 1, 3]
    assert stop_bulk(begun.pk, by=world.ana) is False


def test_only_those_see_an_order_whom_it_concerns(world: World, tickets: list[Ticket]) -> None:
    begun = run(tickets, PENDING, by=world.ana)
    for who in ("ana", "lead", "manager", "owner", "auditor"):
        assert access_run(getattr(world, who), begun.pk) == begun, who
    for who in ("ben", "stranger", "cleo", "light", "gone"):
        assert not runs_of(getattr(world, who)).exists(), who
    Ticket.objects.filter(pk=tickets[0].pk).update(team=world.complaints)
    assert len(items_of(begun, agent=world.lead)) == 3


def test_a_slice_ends_in_time_and_the_rest_follows(world: World, tickets: list[Ticket]) -> None:
    begun = start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    assert work_off(begun.pk, act=act, seconds=0) is True
    done(begun)
    assert statuses(tickets) == [3] * 4


def test_what_goes_wrong_with_one_ticket_does_not_stop_the_others(
    world: World, tickets: list[Ticket]
) -> None:
    def act_or_break(run, item, agent):
        if item.ticket_id == tickets[1].pk:
            raise ZeroDivisionError
        return act(run, item, agent)

    begun = start_bulk(Selection(numbers(tickets)), PENDING, by=world.ana)
    work_off(begun.pk, act=act_or_break, seconds=60)
    assert statuses(tickets) == [3, 1, 3, 3] and outcome(begun)[tickets[1].pk][0] == "refused"


def test_an_answer_counts_for_a_day(world: World, tickets, monkeypatch) -> None:
    run(tickets[:2], HELLO, by=world.ana)
    monkeypatch.setattr(bulk_start, "MOST_ANSWERS_A_DAY", 3)
    begun = run(tickets[2:], HELLO, by=world.ana)
    assert begun.trouble and not begun.items.exists()
    monkeypatch.setattr(bulk_start, "MOST_ANSWERS_A_DAY", 2)
    with pytest.raises(Refused):
        run(tickets[2:], HELLO, by=world.ana)
    BulkRun.objects.update(created_at=timezone.now() - timedelta(days=2))
    run(tickets[2:], HELLO, by=world.ana)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_ticket_once() -> None:
    world = make_world()
    tickets = [make_ticket(world.support, world.customer) for _n in range(12)]
    begun = start_bulk(Selection(numbers(tickets)), HELLO, by=world.ana)
    work_off(begun.pk, act=act, seconds=0)
    race(*[lambda: work_off(begun.pk, act=act, seconds=20)] * 3, at_most=30)
    done(begun)
    assert Message.objects.filter(author="agent").count() == 12
    assert BulkItem.objects.filter(state="changed").count() == 12


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_of_a_ticket_leaves_it_to_the_next() -> None:
    class Killed(BaseException):
        pass

    world = make_world()
    tickets = [make_ticket(world.support, world.customer) for _n in range(3)]
    begun = start_bulk(Selection(numbers(tickets)), HELLO, by=world.ana)
    done_before: list[int] = []

    def act_and_die(run, item, agent):
        done_so_far = act(run, item, agent)
        if done_before:
            raise Killed
        done_before.append(item.pk)
        return done_so_far

    with pytest.raises(Killed):
        work_off(begun.pk, act=act_and_die, seconds=20)
    assert Message.objects.filter(author="agent").count() == 1
    done(begun)
    assert Message.objects.filter(author="agent").count() == 3
