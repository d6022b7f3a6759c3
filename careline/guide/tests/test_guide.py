"""The guide leads to every page of setting up a service, and is for those who may."""

import re
from pathlib import Path

import pytest
from django.test import Client

from careline.guide.steps import STEPS, minutes

DOC = Path(__file__).parents[3] / "docs" / "set-up-your-service.md"
pytestmark = pytest.mark.django_db


def page_for(person):
    client = Client()
    client.force_login(person)
    return client.get("/settings/service/")


def test_each_step_leads_to_its_pages(world, django_assert_max_num_queries):
    client = Client()
    client.force_login(world.owner)
    with django_assert_max_num_queries(9):
        shown = client.get("/settings/service/").text
    assert shown.count('<li class="panel') == len(STEPS)
    for address in re.findall(r'class="button button--small" href="([^"]+)"', shown):
        assert client.get(address).status_code == 200, address
    assert shown.count('class="button button--small"') == sum(len(one.pages) for one in STEPS)


def test_it_is_for_those_who_set_something_up(world):
    assert [page_for(who).status_code for who in (world.owner, world.manager)] == [200, 200]
    refused = (world.lead, world.ana, world.light, world.auditor)
    assert {page_for(who).status_code for who in refused} == {404}
    assert Client().get("/settings/service/").status_code == 302


def test_the_document_tells_of_the_same_steps_in_the_same_order_and_time():
    told = re.findall(r"^## (\d+)\. (.+) · (\d+) minutes", DOC.read_text(), re.MULTILINE)
    assert [(int(n), title, int(long)) for n, title, long in told] == [
        (n, str(one.title), one.minutes) for n, one in enumerate(STEPS, 1)
    ]
    assert minutes() == 60
