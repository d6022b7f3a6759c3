"""Snoozing from the head of a ticket: moments to choose, plain words, the way back, and who may."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from careline.testing.world import World, make_ticket
from careline.tickets.models import Ticket
from careline.tickets.views.snoozing import presets_at

PART = {"HTTP_HX_REQUEST": "true"}
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_moments_are_those_that_a_person_means() -> None:
    wednesday = datetime(2026, 3, 25, 15, 20, tzinfo=BERLIN)
    assert [f"{label} {at:%d.%m. %H:%M}" for label, at in presets_at(wednesday)] == [
        "Later today 25.03. 18:30", "Tomorrow morning 26.03. 09:00", "Monday 30.03. 09:00", "Next week 01.04. 09:00", "In a month 25.04. 09:00",
    ]  # fmt: skip


def test_at_night_there_is_no_later_today_and_on_sunday_monday_is_tomorrow() -> None:
    sunday = datetime(2026, 3, 29, 21, 0, tzinfo=BERLIN)
    assert [label for label, _at in presets_at(sunday)] == ["Tomorrow morning", "Next week", "In a month"]


def test_plain_words_let_a_ticket_sleep_in_ones_own_time_zone(world: World, ticket: Ticket) -> None:
    world.ana.time_zone = "Asia/Tokyo"
    world.ana.save()
    page = logged_in(world.ana).post(f"/tickets/{ticket.pk}/snooze/", {"when": "tomorrow 9:00"}, **PART)
    ticket.refresh_from_db()
    assert f"{ticket.snoozed_until.astimezone(ZoneInfo('Asia/Tokyo')):%H:%M}" == "09:00"
    said = page.content.decode()
    assert "snoozed this until" in said and f"/tickets/{ticket.pk}/waking/" in said


def test_a_chosen_moment_wins_over_half_written_words(world: World, ticket: Ticket) -> None:
    client = logged_in(world.ana)
    chosen = client.get(f"/tickets/{ticket.pk}/snooze/menu/", **PART).context["presets"][1][1]
    data = {"date": chosen, "when": "fri", "team": world.workshop.pk, "version": ticket.version}
    client.post(f"/tickets/{ticket.pk}/snooze/", data, **PART)
    ticket.refresh_from_db()
    assert ticket.snoozed_until == datetime.fromisoformat(chosen)
    assert ticket.snooze.team_id == world.workshop.pk


@pytest.mark.parametrize("words", ["", "some day", "2020-01-01", "9999-12-31", "2026-02-31T25:00"])
def test_what_is_not_understood_changes_nothing_and_says_so(world: World, ticket: Ticket, words: str) -> None:
    answer = logged_in(world.ana).post(f"/tickets/{ticket.pk}/snooze/", {"when": words}, **PART)
    assert answer.status_code == 422
    ticket.refresh_from_db()
    assert ticket.snoozed_until is None


def test_the_words_are_read_back_while_they_are_written(world: World) -> None:
    client = logged_in(world.ana)
    assert "09:00" in client.get("/moments/", {"when": "in 3 days"}).content.decode()
    assert "Not understood" in client.get("/moments/", {"when": "in 3 parsecs"}).content.decode()


def test_it_stands_in_the_view_of_the_snoozed_and_wakes_by_hand(world: World, ticket: Ticket) -> None:
    client = logged_in(world.ana)
    client.post(f"/tickets/{ticket.pk}/snooze/", {"when": "in 3 days"}, **PART)
    assert f"row-{ticket.pk}" in client.get("/views/snoozed/").content.decode()
    page = client.post(f"/tickets/{ticket.pk}/waking/", {}, **PART).content.decode()
    assert "woke this" in page
    assert f"row-{ticket.pk}" not in client.get("/views/snoozed/").content.decode()


def test_a_snoozed_ticket_opens_with_no_more_queries(
    world: World, ticket: Ticket, django_assert_max_num_queries
) -> None:
    client = logged_in(world.ana)
    client.post(f"/tickets/{ticket.pk}/snooze/", {"when": "in 3 days"}, **PART)
    with django_assert_max_num_queries(12):
        assert "snoozed until" in client.get(f"/tickets/{ticket.pk}/", **PART).content.decode()


@pytest.mark.parametrize("who", ["light", "auditor"])
def test_who_may_only_read_can_not_snooze(world: World, ticket: Ticket, who: str) -> None:
    client = logged_in(getattr(world, who))
    assert client.post(f"/tickets/{ticket.pk}/snooze/", {"when": "in 3 days"}, **PART).status_code == 422
    assert 'data-key="z"' not in client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_a_stranger_finds_nothing(world: World) -> None:
    private = make_ticket(world.complaints, world.customer)
    client = logged_in(world.stranger)
    for address in ("snooze/", "waking/"):
        assert client.post(f"/tickets/{private.pk}/{address}", {"when": "in 3 days"}).status_code == 404
    assert client.get(f"/tickets/{private.pk}/snooze/menu/").status_code == 404
    assert client.get(f"/tickets/{private.pk}/snooze/").status_code in {404, 405}
