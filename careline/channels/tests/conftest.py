"""Each test starts without what earlier ones left in memory."""

import pytest

from careline.channels.configured import forget_inboxes
from careline.channels.intake.blocked import forget_blocked


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget_inboxes()
    forget_blocked()
