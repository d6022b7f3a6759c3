"""What rules do: each kind, refused where a person would be; people are told, programs too, machines never answered."""

import json

import pytest
from django.test import Client

from careline.authority.actions.save_ladder import save_ladder
from careline.authority.contracts import Step
from careline.core.models import Event
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.notices.models import Notice
from careline.notices.tests.conftest import work as tell
from careline.playbooks.actions.save_version import archive, create_playbook, publish
from careline.playbooks.models import Playbook
from careline.playbooks.queries.runs import runs_on
from careline.playbooks.tests.conftest import SMALL
from careline.rules.contracts import Act, BadRule
from careline.rules.models import Run
from careline.rules.tests.conftest import make_rule, work
from careline.rules.tests.test_running import take_in
from careline.testing.world import World
from careline.tickets.actions.assign import assign
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.contracts import Machine
from careline.tickets.models import Link, Message, Priority, Task, Ticket
from careline.tickets.queries.access import access_ticket
from careline.webhooks.actions.save_endpoint import EndpointDetails, create_endpoint
from careline.webhooks.models import Delivery

pytestmark = pytest.mark.django_db


def outcome(world: World, *acts: Act, **fields) -> tuple[Ticket, Run | None]:
    make_rule(world.owner, *acts)
    ticket = take_in(world, **fields)
    work()
    ticket.refresh_from_db()
    return ticket, Run.objects.first()


def publish_playbook(world: World, text: str = SMALL) -> Playbook:
    version = create_playbook(text, by=world.owner)
    publish(version, by=world.owner)
    return version.playbook


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


@pytest.mark.parametrize("act", [Act("status", "new"), Act("team", "0"), Act("assign", "me"), Act("field", "x", "gone"), Act("escalate", "9"), Act("playbook", "gone"), Act("snooze", "0"), Act("note", " "), Act("fly", "x")])  # fmt: skip
def test_what_makes_no_sense_is_not_saved(world: World, act: Act) -> None:
    with pytest.raises(BadRule) as told:
        make_rule(world.owner, act)
    assert "act-0" in told.value.errors


def test_an_escalation_takes_a_ticket_up_with_the_rule_as_its_reason_and_only_once(world: World) -> None:
    save_ladder(world.support, [Step(1, f"agent:{world.ben.pk}"), Step(2, f"agent:{world.lead.pk}")], by=world.manager)  # fmt: skip
    ticket, run = outcome(world, Act("escalate", "1", "Please call them"))
    assert (ticket.assignee, run.outcome) == (world.ben, "done")
    fact = Event.objects.get(name="ticket.escalated")
    assert (fact.data["level"], fact.data["reason"], fact.actor_kind, fact.actor_id) == (
        1, "Rule “VIP first”", "rule", run.rule_id,
    )  # fmt: skip
    assert ticket.messages.get(is_public=False).text == "Please call them"
    told = Event.objects.get(name="rule.ran").data
    assert told["did"] == ["Escalate: to level 1"]
    again = take_in(world, answers=ticket)
    assert (again.pk, work(), Run.objects.count()) == (ticket.pk, 1, 1), "it is there already"


def test_one_level_up_each_time_ends_at_the_top_and_never_answers_itself(world: World) -> None:
    save_ladder(world.support, [Step(1, f"agent:{world.ben.pk}"), Step(2, f"agent:{world.lead.pk}")], by=world.manager)  # fmt: skip
    make_rule(world.owner, Act("escalate", "next"), on="assignee")
    ticket = take_in(world)
    for level, person in ((1, world.ana), (2, world.ana), (2, world.cleo)):
        assign(access_ticket(world.owner, ticket.pk), to=person, by=world.owner)
        work()
        ticket.refresh_from_db()
        assert Event.objects.filter(name="ticket.escalated").count() == level
    assert ticket.assignee == world.cleo, "at the top nothing is done"


def test_an_escalation_to_where_nobody_stands_is_written_down_with_the_reason(world: World) -> None:
    save_ladder(world.support, [Step(1, f"agent:{world.ben.pk}")], by=world.manager)
    ticket, run = outcome(world, Act("escalate", "5"))
    assert (ticket.assignee, run.outcome) == (None, "failed")
    assert run.acts[0]["reason"] == "There is no such level, or nobody there can take this ticket."


def test_a_playbook_is_started_once_and_the_ticket_says_by_what(world: World) -> None:
    publish_playbook(world, SMALL.replace("applies:\n", "priority: urgent\napplies:\n", 1))
    ticket, run = outcome(world, Act("playbook", "small"))
    (followed,) = runs_on(ticket.pk)
    assert (followed.playbook.key, followed.step, followed.started_by) == ("small", "hello", None)
    assert (ticket.get_priority_display(), run.outcome) == ("Urgent", "done")
    started = Event.objects.get(name="playbook.started")
    received = Event.objects.get(name="message.received")
    assert (started.actor_kind, started.actor_id, started.cause_id) == ("rule", run.rule_id, received.pk)
    assert Event.objects.get(name="rule.ran").data["did"] == ["Start a playbook: A small one"]
    take_in(world, answers=ticket)
    work()
    assert (len(runs_on(ticket.pk)), Run.objects.count()) == (1, 1), "it is followed here already"


def test_a_playbook_that_raises_the_priority_does_not_set_off_the_rule_that_started_it(world: World) -> None:
    publish_playbook(world, SMALL.replace("applies:\n", "priority: urgent\napplies:\n", 1))
    make_rule(world.owner, Act("playbook", "small"), Act("note", "Look"), on="priority")
    ticket = take_in(world)
    set_priority(access_ticket(world.owner, ticket.pk), Priority.HIGH, by=world.ana)
    work()
    ticket.refresh_from_db()
    assert (ticket.get_priority_display(), Run.objects.count()) == ("Urgent", 1)
    assert ticket.messages.filter(is_public=False).count() == 1


def test_a_restricted_playbook_is_named_to_nobody_who_may_not_see_it(world: World) -> None:
    publish_playbook(world, SMALL.replace("applies:\n", "restricted_to: manager\napplies:\n", 1))
    ticket, run = outcome(world, Act("playbook", "small"))
    assert len(runs_on(ticket.pk)) == 1
    told = json.dumps([*Event.objects.filter(subject=f"ticket:{ticket.pk}").values_list("data", flat=True)])
    assert "a restricted playbook" in told and "A small one" not in told and '"small"' not in told
    for agent, words in (
        (world.ana, "Start a playbook: a restricted playbook"),
        (world.owner, "A small one"),
    ):
        client = Client()
        client.force_login(agent)
        assert words in client.get(f"/settings/rules/runs/{run.pk}/").content.decode()


def test_a_playbook_that_is_gone_is_written_down_with_the_reason(world: World) -> None:
    playbook = publish_playbook(world)
    make_rule(world.owner, Act("playbook", "small"))
    archive(playbook, by=world.owner)
    take_in(world)
    work()
    assert Run.objects.get().acts[0]["reason"] == "There is no such playbook."
