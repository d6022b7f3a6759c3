"""A desk with an upset customer."""

import pytest

from careline.feedback.actions.notice_mood import notice_mood
from careline.testing.world import make_message, make_ticket

ANGRY = "This is unacceptable. For the third time: where is order 20331? I will contact my lawyer!"


@pytest.fixture
def angry(world):
    """A ticket whose customer is furious; its mood was noticed."""
    ticket = make_ticket(world.support, world.customer, subject="My order", text=ANGRY)
    notice_mood(ticket.messages.get().pk)
    ticket.refresh_from_db()
    return ticket


@pytest.fixture
def say():
    """Have the customer of a ticket write something, and its mood noticed."""

    def write(ticket, text):
        return notice_mood(make_message(ticket, text=text).pk)

    return write
