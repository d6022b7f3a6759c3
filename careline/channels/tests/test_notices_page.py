"""Everybody on the staff chooses their own mail, and nobody else's."""

import pytest

from careline.channels.models import NoticePreference

PAGE = "/settings/notices/"


@pytest.mark.parametrize("who", ["owner", "manager", "lead", "ana", "light", "stranger", "auditor"])
def test_each_role_has_the_page(client, world, who, django_assert_max_num_queries):
    client.force_login(getattr(world, who))
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE)
    assert page.status_code == 200 and b'value="all"' in page.content


def test_a_stranger_is_sent_to_log_in(client, db):
    assert client.get(PAGE).status_code == 302


def test_a_choice_is_kept_for_who_chose_it(client, world):
    client.force_login(world.ana)
    assert client.post(PAGE, {"level": "none", "agent": world.ben.pk}).status_code == 302
    assert [(one.agent, one.level) for one in NoticePreference.objects.all()] == [(world.ana, "none")]
    assert client.post(PAGE, {"level": "everything"}).status_code == 422


def test_reading_the_page_changes_nothing(client, world):
    client.force_login(world.ana)
    client.get(PAGE, {"level": "none"})
    assert not NoticePreference.objects.exists()
