"""A problem is solved with all its incidents: one order, each requester answered in their own ticket, a result for each."""

import pytest
from django.test import Client

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.actions.bulk_act import act
from careline.tickets.actions.bulk_work import work_off
from careline.tickets.actions.link import link
from careline.tickets.actions.solve import solve
from careline.tickets.actions.solve_incidents import solve_incidents
from careline.tickets.contracts import OpenChildren, Refused
from careline.tickets.models import BulkItem, BulkRun, Link, Message, Status, Ticket

PART = {"HTTP_HX_REQUEST": "true"}
WORDS = "<p>Hello {{customer.first_name}}, the brakes are recalled.</p>"


@pytest.fixture
def problem(world: World) -> Ticket:
    """A problem with two open incidents, a solved one, and one behind closed doors."""
    problem = make_ticket(world.support, world.customer, subject="Brakes of the Kiebitz 40")
    for name in ("Otto Owner", "Paula Pedal", "Solveig Solved"):
        incident = make_ticket(world.support, make_customer(name), subject=f"Brake of {name}")
        link(problem, incident, kind="incident", by=world.ana)
    solve(incident, by=world.ana)
    Link.objects.create(source=problem, target=make_ticket(world.complaints, world.customer), kind="incident")
    return problem


def names_and_states() -> dict[str, int]:
    return dict(
        Ticket.objects.values_list("customer__name", "status").exclude(customer__name="Carla Customer")
    )


def test_each_open_incident_is_answered_and_solved_and_the_problem_too(world: World, problem: Ticket) -> None:
    run = solve_incidents(problem, WORDS, by=world.ana)
    problem.refresh_from_db()
    assert problem.status == Status.SOLVED
    assert work_off(run.pk, act=act, seconds=60) is False
    said = {m.ticket.customer.name: m.text for m in Message.objects.filter(author="agent")}
    assert said == {
        "Otto Owner": "Hello Otto, the brakes are recalled.",
        "Paula Pedal": "Hello Paula, the brakes are recalled.",
    }
    assert {*names_and_states().values()} == {Status.SOLVED}
    assert {*BulkItem.objects.values_list("state", flat=True)} == {"changed"}
    assert Ticket.objects.get(team=world.complaints).status == Status.NEW
    ordered = Event.objects.get(name="ticket.incidents_ordered")
    assert ordered.subject == f"ticket:{problem.pk}" and ordered.data["run_id"] == run.pk
    assert len(ordered.data["numbers"]) == 2


def test_one_that_cannot_be_answered_says_why_and_stays_open(world: World, problem: Ticket) -> None:
    nameless = Ticket.objects.get(customer__name="Otto Owner").customer
    nameless.name = ""
    nameless.save()
    run = solve_incidents(problem, WORDS, by=world.ana)
    work_off(run.pk, act=act, seconds=60)
    refused = BulkItem.objects.get(state="refused")
    assert refused.ticket.customer == nameless and "customer.first_name" in refused.reason
    assert refused.ticket.status == Status.NEW


def test_without_words_they_are_only_solved(world: World, problem: Ticket) -> None:
    run = solve_incidents(problem, "", by=world.ana)
    work_off(run.pk, act=act, seconds=60)
    assert {*names_and_states().values()} == {Status.SOLVED}
    assert not Message.objects.filter(author="agent").exists()


def test_what_makes_no_sense_orders_nothing(world: World, problem: Ticket) -> None:
    with pytest.raises(Forbidden):
        solve_incidents(problem, WORDS, by=world.light)
    with pytest.raises(Refused):
        solve_incidents(Ticket.objects.get(customer__name="Otto Owner"), WORDS, by=world.ana)
    child = make_ticket(world.support, world.customer)
    link(problem, child, kind="child", by=world.ana)
    with pytest.raises(OpenChildren):
        solve_incidents(problem, WORDS, by=world.ana)
    problem.refresh_from_db()
    assert problem.status == Status.NEW and not BulkRun.objects.exists()
    assert solve_incidents(problem, WORDS, by=world.ana, reason="Goes on elsewhere").pk


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_pane_offers_it_and_the_history_leads_to_the_result(world: World, problem: Ticket) -> None:
    client = logged_in(world.ana)
    assert "Answer and solve 2 incidents" in client.get(f"/tickets/{problem.pk}/side/").content.decode()
    dialog = client.get(f"/tickets/{problem.pk}/incidents/", **PART).content.decode()
    assert "{{customer.first_name}}" in dialog and "Brake of Otto Owner" in dialog and "Solveig" not in dialog
    data = {"text": "Dear customer,\n\nrecalled <b>.", "version": problem.version}
    page = client.post(f"/tickets/{problem.pk}/incidents/", data, **PART).content.decode()
    run = BulkRun.objects.get()
    assert "2 incidents are being answered and solved" in page and f"/settings/bulk/{run.pk}/" in page
    assert run.what["html"] == "<p>Dear customer,</p><p>recalled &lt;b&gt;.</p>"
    assert (
        "Answer and solve"
        not in logged_in(world.auditor).get(f"/tickets/{problem.pk}/side/").content.decode()
    )


def test_strangers_order_nothing(world: World, problem: Ticket) -> None:
    secret = Ticket.objects.get(team=world.complaints)
    for person in (world.ana, world.stranger):
        assert logged_in(person).get(f"/tickets/{secret.pk}/incidents/").status_code == 404
        assert (
            logged_in(person).post(f"/tickets/{secret.pk}/incidents/", {"text": "x"}, **PART).status_code
            == 404
        )
    for person in (world.light, world.auditor):
        assert logged_in(person).get(f"/tickets/{problem.pk}/incidents/").status_code == 403
        answer = logged_in(person).post(f"/tickets/{problem.pk}/incidents/", {"text": "x"}, **PART)
        assert answer.status_code == 422
    assert not BulkRun.objects.exists()


def test_the_answer_is_shown_as_each_requester_would_get_it_before_anything_is_sent(
    world: World, problem: Ticket
) -> None:
    client, address = logged_in(world.ana), f"/tickets/{problem.pk}/incidents/preview/"
    words = "Hello {{customer.first_name}}, <b>recalled</b>."
    page = client.post(address, {"text": words}, **PART).content.decode()
    assert "2 are answered and solved" in page and "1 of 2" in page
    assert "Hello <mark>Otto</mark>, &lt;b&gt;recalled&lt;/b&gt;." in page
    assert "<mark>Paula</mark>" in client.post(address, {"text": words, "at": "2"}, **PART).content.decode()
    nameless = Ticket.objects.get(customer__name="Otto Owner")
    nameless.customer.name = ""
    nameless.customer.save()
    page = client.post(address, {"text": words, "at": "x"}, **PART).content.decode()
    assert (
        "1 is answered and solved" in page
        and f"#{nameless.pk}: Nothing is known for: customer.first_name" in page
    )
    page = client.post(address, {"text": ""}, **PART).content.decode()
    assert "2 are solved without an answer" in page and "Preview" not in page
    assert not BulkRun.objects.exists() and not Message.objects.filter(author="agent").exists()
    assert client.get(address).status_code == 405
    assert logged_in(world.light).post(address, {"text": words}).status_code == 403
    secret = Ticket.objects.get(team=world.complaints)
    assert client.post(f"/tickets/{secret.pk}/incidents/preview/", {"text": words}).status_code == 404
