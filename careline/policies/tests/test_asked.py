"""Views and rules can ask how clocks stand, in SQL and in memory alike; steps tell whom they name."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.notices.models import Notice
from careline.notices.tasks import tell_later
from careline.policies.actions.fire_due import fire_due
from careline.policies.tests.test_clocks import answer, arrive, long_ago, policy
from careline.testing.world import World
from careline.tickets.actions.assign import assign
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.conditions import check_conditions, facts_of, judge, latest_that_fit

__all__ = ["policy"]


def asked(world: World, field: str, value: str):
    condition = {"field": field, "op": "is", "value": [value]}
    return check_conditions(
        {"match": "all", "groups": [{"match": "all", "conditions": [condition]}]}, world.manager
    )


@pytest.fixture
def three(world: World, policy) -> dict[str, Ticket]:
    made = {key: arrive(world) for key in ("running", "breached", "paused")}
    long_ago(made["breached"], 5)
    fire_due()
    answer(made["paused"], world, then=Status.PENDING)
    return made


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("clock_state", "running", {"running"}),
        ("clock_state", "breached", {"breached"}),
        ("clock_state", "paused", {"paused"}),
        ("clock_kind", "first_response", {"running", "breached"}),
        ("clock_kind", "resolution", {"paused"}),
        ("clock_state", "none", set()),
    ],
)
def test_what_sql_finds_is_what_is_judged(world: World, three, field, value, expected) -> None:
    conditions = asked(world, field, value)
    found = {fit.number for fit in latest_that_fit(conditions, world.manager).found}
    facts = facts_of([ticket.pk for ticket in three.values()])
    judged = {pk for pk, known in facts.items() if judge(conditions, known, at=timezone.now()).holds}
    assert found == judged == {three[key].pk for key in expected}


def test_the_policy_of_a_ticket_can_be_asked_for(world: World, policy, three) -> None:
    assert len(latest_that_fit(asked(world, "service_policy", str(policy.pk)), world.manager).found) == 3
    assert not latest_that_fit(asked(world, "service_policy", "0"), world.manager).found


def test_a_warning_reaches_whom_its_step_names(world: World, policy) -> None:
    ticket = arrive(world)
    assign(ticket, to=world.ben, by=world.lead)
    long_ago(ticket, 3.75)
    fire_due()
    for job in ProcrastinateJob.objects.filter(task_name="careline.tell", status="todo"):
        tell_later(**job.args)
    assert Notice.objects.filter(agent=world.ben, kind="target_near", ticket_id=ticket.pk).count() == 1
