"""The bell and the centre: grouped by ticket, with the rights of now, read in one place and so in all."""

import pytest
from django.test import Client

from careline.accounts.models import Membership
from careline.notices.actions.mark_read import mark_all_read
from careline.notices.actions.tell import tell
from careline.notices.contracts import Kind, Thing
from careline.notices.models import Notice
from careline.testing.world import make_ticket
from careline.tickets.models import Ticket

pytestmark = pytest.mark.django_db
PEOPLE = ("owner", "manager", "lead", "ana", "ben", "cleo", "light", "stranger", "auditor")


def give(agent, ticket, key, kind=Kind.MINE, **fields):
    """Tell one person of one thing."""
    return tell(
        Thing(key=key, event_id=1, reasons={agent.pk: kind}, ticket_id=ticket and ticket.pk, **fields)
    )


def page(agent, address="/notices/", **asked):
    client = Client()
    client.force_login(agent)
    return client.get(address, asked, headers={"HX-Request": "true"} if asked.pop("part", 0) else {})


def text(answer):
    return " ".join(answer.content.decode().split())


def test_notices_of_one_ticket_stand_together_the_newest_first(world, ticket):
    other = make_ticket(world.support, world.customer, subject="Loose pedal")
    for n, about in enumerate([ticket, other, ticket, ticket]):
        give(world.ana, about, f"{n}:x")
    shown = text(page(world.ana))
    assert shown.count("There is a new message in your ticket") == 4
    assert (
        shown.index("Squeaking saddle") < shown.index("Loose pedal") and shown.count("Squeaking saddle") == 1
    )


def test_names_and_subjects_are_those_of_now(world, ticket):
    give(world.ana, ticket, "1", Kind.ASSIGNED, actor_kind="agent", actor_id=world.lead.pk)
    Ticket.objects.filter(pk=ticket.pk).update(subject="<b>Renamed</b>")
    shown = text(page(world.ana))
    assert "Lou Lead assigned this ticket to you" in shown and "&lt;b&gt;Renamed&lt;/b&gt;" in shown


def test_a_ticket_that_one_may_no_longer_see_vanishes_from_list_and_count(world, ticket):
    give(world.cleo, make_ticket(world.complaints, world.customer, subject="Rude answer"), "1")
    assert "Rude answer" in text(page(world.cleo)) and ">1</span>" in text(page(world.cleo, "/notices/bell/"))
    Membership.objects.filter(agent=world.cleo).delete()
    assert "Rude answer" not in text(page(world.cleo)) + text(page(world.cleo, show="all"))
    assert "rail__number" not in text(page(world.cleo, "/notices/bell/"))


def test_nobody_sees_or_marks_the_notices_of_another(world, ticket):
    (pk,) = give(world.ana, ticket, "1")
    client = Client()
    client.force_login(world.ben)
    assert "Squeaking saddle" not in text(client.get("/notices/?show=all"))
    client.post(f"/notices/{pk}/read/", {"open": "1"})
    client.post(f"/notices/tickets/{ticket.pk}/read/")
    client.post("/notices/read/", {"up_to": pk})
    assert Notice.objects.get().read_at is None


def test_opening_a_ticket_marks_its_notices_read_and_only_by_post(world, ticket):
    give(world.ana, ticket, "1")
    client = Client()
    client.force_login(world.ana)
    side = text(client.get(f"/tickets/{ticket.pk}/side/"))
    assert f'hx-post="/notices/tickets/{ticket.pk}/seen/" hx-trigger="load"' in side
    assert "pointermove" in text(client.get(f"/notices/tickets/{ticket.pk}/seen/"))
    assert Notice.objects.get().read_at is None
    client.post(f"/notices/tickets/{ticket.pk}/seen/")
    assert Notice.objects.get().read_at is not None
    assert "pointermove" not in text(client.get(f"/notices/tickets/{ticket.pk}/seen/"))


