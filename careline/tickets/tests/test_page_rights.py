"""Every page of the desk, for every role: strangers are told that there is nothing, and nothing moves by looking."""

import pytest
from django.test import Client

from careline.testing.world import World, make_message, make_ticket
from careline.tickets.models import Message, Ticket

PART = {"HTTP_HX_REQUEST": "true"}
PAGES = [
    "/tickets/{t}/", "/tickets/{t}/thread/", "/tickets/{t}/side/", "/tickets/{t}/composer/", "/tickets/{t}/menus/assign/",
    "/tickets/{t}/menus/more/", "/tickets/{t}/dialogs/tags/", "/tickets/{t}/dialogs/merge/", "/tickets/{t}/dialogs/link/",
    "/tickets/{t}/dialogs/subject/", "/tickets/{t}/macros/", "/tickets/{t}/colleagues/", "/messages/{m}/facts/", "/messages/{m}/body/",
]  # fmt: skip
CHANGES = {
    "/tickets/{t}/reply/": {"html": "Hello", "to": "carla@customer.example"},
    "/tickets/{t}/forward/": {"html": "Hello", "to": "else@where.example"},
    "/tickets/{t}/status/": {"status": "3"},
    "/tickets/{t}/solution/": {},
    "/tickets/{t}/assignment/": {"assignee": "0"},
    "/tickets/{t}/priority/": {"priority": "4"},
    "/tickets/{t}/type/": {"type": "task"},
    "/tickets/{t}/subject/": {"subject": "Another"},
    "/tickets/{t}/tags/": {"tags": "one"},
    "/tickets/{t}/merge/": {"into": "{other}"},
    "/tickets/{t}/links/": {"number": "{other}", "kind": "related"},
}
NOTES = {"/tickets/{t}/note/": {"note_html": "Psst"}, "/tickets/{t}/draft/": {"kind": "note", "html": "Psst"}}
ANYONE = {"/tickets/{t}/presence/": {}, "/tickets/{t}/watch/": {"watches": "1"}}


@pytest.fixture
def secret(world: World) -> Ticket:
    ticket = make_ticket(world.complaints, world.customer)
    make_message(ticket, text="We are sorry.", agent=world.cleo, state="held")
    return ticket


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(pattern: str, ticket: Ticket, other: int = 0) -> str:
    return pattern.format(t=ticket.pk, m=ticket.messages.first().pk, other=other)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["owner", "manager", "auditor", "cleo"])
def test_pages_of_a_private_team_are_there_for_those_who_may(world, secret, page: str, role: str) -> None:
    assert logged_in(getattr(world, role)).get(address(page, secret)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["ana", "lead", "light", "stranger"])
def test_pages_of_a_private_team_are_not_there_for_strangers(world, secret, page: str, role: str) -> None:
    assert logged_in(getattr(world, role)).get(address(page, secret)).status_code == 404


@pytest.mark.parametrize("page", ["/", "/views/mine/", *PAGES])
@pytest.mark.parametrize("person", [None, "gone"])
def test_nobody_looks_in_without_log_in(world, secret, page: str, person: str | None) -> None:
    client = logged_in(getattr(world, person)) if person else Client()
    assert client.get(address(page, secret)).status_code == 302


@pytest.mark.parametrize("change", [*CHANGES, *NOTES, *ANYONE])
def test_a_stranger_changes_nothing(world, secret, change: str) -> None:
    data = {**CHANGES, **NOTES, **ANYONE}[change]
    before = Ticket.objects.values().get(pk=secret.pk), Message.objects.count()
    answer = logged_in(world.stranger).post(address(change, secret), data, **PART)
    assert answer.status_code == 404
    assert (Ticket.objects.values().get(pk=secret.pk), Message.objects.count()) == before


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["light", "auditor"])
def test_who_may_only_read_or_note_is_told_and_changes_nothing(world, change: str, role: str) -> None:
    ticket, other = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    before = Ticket.objects.values().get(pk=ticket.pk), Message.objects.count()
    data = {name: value.format(other=other.pk) for name, value in CHANGES[change].items()}
    answer = logged_in(getattr(world, role)).post(address(change, ticket), data, **PART)
    assert answer.status_code == 422
    assert "toast" in answer.content.decode()
    assert (Ticket.objects.values().get(pk=ticket.pk), Message.objects.count()) == before


@pytest.mark.parametrize("change", [*CHANGES, *NOTES, *ANYONE])
def test_nothing_changes_by_looking(world, change: str) -> None:
    ticket = make_ticket(world.support, world.customer)
    assert logged_in(world.ana).get(address(change, ticket)).status_code == 405


@pytest.mark.parametrize("change", [*CHANGES, *NOTES, *ANYONE])
def test_a_form_from_elsewhere_is_refused(world, change: str) -> None:
    ticket = make_ticket(world.support, world.customer)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ana)
    assert client.post(address(change, ticket), CHANGES.get(change, {})).status_code == 403


def test_a_light_agent_has_a_composer_for_notes_only(world) -> None:
    ticket = make_ticket(world.support, world.customer)
    page = logged_in(world.light).get(f"/tickets/{ticket.pk}/").content.decode()
    assert 'data-text="note-html"' in page
    assert 'data-text="reply-html"' not in page
