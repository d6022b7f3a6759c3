"""Each test starts without what earlier ones left in memory."""

import shutil

import pytest

from careline.channels.configured import forget_inboxes
from careline.channels.intake.blocked import forget_blocked
from careline.testing.dovecot import make_dovecot, program


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget_inboxes()
    forget_blocked()


@pytest.fixture(scope="session")
def dovecot_server():
    """A running Dovecot for all tests of this run."""
    if program() is None:
        pytest.skip("Dovecot is not installed: IMAP and POP3 against a real server are not tested")
    server = make_dovecot()
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.home, ignore_errors=True)
