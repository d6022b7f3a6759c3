"""The panel of tasks and reminders, the person's own list, and the question before solving."""

import pytest
from django.test import Client

from careline.testing.world import World, make_ticket
from careline.tickets.actions.add_task import add_task
from careline.tickets.models import Reminder, Status, Task, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_task_is_added_changed_ticked_and_removed_in_the_panel(world: World, ticket: Ticket) -> None:
    client = logged_in(world.ana)
    added = client.post(
        f"/tickets/{ticket.pk}/tasks/",
        {"title": "Order <the> part", "owner": world.ben.pk, "when": "fri 9:00"},
        **PART,
    )
    task = Task.objects.get()
    assert "Order &lt;the&gt; part" in text(added) and task.owner == world.ben and task.due_at is not None
    client.post(f"/tasks/{task.pk}/", {"title": "Order it", "owner": "0", "when": ""}, **PART)
    task.refresh_from_db()
    assert (task.title, task.owner, task.due_at) == ("Order it", None, None)
    assert "1 done" in text(client.post(f"/tasks/{task.pk}/settled/", {"done": "1"}, **PART))
    assert "1 done" not in text(client.post(f"/tasks/{task.pk}/settled/", {"done": "0"}, **PART))
    client.post(f"/tasks/{task.pk}/settled/", {"drop": "1"}, **PART)
    assert not Task.objects.exists()


def test_a_reminder_is_set_in_plain_words_and_only_its_owner_sees_it(world: World, ticket: Ticket) -> None:
    client = logged_in(world.light)
    data = {"when": "in 2 hours", "note": "Ask about the dachshund"}
    assert "Ask about the dachshund" in text(client.post(f"/tickets/{ticket.pk}/reminders/", data, **PART))
    assert "dachshund" not in text(logged_in(world.ana).get(f"/tickets/{ticket.pk}/to-do/"))
    assert "dachshund" in text(client.get("/agenda/"))
    back = client.post(f"/reminders/{Reminder.objects.get().pk}/settled/", {"from": "agenda"})
    assert back.status_code == 302 and "dachshund" not in text(client.get("/agenda/"))


@pytest.mark.parametrize("data", [{"when": "some day"}, {"when": ""}])
def test_a_reminder_without_a_moment_is_refused(world: World, ticket: Ticket, data: dict) -> None:
    assert logged_in(world.ana).post(f"/tickets/{ticket.pk}/reminders/", data, **PART).status_code == 422


@pytest.mark.parametrize(("address", "data"), [("solution", {}), ("status", {"status": "5"})])
def test_solving_with_open_tasks_asks_first_and_then_does_it(
    world: World, ticket: Ticket, address: str, data: dict
) -> None:
    add_task(ticket, "Call", by=world.ana)
    client = logged_in(world.ana)
    asked = client.post(f"/tickets/{ticket.pk}/{address}/", data, **PART)
    ticket.refresh_from_db()
    assert "1 task in this ticket is not done" in text(asked) and asked["HX-Retarget"] == "#dialogs"
    assert ticket.status == Status.NEW
    client.post(f"/tickets/{ticket.pk}/status/", {"status": "5", "anyway": "1"}, **PART)
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_other_statuses_and_tickets_without_tasks_are_not_asked_about(world: World, ticket: Ticket) -> None:
    client = logged_in(world.ana)
    add_task(ticket, "Call", by=world.ana)
    client.post(f"/tickets/{ticket.pk}/status/", {"status": "3"}, **PART)
    ticket.refresh_from_db()
    assert ticket.status == Status.PENDING


@pytest.mark.parametrize("who", ["ana", "light", "lead", "manager", "owner", "auditor", "cleo"])
def test_every_role_has_its_list_and_sees_the_panel(world: World, ticket: Ticket, who: str) -> None:
    add_task(ticket, "Call", by=world.ana, owner=world.ana)
    client = logged_in(getattr(world, who))
    assert client.get("/agenda/").status_code == 200
    panel = text(client.get(f"/tickets/{ticket.pk}/to-do/"))
    assert "Call" in panel and ("Add a task" in panel) == (who != "auditor")


def test_fifty_tasks_ask_no_more_than_one(
    world: World, ticket: Ticket, django_assert_max_num_queries
) -> None:
    for n in range(50):
        add_task(ticket, f"Call {n}", by=world.ana, owner=world.ben)
    client = logged_in(world.ben)
    client.get("/agenda/")
    with django_assert_max_num_queries(14):
        client.get(f"/tickets/{ticket.pk}/to-do/", **PART)
    with django_assert_max_num_queries(7):
        client.get("/agenda/")


def test_a_stranger_finds_nothing(world: World) -> None:
    private = make_ticket(world.complaints, world.customer)
    task = add_task(private, "Call", by=world.cleo)
    client = logged_in(world.stranger)
    assert client.get(f"/tickets/{private.pk}/to-do/").status_code == 404
    for address in (f"/tickets/{private.pk}/tasks/", f"/tasks/{task.pk}/", f"/tasks/{task.pk}/settled/",
                    f"/tickets/{private.pk}/reminders/", "/reminders/1/settled/"):  # fmt: skip
        assert client.post(address, {"title": "x", "when": "in 3 days", "drop": "1"}).status_code == 404
    assert Task.objects.exists()


def test_of_two_who_change_a_task_neither_overwrites_the_other(world: World, ticket: Ticket) -> None:
    task = add_task(ticket, "Order the part", owner=world.ben, due_at=None, by=world.ana)
    seen = {"seen_title": "Order the part", "seen_owner": str(world.ben.pk), "seen_when": ""}
    panel = text(logged_in(world.ana).get(f"/tickets/{ticket.pk}/to-do/"))
    assert all(f'name="{name}" value="{value}"' in panel for name, value in seen.items())
    mine = {"title": "Order the part", "owner": str(world.ben.pk), "when": ""}
    logged_in(world.lead).post(f"/tasks/{task.pk}/", mine | seen | {"title": "Order two"}, **PART)
    answer = logged_in(world.ana).post(
        f"/tasks/{task.pk}/", mine | seen | {"when": "2031-03-04 10:00"}, **PART
    )
    task.refresh_from_db()
    assert answer.status_code == 200 and task.title == "Order two" and task.due_at.year == 2031
    answer = logged_in(world.ana).post(f"/tasks/{task.pk}/", mine | seen | {"title": "Order three"}, **PART)
    task.refresh_from_db()
    assert (
        answer.status_code == 422 and "meanwhile: “Order two”" in text(answer) and task.title == "Order two"
    )
