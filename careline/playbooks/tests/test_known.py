"""What the desk knows already is filled in, wherever a playbook may look it up."""

import pytest

from careline.playbooks.procedure.check import check
from careline.playbooks.queries.known import known_facts
from careline.playbooks.tests.conftest import SMALL
from careline.testing.world import make_customer, make_ticket


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("ticket.type", "question"), ("ticket.priority", "high"), ("ticket.channel", "email"),
        ("ticket.subject", "My bell is broken"), ("ticket.created", None), ("customer.name", "Kim Lee"),
        ("customer.email", "kim@home.example"), ("ticket.language", "de"), ("customer.language", "fr"),
    ],
)  # fmt: skip
def test_each_place_that_can_be_named_is_read(world, source, value):
    text = SMALL.replace(
        "    kind: text\n    source: ask\n", f"    kind: text\n    source: look_up\n    look_up: {source}\n"
    )
    playbook = check(text).playbook
    customer = make_customer("Kim Lee", email="kim@home.example")
    ticket = make_ticket(world.support, customer, subject="My bell is broken")
    ticket.priority, ticket.language, ticket.customer.language = 3, "de", "fr"
    expected = value or ticket.created_at.date().isoformat()
    assert known_facts(playbook, ["number"], ticket=ticket, agent=world.ana) == {"number": expected}
