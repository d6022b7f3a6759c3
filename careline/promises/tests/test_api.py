"""Promises by the API: with the rights and scopes of the token; what happens to them is told to webhooks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from careline.accounts.contracts import Scope
from careline.core.models import Event
from careline.promises.actions.make_promise import make_promise
from careline.promises.actions.watch_promises import watch_promises
from careline.promises.models import Promise, PromiseSettings
from careline.testing.api import ApiCaller
from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.models import Message, Ticket
from careline.webhooks.queries import known_types


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def in_hours(hours: float) -> datetime:
    return (timezone.now() + timedelta(hours=hours)).replace(microsecond=0)


def words_of(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def promise(ticket: Ticket, by, *, hours: float = 48, words: str = "We'll ring you.") -> Promise:
    return make_promise(ticket, words, in_hours(hours), by=by, waits_for_sending=False)


def test_one_is_made_moved_with_a_message_and_kept(world: World, ticket: Ticket) -> None:
    caller = ApiCaller(world.ana)
    given = {"words": "We'll ring you.", "due_at": words_of(in_hours(5))}
    answer = caller.post(f"/tickets/{ticket.pk}/promises", given)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["agent_id"], made["ticket_id"]) == ("open", world.ana.pk, ticket.pk)
    shown = caller.get(f"/tickets/{ticket.pk}").json()
    assert shown["promised_at"] == shown["due_at"] == made["due_at"]
    moved = caller.post(
        f"/promises/{made['id']}/move", {"due_at": words_of(in_hours(30)), "message": "It will be tomorrow."}
    ).json()
    assert moved["first_due_at"] == made["due_at"] < moved["due_at"]
    assert "tomorrow" in Message.objects.get(ticket=ticket, author="agent").text
    kept = caller.post(f"/promises/{made['id']}/keeping", None).json()
    assert kept["state"] == "kept" and caller.get(f"/promises/{made['id']}").json() == kept
    assert caller.get(f"/tickets/{ticket.pk}").json()["promised_at"] is None
    assert caller.post(f"/promises/{made['id']}/keeping", None).status_code == 422


def test_one_is_moved_only_before_its_moment_and_never_in_silence(world: World, ticket: Ticket) -> None:
    caller, made = ApiCaller(world.ana), promise(ticket, world.ana)
    later = words_of(in_hours(99))
    assert caller.post(f"/promises/{made.pk}/move", {"due_at": later, "message": ""}).status_code == 422
    Promise.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    given = {"due_at": later, "message": "It will be later."}
    assert caller.post(f"/promises/{made.pk}/move", given).status_code == 422
    assert not Message.objects.filter(ticket=ticket, author="agent").exists()


def test_one_that_will_not_be_kept_is_broken_with_its_reason(world: World, ticket: Ticket) -> None:
    caller, made = ApiCaller(world.ana), promise(ticket, world.ana)
    assert caller.post(f"/promises/{made.pk}/breach", {"reason": ""}).status_code == 422
    told = caller.post(f"/promises/{made.pk}/breach", {"reason": "The part is sold out"}).json()
    assert told["state"] == "broken" and told["ended_at"] and told["broken_at"]
    fact = Event.objects.get(name="promise.broken")
    assert fact.data["reason"] == "The part is sold out" and fact.data["tell"] == [world.manager.pk]
    assert watch_promises(at=made.due_at + timedelta(days=1)) == 0
    ticket.refresh_from_db()
    assert ticket.promised_at is None


def test_what_was_broken_by_time_is_closed_with_a_reason_and_told_once(world: World, ticket: Ticket) -> None:
    caller, made = ApiCaller(world.ana), promise(ticket, world.ana)
    watch_promises(at=made.due_at)
    caller.post(f"/promises/{made.pk}/breach", {"reason": "They bought elsewhere"})
    names = [*Event.objects.filter(name__startswith="promise.").order_by("pk").values_list("name", flat=True)]
    assert names == ["promise.made", "promise.broken", "promise.given_up"]
    assert Promise.objects.get().state == "broken" and caller.get("/promises").json()["items"] == []


def test_they_are_listed_by_whom_state_customer_and_page(world: World) -> None:
    other = make_customer("Otto", email="otto@customer.example")
    first, second = make_ticket(world.support, world.customer), make_ticket(world.support, other)
    soon = promise(first, world.ana, hours=1, words="One")
    late = promise(second, world.ben, hours=2, words="Two")
    Promise.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=3))
    far = promise(first, world.ben, hours=90, words="Three")
    caller = ApiCaller(world.ana)

    def ids(query: str = "") -> list[int]:
        return [one["id"] for one in caller.get(f"/promises{query}").json()["items"]]

    assert ids() == [late.pk, soon.pk, far.pk]
    assert ids("?whose=mine") == [soon.pk] and ids("?state=late") == [late.pk]
    assert ids(f"?customer_id={other.pk}") == [late.pk] and ids(f"?ticket_id={first.pk}") == [soon.pk, far.pk]
    assert ids(f"?until={words_of(in_hours(24))}") == [late.pk, soon.pk]
    assert ids(f"?agent_id={world.ben.pk}&team_id={world.support.pk}") == [late.pk, far.pk]
    page = caller.get("/promises?limit=2").json()
    assert [one["id"] for one in page["items"]] == [late.pk, soon.pk]
    assert ids(f"?limit=2&cursor={page['next_cursor']}") == [far.pk]
    assert caller.get("/promises?cursor=AAAA").status_code == 422
    caller.post(f"/promises/{soon.pk}/keeping", None)
    assert ids("?state=ended") == [soon.pk] and ids("?whose=mine") == []


def test_scopes_and_strangers_are_refused(world: World) -> None:
    hidden = make_ticket(world.complaints, world.customer)
    made = promise(hidden, world.cleo)
    stranger = ApiCaller(world.stranger)
    assert stranger.get("/promises").json()["items"] == []
    given = {"words": "x", "due_at": words_of(in_hours(1))}
    for path, body in (("move", {**given, "message": "x"}), ("keeping", None), ("breach", {"reason": "x"})):
        body = {"due_at": given["due_at"], "message": "x"} if path == "move" else body
        assert stranger.post(f"/promises/{made.pk}/{path}", body).status_code == 404
    assert stranger.post(f"/tickets/{hidden.pk}/promises", given).status_code == 404
    reader = ApiCaller(world.cleo, [Scope.READ_TICKETS])
    assert reader.get(f"/tickets/{hidden.pk}/promises").json()["items"][0]["id"] == made.pk
    assert reader.post(f"/promises/{made.pk}/keeping", None).status_code == 403
    assert ApiCaller(world.light).post(f"/promises/{made.pk}/keeping", None).status_code == 404
    made.refresh_from_db()
    assert made.is_open


def test_what_nobody_may_promise_is_refused(world: World, ticket: Ticket) -> None:
    PromiseSettings.objects.create(never_words=["full refund"])
    given = {"words": "A full refund", "due_at": words_of(in_hours(1))}
    answer = ApiCaller(world.ana).post(f"/tickets/{ticket.pk}/promises", given)
    assert answer.status_code == 422 and "full refund" in answer.json()["detail"]


def test_one_is_handed_over_and_taken_back(world: World, ticket: Ticket) -> None:
    caller, made = ApiCaller(world.ana), promise(ticket, world.ana)
    handed = caller.post(f"/promises/{made.pk}/handing-over", {"agent_id": world.ben.pk}).json()
    assert handed["agent_id"] == world.ben.pk
    light = {"agent_id": world.light.pk}
    assert caller.post(f"/promises/{made.pk}/handing-over", light).status_code == 422
    assert caller.post(f"/promises/{made.pk}/withdrawal", {"reason": "They came by"}).status_code == 204
    assert caller.get(f"/promises/{made.pk}").json()["state"] == "withdrawn"


def test_webhooks_can_ask_for_all_that_happens_to_promises() -> None:
    wanted = {
        f"promise.{word}" for word in ("made", "kept", "moved", "broken", "near", "withdrawn", "given_up")
    }
    assert wanted <= {*known_types()}
