"""A desk with kinds of decision; tests that empty the tables lose those that the migration made."""

import pytest

from careline.accounts.models import Membership
from careline.authority.actions.set_limits import LimitDetails, set_limit
from careline.authority.models import DecisionKind
from careline.testing.world import make_ticket


@pytest.fixture
def kinds(world):
    for key, is_money, draws in (("refund", True, False), ("goodwill", True, True), ("data", False, False)):
        DecisionKind.objects.get_or_create(key=key, defaults={"has_amount": is_money, "uses_budget": draws})
    return {one.key: one for one in DecisionKind.objects.all()}


@pytest.fixture
def ticket(world, kinds):
    membership = Membership.objects.get(team=world.support, agent=world.lead)
    membership.is_lead = True
    membership.save(update_fields=["is_lead"])
    world.lead.refresh_from_db()
    return make_ticket(world.support, world.customer)


@pytest.fixture
def limit(world, kinds):
    def make(kind="refund", role="agent", most=5000, currency="EUR", count=None, period="month", agent=None):
        details = LimitDetails(most, currency if most is not None else "", count, period)
        set_limit(kinds[kind], details, by=world.owner, role="" if agent else role, agent=agent)

    return make
