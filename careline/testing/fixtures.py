"""Fixtures for every test of the house."""

import pytest

from careline.testing.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A small company: see `careline.testing.world.World`."""
    return make_world()
