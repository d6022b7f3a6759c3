"""Promises on real tickets: made with what is sent, watched, kept, moved before they are due, handed over."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from careline.core.models import Event
from careline.promises.actions.end_promise import keep_promise, withdraw_promise
from careline.promises.actions.hand_over import hand_over, hand_over_of_absent
from careline.promises.actions.make_promise import make_promise
from careline.promises.actions.move_promise import move_promise
from careline.promises.actions.save_rules import save_rules
from careline.promises.actions.watch_promises import watch_promises
from careline.promises.contracts import PromiseRefused, PromiseRules
from careline.promises.models import Promise, PromiseSettings
from careline.testing.world import World, make_ticket
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.merge import merge
from careline.tickets.actions.reply import reply
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import NotVisible, Outgoing
from careline.tickets.models import Message, Status, Ticket
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence

WORDS = "We'll ring you by Wednesday noon."


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def promise(ticket: Ticket, by, *, hours: float = 48, words: str = WORDS, waits: bool = False) -> Promise:
    due_at = timezone.now() + timedelta(hours=hours)
    return make_promise(ticket, words, due_at, by=by, waits_for_sending=waits)


def send(ticket: Ticket, by, html: str = f"<div>Dear Carla,<br>{WORDS}</div>") -> Message:
    return reply(ticket, Outgoing(html=html), by=by)


def names() -> list[str]:
    return [*Event.objects.filter(name__startswith="promise.").order_by("pk").values_list("name", flat=True)]


def test_what_a_draft_promises_counts_once_it_is_sent(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana, waits=True)
    assert made.state == "drafted" and names() == []
    message = send(ticket, world.ana)
    made.refresh_from_db()
    assert (made.state, made.message_id) == ("open", message.pk) and names() == ["promise.made"]


def test_words_that_were_changed_before_sending_promise_nothing(world: World, ticket: Ticket) -> None:
    promise(ticket, world.ana, waits=True)
    send(ticket, world.ana, "<div>We'll call you soon.</div>")
    assert not Promise.objects.exists() and names() == []


def test_what_was_taken_back_waits_again(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana, waits=True)
    cancel(send(ticket, world.ana).pk, by=world.ana)
    made.refresh_from_db()
    assert (made.state, made.message_id) == ("drafted", None)
    send(ticket, world.ana)
    made.refresh_from_db()
    assert made.state == "open"


def test_a_colleagues_answer_does_not_send_ones_own_promise(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana, waits=True)
    send(ticket, world.ben)
    made.refresh_from_db()
    assert made.state == "drafted"


def test_one_comes_near_is_broken_and_is_told_of_once(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana)
    assert watch_promises() == 0
    assert watch_promises(at=made.warn_at) == 1 and watch_promises(at=made.warn_at) == 0
    assert watch_promises(at=made.due_at) == 1 and watch_promises(at=made.due_at + timedelta(days=1)) == 0
    near, broken = Event.objects.filter(name__in=["promise.near", "promise.broken"]).order_by("pk")
    assert near.data["tell"] == [world.ana.pk]
    assert sorted(broken.data["tell"]) == sorted([world.ana.pk, world.manager.pk])
    made.refresh_from_db()
    assert made.state == "broken" and made.ended_at is None


def test_a_kept_one_is_never_broken_and_a_broken_one_can_be_made_good(world: World, ticket: Ticket) -> None:
    kept, late = promise(ticket, world.ana), promise(ticket, world.ana, words="We'll write tomorrow.")
    keep_promise(kept.pk, by=world.ana)
    watch_promises(at=late.due_at + timedelta(hours=1))
    assert keep_promise(late.pk, by=world.ana).state == "broken"
    assert names().count("promise.broken") == 1 and names().count("promise.kept") == 2
    for one in (kept, late):
        with pytest.raises(PromiseRefused):
            keep_promise(one.pk, by=world.ana)


def test_it_is_moved_with_a_message_to_the_customer(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana)
    watch_promises(at=made.warn_at)
    later = timezone.now() + timedelta(days=5)
    move_promise(made.pk, later, "We are sorry.\n\nIt will be Friday.", by=world.ana)
    made.refresh_from_db()
    assert (made.due_at, made.warned_at, made.was_moved) == (later, None, True)
    said = Message.objects.get(ticket=ticket, author="agent")
    assert "It will be Friday." in said.text and said.is_public
    assert names()[-1] == "promise.moved"


def test_it_is_not_moved_after_its_moment_nor_in_silence(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana)
    later = timezone.now() + timedelta(days=5)
    with pytest.raises(PromiseRefused):
        move_promise(made.pk, later, "  \n ", by=world.ana)
    Promise.objects.filter(pk=made.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(PromiseRefused):
        move_promise(made.pk, later, "Sorry.", by=world.ana)
    assert not Message.objects.filter(ticket=ticket, author="agent").exists()
    made.refresh_from_db()
    assert made.due_at < timezone.now()


def test_who_is_absent_hands_over_to_the_cover(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana)
    now = timezone.now()
    plan_absence(
        world.ana,
        AbsenceDetails(now - timedelta(hours=1), now + timedelta(days=9), cover_id=world.ben.pk),
        by=world.ana,
    )
    assert hand_over_of_absent() == 1 and hand_over_of_absent() == 0
    made.refresh_from_db()
    assert made.agent_id == world.ben.pk
    fact = Event.objects.get(name="promise.handed_over")
    assert fact.data["is_absence"] and fact.data["before"] == world.ana.pk


def test_nobody_stands_for_a_promise_on_a_ticket_they_may_not_see(world: World) -> None:
    hidden = make_ticket(world.complaints, world.customer)
    made = promise(hidden, world.cleo)
    for person in (world.stranger, world.light):
        with pytest.raises(PromiseRefused):
            hand_over(made.pk, person.pk, by=world.cleo)
    with pytest.raises(NotVisible):
        hand_over(made.pk, world.ana.pk, by=world.stranger)
    hand_over(made.pk, world.manager.pk, by=world.cleo)


def test_promises_go_along_with_a_merge_and_come_back(world: World, ticket: Ticket) -> None:
    other = make_ticket(world.support, world.customer)
    made = promise(ticket, world.ana)
    merged = merge(ticket, into=other, by=world.ana)
    made.refresh_from_db()
    assert made.ticket_id == other.pk
    unmerge(merged.pk, by=world.ana)
    made.refresh_from_db()
    assert made.ticket_id == ticket.pk


def test_a_ticket_with_an_open_promise_is_solved_only_with_a_reason(world: World, ticket: Ticket) -> None:
    promise(ticket, world.ana)
    client = client_of(world.ana)
    client.post(f"/tickets/{ticket.pk}/solution/")
    ticket.refresh_from_db()
    assert ticket.status != Status.SOLVED
    client.post(f"/tickets/{ticket.pk}/solution/", {"reason": "The customer called us"})
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_what_may_never_be_promised_is_refused_and_pointed_out(world: World, ticket: Ticket) -> None:
    PromiseSettings.objects.create(most_days=10, never_words=["full refund"])
    with pytest.raises(PromiseRefused):
        promise(ticket, world.ana, words="You will get a Full Refund tomorrow.")
    draft = "<div>You will get a full refund tomorrow. We'll write by 24 december 2099.</div>"
    page = (
        client_of(world.ana).post(f"/tickets/{ticket.pk}/promises/check/", {"html": draft}).content.decode()
    )
    assert "“full refund” may not be promised here." in page and "further ahead than the 10 days" in page
    assert not Promise.objects.exists()


def test_the_panel_offers_what_a_draft_promises_and_watches_it(world: World, ticket: Ticket) -> None:
    client, home = client_of(world.ana), f"/tickets/{ticket.pk}/promises/"
    page = client.post(
        f"{home}check/", {"html": "<div>We'll call you tomorrow at 10:00.</div>"}
    ).content.decode()
    assert "We&#x27;ll call you tomorrow at 10:00." in page and "Watch this promise" in page
    client.post(
        f"{home}new/", {"words": "We'll call you tomorrow at 10:00.", "when": "tomorrow 10:00", "draft": "1"}
    )
    assert "counts once you send it" in client.get(home).content.decode()
    again = client.post(
        f"{home}check/", {"html": "<div>We'll call you tomorrow at 10:00.</div>"}
    ).content.decode()
    assert "Watched once you send it." in again and "Watch this promise" not in again
    assert "counts once you send it" not in client_of(world.ben).get(home).content.decode()


def test_the_panel_costs_few_queries(world: World, ticket: Ticket, django_assert_max_num_queries) -> None:
    for n in range(5):
        promise(ticket, world.ana, words=f"We'll do {n} tomorrow.")
    client = client_of(world.ana)
    with django_assert_max_num_queries(10):
        assert "We&#x27;ll do 4 tomorrow." in client.get(f"/tickets/{ticket.pk}/promises/").content.decode()
    with django_assert_max_num_queries(8):
        assert "We&#x27;ll do 4 tomorrow." in client.get("/promises/").content.decode()


@pytest.mark.parametrize(
    ("whose", "shows"),
    [("", False), ("?whose=team", True), ("?whose=all", True), ("?whose=all&state=late", False)],
)
def test_the_page_of_the_day_has_ones_own_or_everybodys(
    world: World, ticket: Ticket, whose: str, shows: bool
) -> None:
    promise(ticket, world.ana)
    page = client_of(world.ben).get(f"/promises/{whose}").content.decode()
    assert ("Wednesday noon" in page) is shows


def test_a_promise_ends_only_in_ways_that_there_are(world: World) -> None:
    made = promise(make_ticket(world.support, world.customer), world.ana)
    client = client_of(world.ana)
    assert client.post(f"/promises/{made.pk}/forgotten/", {}).status_code == 404
    assert client.post(f"/promises/{'9' * 40}/kept/", {}).status_code == 404
    made.refresh_from_db()
    assert made.is_open


def test_a_stranger_sees_and_changes_nothing(world: World) -> None:
    hidden = make_ticket(world.complaints, world.customer)
    made = promise(hidden, world.cleo)
    client = client_of(world.stranger)
    assert "Wednesday noon" not in client.get("/promises/?whose=all").content.decode()
    for path in (f"/tickets/{hidden.pk}/promises/", f"/promises/{made.pk}/kept/"):
        answer = client.post(path, {}) if "kept" in path else client.get(path)
        assert answer.status_code == 404
    assert (
        client.post(f"/tickets/{hidden.pk}/promises/new/", {"words": "x", "when": "tomorrow"}).status_code
        == 404
    )
    light = client_of(world.light)
    ticket = make_ticket(world.support, world.customer)
    assert (
        light.post(f"/tickets/{ticket.pk}/promises/new/", {"words": "x", "when": "tomorrow"}).status_code
        == 403
    )
    assert light.get(f"/tickets/{ticket.pk}/promises/").status_code == 200
    assert Client().get("/promises/").status_code == 302


@pytest.mark.parametrize("person", ["owner", "manager", "lead", "ana", "light", "auditor"])
def test_every_role_sees_the_day_and_only_some_the_rules(world: World, person: str) -> None:
    client = client_of(getattr(world, person))
    assert client.get("/promises/").status_code == 200
    expected = 200 if person in {"owner", "manager"} else 403
    assert client.get("/settings/promises/").status_code == expected


def test_the_rules_are_kept_and_bad_ones_refused(world: World) -> None:
    client = client_of(world.manager)
    client.post(
        "/settings/promises/",
        {"most_days": "14", "never_words": "full refund\n\n full  refund \nby Christmas"},
    )
    rules = PromiseSettings.objects.get()
    assert (rules.most_days, rules.never_words) == (14, ["full refund", "by Christmas"])
    for days in ("0", "9999", "many"):
        assert client.post("/settings/promises/", {"most_days": days}).status_code == 422
    assert PromiseSettings.objects.get().most_days == 14


@pytest.mark.parametrize(
    "given",
    [
        {"words": "", "when": "tomorrow"},
        {"words": "x", "when": "gibberish"},
        {"words": "x", "when": "2020-01-01T10:00:00+00:00"},
    ],
)
def test_what_is_no_promise_is_refused_in_words(world: World, ticket: Ticket, given) -> None:
    assert client_of(world.ana).post(f"/tickets/{ticket.pk}/promises/new/", given).status_code == 422
    assert not Promise.objects.exists()


def test_taking_back_needs_a_reason_unless_it_was_never_sent(world: World, ticket: Ticket) -> None:
    sent, unsent = promise(ticket, world.ana), promise(ticket, world.ana, words="We'll write.", waits=True)
    withdraw_promise(unsent.pk, by=world.ana)
    with pytest.raises(PromiseRefused):
        withdraw_promise(sent.pk, by=world.ana, reason=" ")
    withdraw_promise(sent.pk, by=world.ana, reason="They came by")
    assert names() == ["promise.made", "promise.withdrawn"] and Promise.objects.get().state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_of_a_broken_promise_once(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    made = promise(ticket, world.ana)

    def work() -> None:
        watch_promises(at=made.due_at)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert names().count("promise.broken") == 1


def test_words_that_leave_no_way_out_are_pointed_out_where_the_company_wants_that(
    world: World, ticket: Ticket
) -> None:
    client, home = client_of(world.ana), f"/tickets/{ticket.pk}/promises/check/"
    draft = {"html": "<div>We will definitely send it on time.</div>"}
    assert "leaves no way out" not in client.post(home, draft).content.decode()
    save_rules(PromiseRules(forbids_certainty=True, least_minutes=120), by=world.manager)
    page = client.post(home, draft).content.decode()
    assert "“definitely” leaves no way out" in page and "data-warn-words" in page
    soon = {"html": "<div>We'll call you in 30 minutes.</div>"}
    assert "sooner than may be promised" in client.post(home, soon).content.decode()
