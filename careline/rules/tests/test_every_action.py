"""Every kind of action, from the form in which it is chosen to what stands on the ticket once a mail has arrived."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from careline.authority.queries.decisions import escalation_of
from careline.core.models import Event
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.playbooks.queries.runs import runs_on
from careline.rules.contracts import Do
from careline.rules.models import Rule, Run
from careline.rules.queries.ready import forget_rules
from careline.rules.tests.conftest import work
from careline.rules.tests.test_deeds import publish_playbook
from careline.rules.tests.test_running import take_in
from careline.testing.world import World
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.models import Link, Task, Ticket
from careline.webhooks.actions.save_endpoint import EndpointDetails, create_endpoint
from careline.webhooks.models import Delivery

pytestmark = pytest.mark.django_db
Chosen = tuple[Callable[[World], tuple[Any, str]], Callable[[Ticket, World], bool]]


def just(value: Any, more: str = "") -> Callable[[World], tuple[Any, str]]:
    return lambda world: (value, more)


def a_macro(world: World) -> tuple[Any, str]:
    return create_macro(
        MacroDetails(name="Got it", html="<p>We have it</p>", scope="company"), by=world.owner
    ).pk, ""


def a_webhook(world: World) -> tuple[Any, str]:
    details = EndpointDetails("ERP", "https://erp.example/hook", types=("ticket.merged",))
    return create_endpoint(details, by=world.owner)[0].pk, ""


def a_field(world: World) -> tuple[Any, str]:
    field = create_field("ticket", "choice", FieldDetails("Frame", choices="Steel\nCarbon"), by=world.owner)
    return "carbon", field.key


def a_playbook(world: World) -> tuple[Any, str]:
    return publish_playbook(world).key, ""


ACTIONS: dict[Do, Chosen] = {
    Do.STATUS: (just("pending"), lambda t, w: t.get_status_display() == "Pending"),
    Do.PRIORITY: (just("low"), lambda t, w: t.get_priority_display() == "Low"),
    Do.RAISE: (just(""), lambda t, w: t.get_priority_display() == "High"),
    Do.TYPE: (just("complaint"), lambda t, w: t.type == "complaint"),
    Do.TAG: (just("VIP, new one"), lambda t, w: t.tags == ["new-one", "vip"] or t.tags == ["vip", "new-one"]),
    Do.UNTAG: (just("fresh"), lambda t, w: t.tags == []),
    Do.FIELD: (a_field, lambda t, w: [*t.fields.values()] == ["carbon"]),
    Do.TEAM: (lambda w: (w.workshop.pk, ""), lambda t, w: t.team == w.workshop),
    Do.ASSIGN: (lambda w: (w.ben.pk, ""), lambda t, w: t.assignee == w.ben),
    Do.SNOOZE: (just("5"), lambda t, w: t.snoozed_until is not None),
    Do.REPLY: (a_macro, lambda t, w: t.messages.get(author="system").text.startswith("We have it")),
    Do.NOTE: (just("Look at this"), lambda t, w: t.messages.get(is_public=False).text == "Look at this"),
    Do.TASK: (just("Call them", "4"), lambda t, w: Task.objects.get(ticket=t).due_at is not None),
    Do.CHILD: (just("Mend it"), lambda t, w: Link.objects.get(source=t).target.subject == "Mend it"),
    Do.NOTIFY: (
        lambda w: (w.ben.pk, "Look"),
        lambda t, w: Event.objects.get(name="rule.notified").data["agent_ids"] == [w.ben.pk],
    ),
    Do.PLAYBOOK: (a_playbook, lambda t, w: runs_on(t.pk)[0].state == "running"),
    Do.ESCALATE: (just("2", "Please"), lambda t, w: escalation_of(t).level == 2),
    Do.WEBHOOK: (a_webhook, lambda t, w: Delivery.objects.get().payload.count("rule.ran") == 1),
}


def test_there_is_no_other_action() -> None:
    assert {*ACTIONS} == {*Do}


@pytest.mark.parametrize("do", Do)
def test_an_action_is_chosen_in_the_form_and_done_when_a_mail_arrives(world: World, do: Do) -> None:
    given, is_done = ACTIONS[do]
    value, more = given(world)
    client = Client()
    client.force_login(world.owner)
    page = client.get("/settings/rules/new/").content.decode()
    assert f'<option value="{do}"' in page
    form = {"name": "It", "trigger": "message", "act": "0", "a0-do": do, "a0-value": value, "a0-more": more}
    if do == Do.UNTAG:
        form |= {"act": ["0", "1"], "a1-do": "tag", "a1-value": "fresh"}
    assert client.post("/settings/rules/new/", form).status_code == 302
    client.post(f"/settings/rules/{Rule.objects.get().pk}/switch/", {"on": "1"})
    forget_rules()
    ticket = take_in(world)
    work()
    ticket.refresh_from_db()
    run = Run.objects.get()
    assert run.outcome == "done" and is_done(ticket, world), run.acts
    told = client.get(f"/tickets/{ticket.pk}/history/").content.decode()
    assert "Rule “It”, version 1" in told and f"/settings/rules/runs/{run.pk}/" in told
