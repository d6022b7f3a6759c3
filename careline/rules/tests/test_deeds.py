"""What rules do: each kind, refused where a person would be; people are told, programs too, machines never answered."""

import json

import pytest

from careline.core.models import Event
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.notices.models import Notice
from careline.notices.tests.conftest import work as tell
from careline.rules.contracts import Act, BadRule
from careline.rules.models import Run
from careline.rules.tests.conftest import make_rule, work
from careline.rules.tests.test_running import take_in
from careline.testing.world import World
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.contracts import Machine
from careline.tickets.models import Link, Message, Task, Ticket
from careline.webhooks.actions.save_endpoint import EndpointDetails, create_endpoint
from careline.webhooks.models import Delivery

pytestmark = pytest.mark.django_db


def outcome(world: World, *acts: Act, **fields) -> tuple[Ticket, Run | None]:
    make_rule(world.owner, *acts)
    ticket = take_in(world, **fields)
    work()
    ticket.refresh_from_db()
    return ticket, Run.objects.first()


def test_type_team_tags_sleep_and_status(world: World) -> None:
    acts = [
        Act("type", "complaint"),
        Act("team", str(world.workshop.pk)),
        Act("tag", "a, B c"),
        Act("snooze", "5"),
    ]
    ticket, run = outcome(world, *acts)
    assert (ticket.type, ticket.team, ticket.tags, bool(ticket.snoozed_until)) == (
        "complaint", world.workshop, ["a", "b-c"], True,
    )  # fmt: skip
    assert run.outcome == "done"


def test_a_field_is_filled_in(world: World) -> None:
    key = create_field("ticket", "choice", FieldDetails("Frame", choices="Steel\nCarbon"), by=world.owner).key
    ticket, _run = outcome(world, Act("field", "steel", key))
    assert ticket.fields == {key: "steel"}


def test_a_task_for_whoever_has_the_ticket(world: World) -> None:
    outcome(world, Act("assign", str(world.ana.pk)), Act("task", "Check the invoice", "4"))
    task = Task.objects.get()
    assert (task.title, task.owner, bool(task.due_at)) == ("Check the invoice", world.ana, True)


def test_a_child_in_another_team_is_linked(world: World) -> None:
    ticket, _run = outcome(world, Act("child", "Mend the chain", str(world.workshop.pk)))
    link = Link.objects.get()
    assert (link.source_id, link.kind, link.target.subject, link.target.team) == (
        ticket.pk, "child", "Mend the chain", world.workshop,
    )  # fmt: skip
    assert link.target.customer == ticket.customer


def test_people_are_told_who_may_see_the_ticket_and_no_others(world: World) -> None:
    outcome(world, Act("notify", [str(world.ana.pk), str(world.cleo.pk)], "A VIP"))
    assert Event.objects.get(name="rule.notified").data["agent_ids"] == [world.ana.pk, world.cleo.pk]
    tell()
    told = Notice.objects.filter(kind="rule").values_list("agent", flat=True)
    assert {*told} == {world.ana.pk, world.cleo.pk}


def test_an_answer_from_a_macro_goes_to_the_customer_once_an_hour_and_never_to_a_machine(
    world: World,
) -> None:
    macro = create_macro(
        MacroDetails(
            name="Got it", html="<p>Dear {{customer.first_name|you}}, we have it.</p>", scope="company"
        ),
        by=world.owner,
    )
    ticket, run = outcome(world, Act("reply", str(macro.pk)))
    said = Message.objects.get(author="system")
    assert (said.is_automatic, said.state, "we have it" in said.text) == (True, "queued", True)
    assert run.outcome == "done"
    with_machine = take_in(world, machine=Machine.AUTO_REPLY)
    assert work() == 0, "a machine sets nothing off"
    assert not with_machine.messages.filter(author="system").exists()
    again = take_in(world)
    work()
    for _ in range(3):
        take_in(world)
        work()
    assert Message.objects.filter(author="system").count() == 3, "three an hour for one address"
    assert Run.objects.order_by("-pk").first().outcome == "failed"
    assert again.pk != ticket.pk


def test_a_webhook_gets_the_run_with_its_reason(world: World) -> None:
    details = EndpointDetails("ERP", "https://erp.example/hook", types=("ticket.merged",))
    endpoint, _secret = create_endpoint(details, by=world.owner)
    ticket, run = outcome(world, Act("webhook", str(endpoint.pk)))
    delivery = Delivery.objects.get()
    told = json.loads(delivery.payload)
    assert (told["type"], told["data"]["run_id"], told["data"]["ticket_id"]) == (
        "rule.ran",
        run.pk,
        ticket.pk,
    )


@pytest.mark.parametrize("act", [Act("status", "new"), Act("team", "0"), Act("assign", "me"), Act("field", "x", "gone"), Act("snooze", "0"), Act("note", " "), Act("fly", "x")])  # fmt: skip
def test_what_makes_no_sense_is_not_saved(world: World, act: Act) -> None:
    with pytest.raises(BadRule) as told:
        make_rule(world.owner, act)
    assert "act-0" in told.value.errors
