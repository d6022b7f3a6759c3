"""The page of all settings: what each role finds there can be opened, and says what it is."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")


@pytest.mark.parametrize("who", STAFF)
def test_every_page_of_the_index_opens_and_has_its_line(world, who, django_assert_max_num_queries):
    client = Client()
    client.force_login(getattr(world, who))
    client.get("/settings/")
    with django_assert_max_num_queries(12):
        page = client.get("/settings/").content.decode()
    entries = re.findall(
        r'settings-list__item" href="([^"]+)".*?<strong>(.*?)</strong><small>(.*?)</small>', page
    )
    assert len(entries) >= 5 and all(name and about for _href, name, about in entries)
    for href, _name, _about in entries:
        assert client.get(href, follow=True).status_code == 200, href
    assert ("/settings/health/" in page) == (who == "owner")


def test_a_stranger_is_sent_to_the_door_and_who_left_too(world):
    client = Client()
    assert client.get("/settings/").status_code == 302
    client.force_login(world.gone)
    assert client.get("/settings/").status_code == 302
