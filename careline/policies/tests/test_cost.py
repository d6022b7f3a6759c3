"""What clocks cost while a customer's answer comes in, counted in statements."""

import psycopg
import pytest
from django.db import transaction

from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.models import ServicePolicy
from careline.policies.queries.policies import forget_policies, policies
from careline.policies.tests.test_clocks import arrive, clock_of, long_ago, policy
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World
from careline.tickets.actions.receive import receive
from careline.tickets.contracts import Grade, Thread
from careline.tickets.models import Ticket
from careline.workforce.queries import hours_for

__all__ = ["policy"]


@pytest.fixture
def statements(monkeypatch) -> list[str]:
    """All statements that go to the database from now on, also those past the ORM."""
    seen: list[str] = []
    execute = psycopg.Cursor.execute

    def watched(self, query, *args, **given):
        seen.append(str(query).strip())
        return execute(self, query, *args, **given)

    monkeypatch.setattr(psycopg.Cursor, "execute", watched)
    return seen


def narrow(**condition) -> None:
    made = ServicePolicy.objects.create(name="Narrow", position=-1, conditions={"match": "all", "groups": [
        {"match": "all", "conditions": [{"field": "priority", "op": "is", "value": ["urgent"]} | condition]}]})  # fmt: skip
    made.targets.create(kind="resolution", urgent_seconds=60, normal_seconds=60)
    forget_policies()


def reads_of(ticket: Ticket, statements: list[str]) -> list[str]:
    policies(), hours_for()  # in memory, as they are in a worker that is at it
    with transaction.atomic():
        statements.clear()
        keep_clocks([ticket.pk])
    return [one for one in statements if one.startswith(("SELECT", "WITH"))]


def test_one_read_tells_all_that_clocks_need(world: World, policy, statements) -> None:
    ticket = arrive(world)
    assert len(reads_of(ticket, statements)) == 1
    narrow()
    assert len(reads_of(ticket, statements)) == 1, "also where the ticket itself is judged"
    narrow(field="customer_tags", op="has_any", value=["vip"])
    assert len(reads_of(ticket, statements)) == 2, "what else a condition asks is one more"


def test_a_customers_answer_costs_one_read_and_one_write_for_clocks(world: World, policy, statements) -> None:
    ticket = arrive(world)
    long_ago(ticket, 1)
    policies(), hours_for()
    statements.clear()
    receive(
        make_inbound("And the brake?"), policy=make_policy(world.support), thread=Thread(ticket.pk, "reply_token"),
        grade=Grade.VERIFIED,
    )  # fmt: skip
    own = [one.split()[0] for one in statements if "policies_" in one or "tickets_interval i WHERE" in one]
    assert own == ["SELECT", "UPDATE"]
    assert clock_of(ticket, "first_response").stopped_at is None
