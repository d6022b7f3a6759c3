"""Tasks and reminders: written, changed, ticked off, told once when they are due; seen by whom they concern."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.core.live.gates import allowed_topics
from careline.core.models import Event
from careline.testing.world import World, make_ticket, make_world
from careline.tickets.actions.add_task import add_task
from careline.tickets.actions.change_task import change_task
from careline.tickets.actions.finish_task import drop_task, finish_task, undo_task
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.set_reminder import set_reminder, settle_reminder
from careline.tickets.actions.tell_due import tell_due
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Reminder, Task, Ticket
from careline.tickets.queries.to_do import count_due, count_open_tasks, due_words, own_reminders, own_tasks


def in_hours(hours: float):
    return timezone.now() + timedelta(hours=hours)


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def told(name: str) -> list[dict]:
    return [event.data for event in Event.objects.filter(name=name).order_by("pk")]


def test_a_task_is_added_changed_done_and_taken_up_again_and_each_is_told(
    world: World, ticket: Ticket
) -> None:
    task = add_task(ticket, "  Order\nthe part ", by=world.ana, owner=world.ben)
    due = in_hours(5)
    change_task(task.pk, title="Order the part", owner=world.ana, due_at=due, by=world.light)
    finish_task(task.pk, by=world.ben)
    finish_task(task.pk, by=world.ana)
    task.refresh_from_db()
    assert (task.title, task.owner, task.done_by) == ("Order the part", world.ana, world.ben)
    undo_task(task.pk, by=world.ana)
    assert told("task.changed")[0]["before"] == {"owner": world.ben.pk, "due": ""}
    assert told("task.changed")[0]["after"] == {"owner": world.ana.pk, "due": due.isoformat()}
    assert [data["undone"] for data in told("task.finished")] == [False, True]
    drop_task(task.pk, by=world.ana)
    assert not Task.objects.exists() and told("task.dropped")[0]["title"] == "Order the part"


def test_what_changes_nothing_is_not_told(world: World, ticket: Ticket) -> None:
    task = add_task(ticket, "Call back", by=world.ana)
    change_task(task.pk, title="Call back", owner=None, due_at=None, by=world.ana)
    assert told("task.changed") == []


def test_words_are_needed_and_an_owner_who_sees_the_ticket(world: World) -> None:
    private = make_ticket(world.complaints, world.customer)
    with pytest.raises(Refused):
        add_task(private, "  ", by=world.cleo)
    with pytest.raises(Refused):
        add_task(private, "Call", by=world.cleo, owner=world.stranger)
    task = add_task(private, "Call", by=world.cleo)
    for act in (finish_task, undo_task, drop_task):
        with pytest.raises(NotVisible):
            act(task.pk, by=world.stranger)
    with pytest.raises(Forbidden):
        finish_task(task.pk, by=world.auditor)


def test_ones_list_shows_ones_own_open_tasks_where_one_may_still_look(world: World, ticket: Ticket) -> None:
    late = add_task(ticket, "Late", by=world.ana, owner=world.ana, due_at=in_hours(-1))
    some_day = add_task(ticket, "Some day", by=world.ana, owner=world.ana)
    soon = add_task(ticket, "Soon", by=world.ana, owner=world.ana, due_at=in_hours(1))
    add_task(ticket, "Ben's", by=world.ana, owner=world.ben)
    finish_task(add_task(ticket, "Done", by=world.ana, owner=world.ana).pk, by=world.ana)
    assert [*own_tasks(world.ana)] == [late, soon, some_day] and count_due(world.ana) == 1
    move_team(ticket, world.complaints.pk, by=world.ana)
    assert [*own_tasks(world.ana)] == [] and count_due(world.ana) == 0


def test_what_is_due_is_told_once_and_again_with_another_moment(world: World, ticket: Ticket) -> None:
    task = add_task(ticket, "Call", by=world.ana, owner=world.ben, due_at=in_hours(-1))
    add_task(ticket, "Later", by=world.ana, owner=world.ben, due_at=in_hours(1))
    finish_task(add_task(ticket, "Done", by=world.ana, due_at=in_hours(-1)).pk, by=world.ana)
    assert tell_due() == 1 and tell_due() == 0
    change_task(task.pk, title="Call", owner=world.ben, due_at=in_hours(-0.5), by=world.ana)
    assert tell_due() == 1
    event = Event.objects.filter(name="task.due").first()
    assert f"agent:{world.ben.pk}" in event.topics and due_words(event.pk) == "Call"


def test_a_reminder_is_ones_own_and_its_note_stands_in_no_event(world: World, ticket: Ticket) -> None:
    reminder = set_reminder(ticket, in_hours(1), by=world.light, note="Ask about the dachshund")
    assert [*own_reminders(world.light)] == [reminder] and [*own_reminders(world.ana)] == []
    with pytest.raises(NotVisible):
        settle_reminder(reminder.pk, by=world.ana)
    Reminder.objects.update(due_at=in_hours(-1))
    assert tell_due() == 1 and tell_due() == 0 and count_due(world.light) == 1
    settle_reminder(reminder.pk, by=world.light)
    settle_reminder(reminder.pk, by=world.light)
    assert count_due(world.light) == 0 and len(told("reminder.settled")) == 1
    assert "dachshund" not in str([*Event.objects.values_list("data", flat=True)])
    assert due_words(Event.objects.get(name="reminder.due").pk) == "Ask about the dachshund"


@pytest.mark.parametrize("hours", [-1, 24 * 366 * 3])
def test_a_reminder_needs_a_moment_to_come(world: World, ticket: Ticket, hours: float) -> None:
    with pytest.raises(Refused):
        set_reminder(ticket, in_hours(hours), by=world.ana)


def test_tasks_of_what_was_merged_count_with_the_ticket(world: World, ticket: Ticket) -> None:
    source = make_ticket(world.support, world.customer)
    add_task(source, "Call", by=world.ana)
    merge(source, into=ticket, by=world.ana)
    assert count_open_tasks(ticket) == 1


def test_each_may_follow_only_what_concerns_themselves(world: World) -> None:
    wanted = [f"agent:{world.ana.pk}", f"agent:{world.ben.pk}"]
    assert allowed_topics(world.ana, wanted) == {wanted[0]}


def test_of_two_workers_only_one_tells(transactional_db: None) -> None:
    world = make_world()
    ticket = make_ticket(world.support, world.customer)
    for _ in range(5):
        add_task(ticket, "Call", by=world.ana, due_at=in_hours(-1))
    together, sums = Barrier(2), []

    def work() -> None:
        together.wait()
        sums.append(tell_due())
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sums) == len(told("task.due")) == 5
