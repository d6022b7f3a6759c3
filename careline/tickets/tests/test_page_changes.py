"""Changes from the head of a ticket: done once, never over somebody else's."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.assign import assign
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.actions.tag import tag
from careline.tickets.models import Merge, Priority, Split, Status, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.ana)
    return client


@pytest.mark.parametrize(("what", "data", "field", "value"), [
    ("status", {"status": "3"}, "status", Status.PENDING),
    ("solution", {}, "status", Status.SOLVED),
    ("priority", {"priority": "4"}, "priority", Priority.URGENT),
    ("type", {"type": "complaint"}, "type", "complaint"),
    ("subject", {"subject": "The chain, again"}, "subject", "The chain, again"),
    ("tags", {"tags": "Chain, warranty "}, "tags", ["chain", "warranty"]),
])  # fmt: skip
def test_a_change_is_made_and_told(client, ticket, what: str, data: dict, field: str, value) -> None:
    page = client.post(
        f"/tickets/{ticket.pk}/{what}/", {**data, "version": ticket.version}, **PART
    ).content.decode()
    ticket.refresh_from_db()
    assert getattr(ticket, field) == value
    assert "Ana Agent" in page
    assert "toast" in page


def test_tags_that_were_left_out_go(client, ticket) -> None:
    client.post(f"/tickets/{ticket.pk}/tags/", {"tags": "one, two"}, **PART)
    client.post(f"/tickets/{ticket.pk}/tags/", {"tags": "two"}, **PART)
    ticket.refresh_from_db()
    assert ticket.tags == ["two"]


def test_of_two_who_change_at_once_the_second_is_told_and_nothing_is_overwritten(
    client, world, ticket
) -> None:
    set_status(ticket, Status.ON_HOLD, by=world.ben)
    page = client.post(f"/tickets/{ticket.pk}/status/", {"status": "3", "version": ticket.version}, **PART)
    ticket.refresh_from_db()
    assert ticket.status == Status.ON_HOLD
    assert "Somebody changed this ticket a moment ago" in page.content.decode()
    assert "On hold" in page.content.decode()


def test_a_ticket_is_taken_given_and_laid_down(client, world, ticket) -> None:
    address = f"/tickets/{ticket.pk}/assignment/"
    for given, expected in ((world.ana.pk, world.ana.pk), (world.ben.pk, world.ben.pk), (0, None)):
        client.post(address, {"assignee": given}, **PART)
        ticket.refresh_from_db()
        assert ticket.assignee_id == expected


def test_a_ticket_can_not_be_given_to_who_left_or_may_not_see_it(client, world) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    owner = Client()
    owner.force_login(world.owner)
    for person in (world.gone, world.ana):
        answer = owner.post(f"/tickets/{ticket.pk}/assignment/", {"assignee": person.pk}, **PART)
        assert answer.status_code == 422
    ticket.refresh_from_db()
    assert ticket.assignee_id is None


def test_a_ticket_moves_to_another_team(client, world, ticket) -> None:
    page = client.post(
        f"/tickets/{ticket.pk}/assignment/", {"team": world.workshop.pk}, **PART
    ).content.decode()
    ticket.refresh_from_db()
    assert ticket.team_id == world.workshop.pk
    assert "moved this to <b>Workshop</b>" in page


def test_who_moves_a_ticket_out_of_sight_goes_back_to_the_desk(client, world, ticket) -> None:
    answer = client.post(f"/tickets/{ticket.pk}/assignment/", {"team": world.complaints.pk}, **PART)
    assert answer["HX-Redirect"] == "/"


def test_watching_begins_and_ends(client, world, ticket) -> None:
    client.post(f"/tickets/{ticket.pk}/watch/", {"watches": "1"}, **PART)
    assert ticket.watchers.get().agent_id == world.ana.pk
    assert "Stop watching" in client.get(f"/tickets/{ticket.pk}/menus/more/").content.decode()
    client.post(f"/tickets/{ticket.pk}/watch/", {"watches": "0"}, **PART)
    assert not ticket.watchers.exists()


def test_a_merged_ticket_leads_to_the_one_that_remains_and_can_be_parted_again(client, world, ticket) -> None:
    other = make_ticket(world.support, world.customer, subject="The same again")
    answer = client.post(f"/tickets/{ticket.pk}/merge/", {"into": f"#{other.pk}"}, **PART)
    assert answer["HX-Redirect"] == f"/tickets/{other.pk}/"
    assert client.get(f"/tickets/{ticket.pk}/")["Location"] == f"/tickets/{other.pk}/"
    side = client.get(f"/tickets/{other.pk}/side/").content.decode()
    merge_id = side.split('name="merge" value="')[1].split('"')[0]
    answer = client.post(f"/tickets/{other.pk}/merge/undo/", {"merge": merge_id}, **PART)
    assert answer.status_code == 200, answer.content.decode()
    assert client.get(f"/tickets/{ticket.pk}/").status_code == 200


@pytest.mark.parametrize("days", [7, 400])
def test_a_merge_and_a_split_can_be_undone_in_the_interface_long_after(client, world, ticket, days) -> None:
    other = make_ticket(world.support, world.customer, subject="The same again")
    make_message(other, text="And another thing")
    client.post(f"/tickets/{ticket.pk}/merge/", {"into": f"{other.pk}"}, **PART)
    first = other.messages.order_by("pk").first()
    client.post(
        f"/tickets/{other.pk}/split/",
        {"messages": [first.pk], "subject": "Apart", "customer": world.customer.pk},
        **PART,
    )
    long_ago = timezone.now() - timedelta(days=days)
    Merge.objects.update(merged_at=long_ago)
    Split.objects.update(split_at=long_ago)
    side = client.get(f"/tickets/{other.pk}/side/").content.decode()
    assert "Undo the merge" in side and "Undo the split" in side
    merge_id, split_id = Merge.objects.get().pk, Split.objects.get().pk
    assert client.post(f"/tickets/{other.pk}/merge/undo/", {"merge": merge_id}, **PART).status_code == 200
    assert "Undo the merge" not in client.get(f"/tickets/{other.pk}/side/").content.decode()
    assert client.post(f"/tickets/{other.pk}/split/undo/", {"split": split_id}, **PART).status_code == 200
    assert "Undo the split" not in client.get(f"/tickets/{other.pk}/side/").content.decode()
    assert client.get(f"/tickets/{ticket.pk}/").status_code == 200
    first.refresh_from_db()
    assert first.ticket_id == other.pk


def test_a_number_that_there_is_not_is_said(client, world, ticket) -> None:
    secret = make_ticket(world.complaints, world.customer)
    for number in ("999999", str(secret.pk), "many"):
        answer = client.post(f"/tickets/{ticket.pk}/merge/", {"into": number}, **PART)
        assert answer.status_code == 422
        assert "There is no ticket with the number" in answer.content.decode()


def test_tickets_are_linked_and_parted_from_either_side(client, world, ticket) -> None:
    other = make_ticket(world.support, world.customer, subject="All chains come off")
    client.post(f"/tickets/{other.pk}/links/", {"number": ticket.pk, "kind": "incident"}, **PART)
    side = client.get(f"/tickets/{ticket.pk}/side/").content.decode()
    assert "All chains come off" in side
    assert "Problem" in side
    client.post(f"/tickets/{ticket.pk}/links/removal/", {"number": other.pk, "kind": "incident"}, **PART)
    assert not ticket.links_in.exists()


def test_without_script_a_change_leads_back_to_the_ticket(client, ticket) -> None:
    answer = client.post(f"/tickets/{ticket.pk}/status/", {"status": "3"})
    assert answer["Location"] == f"/tickets/{ticket.pk}/"


def test_a_tag_that_a_colleague_gave_meanwhile_stays_and_is_told(client, world, ticket) -> None:
    tag(ticket, add=["chain", "late"], by=world.ana)
    assert (
        'name="seen" value="chain, late"'
        in client.get(f"/tickets/{ticket.pk}/dialogs/tags/").content.decode()
    )
    tag(ticket, add=["vip"], by=world.ben)
    given = {"seen": "chain, late", "tags": "chain, warranty"}
    page = client.post(f"/tickets/{ticket.pk}/tags/", given, **PART).content.decode()
    ticket.refresh_from_db()
    assert ticket.tags == ["chain", "vip", "warranty"] and "A colleague added meanwhile: vip" in page


def test_a_subject_that_a_colleague_changed_meanwhile_is_shown_and_not_overwritten(
    client, world, ticket
) -> None:
    seen = ticket.subject
    set_status(ticket, Status.ON_HOLD, by=world.ben)
    client.post(f"/tickets/{ticket.pk}/subject/", {"seen": seen, "subject": "Mine"}, **PART)
    ticket.refresh_from_db()
    assert ticket.subject == "Mine", "what else changed is no matter"
    set_subject(ticket, "Theirs", by=world.ben)
    page = client.post(f"/tickets/{ticket.pk}/subject/", {"seen": "Mine", "subject": "Mine again"}, **PART)
    ticket.refresh_from_db()
    assert ticket.subject == "Theirs" and page.status_code == 422
    assert "to “Theirs”" in page.content.decode() and "“Mine again”" in page.content.decode()


@pytest.mark.parametrize(
    ("what", "data"),
    [("status", {"status": "3"}), ("priority", {"priority": "4"}), ("type", {"type": "complaint"}),
     ("solution", {}), ("assignment", {"assignee": "0"}), ("spam", {})],
)  # fmt: skip
def test_every_change_of_the_head_is_refused_to_the_slower_one_who_sees_how_it_stands(
    client, world, ticket, what: str, data: dict
) -> None:
    known = ticket.version
    assign(ticket, to=world.ben, by=world.ben)
    ticket.refresh_from_db()
    before = (ticket.status, ticket.priority, ticket.type, ticket.assignee_id)
    page = client.post(f"/tickets/{ticket.pk}/{what}/", {**data, "version": known}, **PART).content.decode()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.priority, ticket.type, ticket.assignee_id) == before
    assert "Somebody changed this ticket a moment ago" in page and "Ben Agent" in page


@pytest.mark.parametrize("place", ["", "menus/assign/", "dialogs/subject/", "snooze/menu/"])
def test_every_form_that_changes_a_ticket_says_what_was_seen(client, ticket, place: str) -> None:
    page = client.get(f"/tickets/{ticket.pk}/{place}").content.decode()
    verbs = "status|priority|type|assignment|solution|spam|snooze|subject"
    forms = re.findall(rf'<form[^>]*hx-post="/tickets/\d+/(?:{verbs})/".*?</form>', page, re.S)
    assert forms and all('name="version"' in one or 'name="seen"' in one for one in forms)
