"""Who may approve a reply is asked, and asked no more once somebody decided; its writer hears what became of it."""

import pytest

from careline.accounts.contracts import Right
from careline.notices.models import Notice
from careline.notices.tests.conftest import told, work
from careline.tickets.actions.reply import reply
from careline.tickets.actions.return_proposal import return_proposal
from careline.tickets.contracts import Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(world, ticket):
    """Ben is new, so his replies need approval; Ana hears nothing of it, because she may not approve."""
    world.ben.replies_need_approval = True
    world.ben.save(update_fields=["replies_need_approval"])
    return reply(ticket, Outgoing("<p>Bring it in.</p>", undo_seconds=0), by=world.ben)


def test_those_of_the_team_are_asked_who_may_approve(world, proposal):
    work()
    assert world.lead.may(Right.APPROVE_REPLIES) and told(world.lead) == ["approval"]
    assert told(world.ben) == told(world.owner) == []


def test_nobody_is_asked_any_more_once_it_was_decided_and_the_writer_hears_of_it(world, proposal):
    work()
    return_proposal(proposal.pk, comment="Please greet her first.", by=world.manager)
    work()
    assert Notice.objects.get(agent=world.lead).read_at is not None
    assert told(world.ben) == ["returned"]
