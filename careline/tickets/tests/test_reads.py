"""The read log: what is opened is noted with one statement, auditors read it, and who opens very much is noticed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.core.models import Event
from careline.customers.actions.export_customer import ask_export, read_export, write_export
from careline.testing.world import World, make_ticket
from careline.tickets.actions.mind_reads import KEPT_DAYS, UNUSUAL_AN_HOUR, mind_reads
from careline.tickets.actions.note_read import note_read
from careline.tickets.models import Read, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def noted() -> list[tuple[int, str, int]]:
    return [*Read.objects.order_by("pk").values_list("agent_id", "kind", "object_id")]


def test_opening_is_noted_and_news_of_what_is_open_are_not(world: World, ticket: Ticket) -> None:
    client = logged_in(world.ana)
    client.get(f"/tickets/{ticket.pk}/")
    client.get(f"/tickets/{ticket.pk}/", **PART)
    client.get(f"/tickets/{ticket.pk}/thread/", **PART)
    client.get(f"/tickets/{ticket.pk}/history/?format=csv")
    client.get(f"/customers/{world.customer.pk}/")
    ana = world.ana.pk
    assert noted() == [
        (ana, "ticket", ticket.pk), (ana, "ticket", ticket.pk), (ana, "export", ticket.pk), (ana, "customer", world.customer.pk),
    ]  # fmt: skip


def test_what_one_may_not_see_was_not_read(world: World) -> None:
    private = make_ticket(world.complaints, world.customer)
    assert logged_in(world.stranger).get(f"/tickets/{private.pk}/").status_code == 404
    assert noted() == []


def test_noting_is_one_statement(world: World, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        note_read(world.ana, Read.Kind.TICKET, 7)


def test_who_opens_very_many_tickets_within_an_hour_is_noticed_once(world: World, ticket: Ticket) -> None:
    rows = [Read(agent_id=world.ana.pk, kind="ticket", object_id=n) for n in range(UNUSUAL_AN_HOUR + 1)]
    usual = [
        Read(agent_id=world.ben.pk, kind="ticket", object_id=ticket.pk) for _ in range(UNUSUAL_AN_HOUR + 1)
    ]
    Read.objects.bulk_create(rows + usual)
    assert mind_reads() == 1 and mind_reads() == 0
    event = Event.objects.get(name="reads.unusual")
    assert event.data == {"agent_id": world.ana.pk, "tickets": UNUSUAL_AN_HOUR + 1}
    assert (
        f"Ana Agent opened {UNUSUAL_AN_HOUR + 1} tickets"
        in logged_in(world.owner).get("/settings/reads/").content.decode()
    )
    Event.objects.update(at=timezone.now() - timedelta(hours=2))
    assert mind_reads() == 1


def test_old_rows_go(world: World) -> None:
    for kind in ("ticket", "customer"):
        note_read(world.ana, kind, 1)
    Read.objects.filter(kind="ticket").update(at=timezone.now() - timedelta(days=KEPT_DAYS + 1))
    mind_reads()
    assert [kind for _agent, kind, _id in noted()] == ["customer"]


def test_an_auditor_reads_who_opened_a_ticket_and_what_a_person_opened_page_after_page(
    world: World, ticket: Ticket
) -> None:
    for _ in range(120):
        note_read(world.ben, Read.Kind.TICKET, ticket.pk)
    note_read(world.ana, Read.Kind.ATTACHMENT, 5, ticket_id=ticket.pk)
    client = logged_in(world.auditor)
    page = client.get(f"/tickets/{ticket.pk}/readers/")
    assert page.content.decode().count("Ben Agent") == 99 and "Attachment" in page.content.decode()
    older = client.get(f"/tickets/{ticket.pk}/readers/?before={page.context['next']}")
    assert older.content.decode().count("Ben Agent") == 21
    assert (
        client.get(f"/settings/reads/?agent={world.ben.pk}").content.decode().count(f"#{ticket.pk}<") == 100
    )


@pytest.mark.parametrize("who", ["ana", "light", "lead", "stranger", "manager", "owner", "auditor"])
def test_only_who_may_audit_reads_the_log(world: World, ticket: Ticket, who: str) -> None:
    client = logged_in(getattr(world, who))
    expected = 200 if who in {"manager", "owner", "auditor"} else 403
    assert client.get("/settings/reads/").status_code == expected
    assert client.get(f"/settings/reads/?agent={world.ana.pk}").status_code == expected
    assert client.get(f"/tickets/{ticket.pk}/readers/").status_code == expected
    menu = client.get(f"/tickets/{ticket.pk}/menus/more/").content.decode()
    assert ("Who opened this" in menu) == (expected == 200)


def test_a_page_of_the_log_asks_little(world: World, ticket: Ticket, django_assert_max_num_queries) -> None:
    for n in range(50):
        note_read(world.ben, Read.Kind.TICKET, n)
    client = logged_in(world.auditor)
    for address in (f"/settings/reads/?agent={world.ben.pk}", f"/tickets/{ticket.pk}/readers/"):
        with django_assert_max_num_queries(10):
            client.get(address)


def test_the_export_of_a_customer_stands_in_the_log_of_who_took_it(world: World) -> None:
    export = ask_export(world.customer, by=world.manager)
    write_export(export.pk)
    read_export(export.pk, by=world.owner)
    [read] = Read.objects.all()
    assert (read.agent_id, read.kind, read.object_id) == (world.owner.pk, "export", world.customer.pk)
    client = Client()
    client.force_login(world.auditor)
    page = client.get("/settings/reads/", {"agent": world.owner.pk}).content.decode()
    assert f'href="/customers/{world.customer.pk}/"' in page