def test_what_was_read_stays_read_when_a_stronger_reason_comes(world, ticket):
    give(world.ana, ticket, "1", Kind.WATCHED)
    mark_all_read(by=world.ana, up_to=10**9)
    assert give(world.ana, ticket, "1", Kind.MENTIONED) == []
    assert Notice.objects.get().kind == "watched" and Notice.objects.get().read_at is not None


@pytest.mark.parametrize("order", [(Kind.WATCHED, Kind.MENTIONED), (Kind.MENTIONED, Kind.WATCHED)])
def test_reasons_of_one_thing_in_any_order_are_one_notice_with_the_strongest(world, ticket, order):
    for kind in order:
        give(world.ana, ticket, "1", kind)
    assert Notice.objects.get().kind == "mentioned"


def test_mark_all_leaves_what_came_after_the_list_was_shown(world, ticket):
    (first,) = give(world.ana, ticket, "1")
    give(world.ana, ticket, "2")
    client = Client()
    client.force_login(world.ana)
    client.post("/notices/read/", {"up_to": first})
    assert [one.read_at is None for one in Notice.objects.order_by("pk")] == [False, True]


def test_reading_tells_the_other_tabs(world, ticket, django_assert_num_queries, monkeypatch):
    heard = []
    monkeypatch.setattr("careline.notices.actions.mark_read.ping", lambda name, topics: heard.extend(topics))
    give(world.ana, ticket, "1")
    mark_all_read(by=world.ana, up_to=10**9)
    mark_all_read(by=world.ana, up_to=10**9)
    assert heard == [f"notices:{world.ana.pk}"], "and nothing where nothing changed"


def test_the_list_goes_on_by_key_and_shows_each_ticket_once(world):
    for n in range(45):
        give(world.ana, make_ticket(world.support, world.customer, subject=f"Ticket no {n:02}"), str(n))
    client = Client()
    client.force_login(world.ana)
    seen, address = [], "/notices/?show=unread"
    while address:
        shown = text(client.get(address, headers={"HX-Request": "true"}))
        seen += [part[:2] for part in shown.split("Ticket no ")[1:]]
        more = shown.partition('hx-get="/notices/?show=unread&amp;before=')[2].partition('"')[0]
        address = f"/notices/?show=unread&before={more}" if more else ""
    assert seen == [f"{n:02}" for n in reversed(range(45))]


def test_a_notice_of_no_ticket_is_opened_by_post(world):
    (pk,) = give(world.owner, None, "1", Kind.INBOX, about_id=7)
    client = Client()
    client.force_login(world.owner)
    assert client.get(f"/notices/{pk}/read/").status_code == 405
    answer = client.post(f"/notices/{pk}/read/", {"open": "1"})
    assert answer["Location"] == "/settings/inboxes/7/" and Notice.objects.get().read_at is not None


def test_a_right_that_was_lost_takes_its_notices_along(world):
    give(world.owner, None, "1", Kind.INBOX, about_id=7)
    world.owner.role = "agent"
    world.owner.save(update_fields=["role"])
    assert "A mailbox does not work" not in text(page(world.owner, show="all"))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_role_has_a_bell_and_a_page(world, ticket, who):
    assert page(getattr(world, who)).status_code == 200
    assert 'id="bell"' in text(page(getattr(world, who), "/notices/bell/"))


def test_a_stranger_is_led_to_log_in(client, world):
    for address in ("/notices/", "/notices/bell/"):
        assert client.get(address).status_code == 302
    assert client.post("/notices/read/", {"up_to": 5}).status_code == 302


def test_the_pages_ask_few_questions_however_much_there_is(world, django_assert_max_num_queries):
    for n in range(30):
        give(world.ana, make_ticket(world.support, world.customer), str(n))
    client = Client()
    client.force_login(world.ana)
    client.get("/notices/")
    with django_assert_max_num_queries(9):
        client.get("/notices/?show=all")
    with django_assert_max_num_queries(4):
        client.get("/notices/bell/")
