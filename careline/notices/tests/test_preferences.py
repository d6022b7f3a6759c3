"""Everybody on the staff chooses for themselves, what they can get, and nobody else's."""

from datetime import time

import pytest

from careline.notices.contracts import Kind, Way
from careline.notices.models import Preference
from careline.notices.queries.people import preferences_of

pytestmark = pytest.mark.django_db
PAGE = "/settings/notices/"
USUAL = {"digest": "off"}


@pytest.mark.parametrize("who", ["owner", "manager", "lead", "ana", "light", "stranger", "auditor"])
def test_each_role_has_the_page_with_the_kinds_that_it_can_get(
    client, world, who, django_assert_max_num_queries
):
    client.force_login(getattr(world, who))
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE)
    shown = page.content.decode()
    assert page.status_code == 200 and 'name="mentioned"' in shown
    assert ('name="inbox"' in shown) == (who == "owner") and ('name="reads"' in shown) == (
        who in ("owner", "manager", "auditor")
    )


def test_a_stranger_is_sent_to_log_in(client):
    assert client.get(PAGE).status_code == 302


def test_a_choice_is_kept_for_who_chose_it_alone(client, world):
    client.force_login(world.ana)
    given = {**USUAL, "mentioned": ["desk"], "mine": ["desk", "mail", "push"], "quiet_from": "22:00", "quiet_until": "07:00",
             "quiet_days": ["0", "4"], "agent": world.ben.pk}  # fmt: skip
    assert client.post(PAGE, given).status_code == 302
    kept = Preference.objects.get()
    assert kept.agent == world.ana and kept.ways(Kind.MENTIONED) == {Way.DESK}
    assert kept.ways(Kind.ASSIGNED) == frozenset(), "its boxes were sent empty"
    assert "mine" not in kept.chosen, "what is usual is not kept"
    assert (kept.quiet_from, kept.quiet_until, kept.quiet_days) == (time(22), time(7), [0, 4])
    assert 'value="22:00"' in client.get(PAGE).content.decode()


def test_quiet_hours_without_chosen_days_are_those_of_every_day(client, world):
    client.force_login(world.ana)
    client.post(PAGE, {**USUAL, "quiet_from": "22:00", "quiet_until": "07:00"})
    assert Preference.objects.get().quiet_days == [*range(7)]
    client.post(PAGE, USUAL)
    assert Preference.objects.get().quiet_days == []


@pytest.mark.parametrize(
    "wrong",
    [{"digest": "weekly"}, {"mine": ["pigeon"]}, {"quiet_from": "22:00"}, {"quiet_from": "8:00", "quiet_until": "8:00"}, {"days_off": ["7"]}],
)  # fmt: skip
def test_what_is_no_choice_is_refused_and_said(client, world, wrong):
    client.force_login(world.ana)
    assert client.post(PAGE, {**USUAL, **wrong}).status_code == 422
    assert not Preference.objects.exists()


def test_a_kind_that_one_can_not_get_is_not_chosen(client, world):
    client.force_login(world.ana)
    client.post(PAGE, {**USUAL, "inbox": ["desk"]})
    assert "inbox" not in Preference.objects.get().chosen


def test_reading_the_page_changes_nothing(client, world):
    client.force_login(world.ana)
    client.get(PAGE, {"digest": "daily"})
    assert not Preference.objects.exists()
    assert preferences_of([world.ana.pk])[world.ana.pk].ways(Kind.MINE) == set(Way)
