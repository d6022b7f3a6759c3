"""Ways to go on with a search: names of operators, values, rights; and the filters beside the results."""

import pytest
from django.test import Client

from careline.testing.world import World, make_customer, make_team, make_ticket
from careline.tickets.models import Ticket
from careline.tickets.queries.completions import completions


def inserts(agent, text: str) -> list[str]:
    return [one.insert for one in completions(agent, text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [("sta", "status:"), ("bell -as", "-assignee:"), ("status:o", "status:open "), ("x status:open,pe", "status:open,pending "),
     ("assignee:m", "assignee:me "), ("assignee:be", "assignee:ben@desk.example "), ("team:sup", "team:Support "), ("is:un", "is:unread "),
     ("priority:u", "priority:urgent "), ("type:comp", "type:complaint "), ("has:", "has:attachment "), ("channel:e", "channel:email "),
     ("from:carl", "from:carla@customer.example "), ('team:"or', 'team:"Orders & more" '), ("tag:v", "tag:vip ")],
)  # fmt: skip
def test_the_likely_way_on_comes_first(world: World, text: str, first: str) -> None:
    make_team("Orders & more")
    ticket = make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=ticket.pk).update(tags=["vip"])
    found = completions(world.ana, text)
    assert found[0].insert == first and text.endswith(text[-found[0].replaces :])
    assert text[: len(text) - found[0].replaces] in ("", "bell ", "x ")


@pytest.mark.parametrize(
    "text", ["", "b", "bell ", "http://x", "zz:", "to:an", "status:zz", '"sta', "%", "tag:%", "x" * 500]
)
def test_where_nothing_follows_nothing_is_offered(world: World, text: str) -> None:
    assert completions(world.ana, text) == []


def test_only_what_one_may_know_of_is_offered(world: World) -> None:
    hidden = make_ticket(world.complaints, make_customer("Hilda Hidden", email="hilda@hidden.example"))
    Ticket.objects.filter(pk=hidden.pk).update(tags=["scandal"])
    for text in ("team:comp", "tag:sc", "from:hilda"):
        assert completions(world.ana, text) == [] and len(completions(world.cleo, text)) == 1, text
    assert completions(world.gone, "status:o") == []


def test_the_box_asks_and_a_stranger_is_refused(world: World) -> None:
    client = Client()
    assert client.get("/search/completions/", {"q": "sta"}).status_code == 302
    client.force_login(world.light)
    rows = client.get("/search/completions/", {"q": "sta"}).json()["completions"]
    assert rows == [{"insert": "status:", "aside": "whose move it is", "replaces": 3}]


def test_filters_add_an_operator_and_take_it_away(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, subject="A bell", assignee=world.ben, status=2)
    make_ticket(world.workshop, make_customer(), subject="A bell")
    Ticket.objects.filter(pk=ticket.pk).update(tags=["vip"])
    client = Client()
    client.force_login(world.ana)
    page = client.get("/search/", {"q": "bell"}).content.decode()
    for asked in (
        "status%3Aopen",
        "team%3ASupport",
        "assignee%3Anone",
        "assignee%3A%22Ben%20Agent%22",
        "tag%3Avip",
        "created%3A%3E",
    ):
        assert f'href="?q=bell%20{asked}' in page, asked
    assert "type%3A" not in page
    narrowed = client.get("/search/", {"q": "bell team:Support"}).content.decode()
    assert 'href="?q=bell" aria-current="true"' in narrowed and narrowed.count('class="result"') == 1
