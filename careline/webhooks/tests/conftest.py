"""A world with a program beside it that takes webhooks."""

import pytest

from careline.testing.hook_peer import hook_peer
from careline.testing.world import make_world
from careline.webhooks.actions.claim_delivery import claim_delivery
from careline.webhooks.actions.deliver import deliver
from careline.webhooks.actions.follow_log import follow_log
from careline.webhooks.actions.save_endpoint import EndpointDetails, create_endpoint


@pytest.fixture
def peer(settings):
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    with hook_peer() as running:
        yield running


@pytest.fixture
def company(transactional_db):
    """The small world, really committed: the log shows only what was."""
    return make_world()


@pytest.fixture
def make_hook(company, peer):
    def make(**given):
        return create_endpoint(EndpointDetails("Shop", given.pop("url", peer.url), **given), by=company.owner)

    return make


@pytest.fixture
def work():
    """Do what the worker does until nothing is due."""

    def run():
        while follow_log():
            pass
        while (claimed := claim_delivery()) is not None:
            deliver(claimed)

    return run
