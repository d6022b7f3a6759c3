"""After a test that commits nothing is left, and nothing is missing that a fresh database has."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from careline.testing.emptying import empty_tables
from careline.testing.world import make_message, make_ticket, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def filled():
    """The models of which there are rows."""
    return {model for model in apps.get_models() if model._meta.managed and model.objects.exists()}


def test_whatever_was_committed_is_gone_and_what_the_models_bring_is_there():
    world = make_world()
    make_message(make_ticket(world.support, world.customer), agent=world.ana)
    assert len(filled()) > 10
    empty_tables()
    assert filled() == {ContentType, Permission}


def test_each_of_these_tests_finds_empty_tables():
    assert filled() == {ContentType, Permission}
