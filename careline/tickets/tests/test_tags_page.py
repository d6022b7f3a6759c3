"""The page of tags: counted, renamed, merged and removed for every ticket that has them."""

import pytest

from careline.testing.world import make_ticket
from careline.tickets.models import BulkRun, Ticket

pytestmark = pytest.mark.django_db
STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")


@pytest.fixture
def tagged(world):
    for team, tags in (
        (world.support, ["late", "vip"]),
        (world.complaints, ["late"]),
        (world.support, ["delay"]),
    ):
        ticket = make_ticket(team, world.customer)
        Ticket.objects.filter(pk=ticket.pk).update(tags=tags)
    return world


def test_only_who_sees_every_team_and_changes_tickets_sees_and_changes_tags(client, tagged):
    for who in STAFF:
        client.force_login(getattr(tagged, who))
        may = who in ("owner", "manager")
        assert client.get("/settings/tags/").status_code == (200 if may else 403)
        if not may:
            assert client.post("/settings/tags/change/", {"tag": "late", "new": "x"}).status_code == 403
    assert not BulkRun.objects.exists()


def test_tags_are_counted_and_found_by_their_beginning(client, tagged):
    client.force_login(tagged.manager)
    page = client.get("/settings/tags/").text
    assert page.index(">late<") < page.index(">delay<") < page.index(">vip<")
    found = client.get("/settings/tags/?q=DE").text
    assert ">delay<" in found
    assert ">late<" not in found


@pytest.mark.parametrize(("said", "added"), [({"new": "delay"}, ["delay"]), ({"new": "", "remove": "1"}, [])])
def test_a_change_is_an_order_for_every_ticket_that_has_the_tag(client, tagged, said, added):
    client.force_login(tagged.manager)
    answer = client.post("/settings/tags/change/", {"tag": "late", **said})

    run = BulkRun.objects.get()
    assert answer.headers["Location"] == f"/settings/bulk/{run.pk}/"
    assert len(run.selection["numbers"]) == 2
    assert (list(run.what["add_tags"]), list(run.what["remove_tags"])) == (added, ["late"])


def test_without_a_name_and_without_tickets_nothing_is_ordered(client, tagged):
    client.force_login(tagged.manager)
    assert client.post("/settings/tags/change/", {"tag": "late", "new": " "}).status_code == 409
    assert client.post("/settings/tags/change/", {"tag": "nothing", "new": "x"}).status_code == 409
    assert client.get("/settings/tags/change/").status_code == 405
    assert not BulkRun.objects.exists()


def test_the_page_costs_the_same_however_many_tags_there_are(client, tagged, django_assert_max_num_queries):
    client.force_login(tagged.owner)
    client.get("/settings/tags/")
    with django_assert_max_num_queries(8):
        client.get("/settings/tags/")
