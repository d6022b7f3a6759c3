"""Stuck work: shown with its error, and run again at a press."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.events import AgentJoined
from careline.core.events import emit
from careline.core.models import ParkedReaction

pytestmark = pytest.mark.django_db


@pytest.fixture
def parked(world):
    with transaction.atomic():
        event = emit(AgentJoined(agent_id=world.ana.pk, role="agent"))
    return ParkedReaction.objects.create(
        event_id=event, handler="x.on_joined", error="<b>boom</b>", attempts=8
    )


def test_it_is_shown_with_its_error_which_can_do_no_harm(client, world, parked):
    client.force_login(world.owner)
    page = client.get("/settings/stuck/", follow=True).content.decode()
    assert "x.on_joined" in page
    assert "&lt;b&gt;boom" in page


def test_pressed_twice_it_runs_once(client, world, parked):
    client.force_login(world.owner)
    before = ProcrastinateJob.objects.count()
    for _ in range(2):
        assert client.post(f"/settings/stuck/{parked.pk}/again/").status_code == 302
    assert ProcrastinateJob.objects.count() == before + 1
    assert not ParkedReaction.objects.exists()


def test_who_does_not_run_the_house_can_not_press(client, world, parked):
    client.force_login(world.ana)
    assert client.post(f"/settings/stuck/{parked.pk}/again/").status_code == 403
    assert client.get(f"/settings/stuck/{parked.pk}/again/").status_code == 405
