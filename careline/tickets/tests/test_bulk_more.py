"""Orders for many tickets that mark as spam, snooze and fill in fields: foretold, done and taken back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.customers.actions.block_sender import block_sender
from careline.customers.models import BlockedSender
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.actions.save_form import save_form
from careline.fields.contracts import Effect, FormInfo, Operator, Rule
from careline.testing.api import ApiCaller
from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.actions.bulk_act import act
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.actions.bulk_undo import undo_bulk
from careline.tickets.actions.bulk_work import work_off
from careline.tickets.contracts import BulkOrder, Refused, Selection
from careline.tickets.models import BulkRun, Status, Ticket
from careline.tickets.queries.bulk_plan import plan

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    people = [make_customer(f"Person {n}", email=f"p{n}@spam.example") for n in range(3)]
    return [make_ticket(world.support, one) for one in people]


def numbers(tickets: list[Ticket]) -> tuple[int, ...]:
    return tuple(ticket.pk for ticket in tickets)


def done(run: BulkRun) -> dict[int, tuple[str, str]]:
    assert work_off(run.pk, act=act, seconds=60) is False
    return {item.ticket_id: (item.state, item.reason) for item in run.items.all()}


def order(tickets: list[Ticket], wanted: BulkOrder, *, by) -> BulkRun:
    return start_bulk(Selection(numbers(tickets)), wanted, by=by)


def now(tickets: list[Ticket]) -> list[Ticket]:
    return [Ticket.objects.get(pk=ticket.pk) for ticket in tickets]


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_spam_is_closed_its_senders_blocked_and_both_undone(world: World, tickets: list[Ticket]) -> None:
    block_sender("p0@spam.example", by=world.ana, reason="a nuisance")
    run = order(tickets, BulkOrder(spam=True), by=world.ana)
    assert {state for state, _why in done(run).values()} == {"changed"}
    assert [one.status for one in now(tickets)] == [Status.CLOSED] * 3 and BlockedSender.objects.count() == 3
    done(undo_bulk(run.pk, by=world.ana))
    assert [one.status for one in now(tickets)] == [Status.NEW] * 3
    assert [one.pattern for one in BlockedSender.objects.all()] == ["p0@spam.example"]


def test_snoozed_tickets_sleep_and_wake_when_it_is_undone(world: World, tickets: list[Ticket]) -> None:
    at = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    Ticket.objects.filter(pk=tickets[0].pk).update(status=Status.SOLVED)
    wanted = BulkOrder(snooze_until=at.isoformat())
    told = plan(world.ana, wanted, numbers(tickets))
    assert told.cannot == (("A solved ticket has nothing to wait for.", (tickets[0].pk,)),)
    run = order(tickets, wanted, by=world.ana)
    assert done(run)[tickets[0].pk] == ("refused", "A solved ticket has nothing to wait for.")
    assert [one.snoozed_until for one in now(tickets)] == [None, at, at]
    done(undo_bulk(run.pk, by=world.ana))
    assert [one.snoozed_until for one in now(tickets)] == [None] * 3


@pytest.mark.parametrize("moment", ["2020-01-01T00:00:00+00:00", "2027-01-01T00:00:00", "soon"])
def test_a_moment_that_is_none_or_has_passed_is_refused(
    world: World, tickets: list[Ticket], moment: str
) -> None:
    with pytest.raises(Refused):
        order(tickets, BulkOrder(snooze_until=moment), by=world.ana)


def test_fields_are_filled_in_as_the_form_of_each_ticket_allows(world: World, tickets: list[Ticket]) -> None:
    create_field("ticket", "choice", FieldDetails("Product", choices="Bike\nHelmet"), by=world.owner)
    create_field("ticket", "text", FieldDetails("Frame number"), by=world.owner)
    rule = Rule("product", Operator.IS, ("bike",), Effect.SHOW, "frame_number")
    save_form("ticket", FormInfo(("product", "frame_number"), (rule,)), by=world.owner)
    Ticket.objects.filter(pk=tickets[1].pk).update(fields={"product": "bike"})
    Ticket.objects.filter(pk=tickets[2].pk).update(fields={"product": "bike", "frame_number": "K1"})
    wanted = BulkOrder(fields={"frame_number": "K1"})
    told = plan(world.ana, wanted, numbers(tickets))
    assert (told.can, told.same) == ((tickets[1].pk,), (tickets[2].pk,)) and told.left_out == 1
    run = order(tickets, wanted, by=world.ana)
    outcome = done(run)
    assert [outcome[one.pk][0] for one in tickets] == ["refused", "changed", "unchanged"]
    assert "Frame number" in outcome[tickets[0].pk][1]
    assert now(tickets)[1].fields == {"product": "bike", "frame_number": "K1"}
    done(undo_bulk(run.pk, by=world.ana))
    assert [one.fields.get("frame_number") for one in now(tickets)] == [None, None, "K1"]
    done(order(tickets, BulkOrder(fields={"frame_number": None}), by=world.ana))
    assert now(tickets)[2].fields == {"product": "bike"}


def test_who_may_not_block_senders_marks_nothing_as_spam(world: World, tickets: list[Ticket]) -> None:
    with pytest.raises(Forbidden):
        order(tickets, BulkOrder(spam=True), by=world.light)
    assert not BulkRun.objects.exists()


def test_the_dialogs_ask_foretell_and_order(world: World, tickets: list[Ticket]) -> None:
    create_field("ticket", "choice", FieldDetails("Product", choices="Bike\nHelmet"), by=world.owner)
    ana = client_of(world.ana)
    chosen = {"numbers": ",".join(map(str, numbers(tickets)))}
    assert "held back" in ana.post("/bulk/ask/spam/", chosen, **PART).content.decode()
    assert "3 will change" in ana.post("/bulk/preview/", chosen | {"spam": "True"}, **PART).content.decode()
    assert "Tomorrow morning" in ana.post("/bulk/ask/snooze/", chosen, **PART).content.decode()
    unclear = ana.post("/bulk/preview/", chosen | {"when": "blah"}, **PART).content.decode()
    assert "not understood" in unclear
    assert (
        "3 will change" in ana.post("/bulk/preview/", chosen | {"when": "in 3 days"}, **PART).content.decode()
    )
    asked = ana.post("/bulk/ask/fields/", chosen | {"field": "product"}, **PART).content.decode()
    assert 'value="helmet"' in asked and 'value="product" selected' in asked
    given = chosen | {"field": "product", "value": "helmet"}
    assert "3 will change" in ana.post("/bulk/preview/", given, **PART).content.decode()
    ana.post("/bulk/start/", given, **PART)
    run = BulkRun.objects.get()
    done(run)
    assert [one.fields for one in now(tickets)] == [{"product": "helmet"}] * 3
    assert "Filled in: Product" in ana.get(f"/settings/bulk/{run.pk}/").content.decode()
    assert client_of(world.light).post("/bulk/ask/spam/", chosen, **PART).status_code == 422


def test_by_the_api_an_order_is_foretold_given_followed_and_taken_back(
    world: World, tickets: list[Ticket]
) -> None:
    caller = ApiCaller(world.ana)
    wanted = {"ticket_ids": [*numbers(tickets)], "priority": "high", "add_tags": ["recall"]}
    Ticket.objects.filter(pk=tickets[0].pk).update(priority=3, tags=["recall"])
    told = caller.post("/bulk/preview", wanted)
    assert told.status_code == 200 and told.json()["same"] == [tickets[0].pk] and len(told.json()["can"]) == 2
    begun = caller.post("/bulk", wanted)
    assert begun.status_code == 202 and begun.json()["state"] == "waiting"
    path = f"/bulk/{begun.json()['id']}"
    assert caller.post("/bulk", wanted).status_code == 422, "a second one while the first is under way"
    done(BulkRun.objects.get())
    assert {key: caller.get(path).json()[key] for key in ("state", "changed", "unchanged")} == {
        "state": "done", "changed": 2, "unchanged": 1,
    }  # fmt: skip
    first = caller.get(f"{path}/tickets?limit=2").json()
    rest = caller.get(f"{path}/tickets?limit=2&cursor={first['next_cursor']}").json()
    states = [(one["ticket_id"], one["state"]) for one in (*first["items"], *rest["items"])]
    assert states == [(tickets[0].pk, "unchanged"), (tickets[1].pk, "changed"), (tickets[2].pk, "changed")]
    undone = caller.post(f"{path}/undoing", {})
    assert undone.status_code == 202 and undone.json()["undoes_id"] == begun.json()["id"]
    done(BulkRun.objects.get(pk=undone.json()["id"]))
    assert [one.priority for one in now(tickets)] == [3, 2, 2]
    assert ApiCaller(world.stranger).get(path).status_code == 404
    assert caller.post("/bulk", {"ticket_ids": [*numbers(tickets)]}).status_code == 422
    assert ApiCaller(world.light).post("/bulk/preview", wanted).status_code == 403
