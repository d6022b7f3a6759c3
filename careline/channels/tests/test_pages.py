"""The pages of inboxes, arrivals and blocked senders: for every role, and what they do."""

import pytest

from careline.channels import intake
from careline.channels.email.account import account_of
from careline.channels.email.sending import smtp_account
from careline.channels.models import Arrival, Inbox
from careline.channels.protocol import NewArrival
from careline.core.models import Event
from careline.customers.models import BlockedSender
from careline.testing.inboxes import make_inbox, make_mail
from careline.tickets.models import Ticket

STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")
ADMIN = {"owner"}
RELEASERS = {"owner", "manager", "lead", "ana", "stranger"}
PAGES = {
    "/settings/inboxes/": ADMIN,
    "/settings/inboxes/new/": ADMIN,
    "/settings/inboxes/failing/": ADMIN,
    "/settings/inboxes/{inbox}/": ADMIN,
    "/settings/arrivals/counts/": ADMIN,
    "/settings/arrivals/": RELEASERS,
    "/settings/arrivals/done/": RELEASERS,
    "/settings/arrivals/{arrival}/": RELEASERS,
    "/settings/arrivals/{arrival}/source/": RELEASERS,
    "/settings/arrivals/{private}/": {"owner", "manager"},
    "/settings/arrivals/{private}/source/": {"owner", "manager"},
    "/settings/blocked/": RELEASERS,
}


@pytest.fixture
def inbox(world):
    return make_inbox(world.support, incoming_kind="imap", incoming={"host": "127.0.0.1", "port": 1, "security": "none"},
                      incoming_secret="hush-hush", outgoing_secret="psst", dkim_key="-----KEY")  # fmt: skip


def arrival_at(inbox, raw=b"", state="failed", **fields):
    ids = intake.accept(
        [NewArrival(inbox.pk, f"t:{Arrival.objects.count()}", raw or make_mail(subject="Broken"))]
    )
    Arrival.objects.filter(pk=ids[0]).update(state=state, reason="It broke", **fields)
    return Arrival.objects.get(pk=ids[0])


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_shown_to_the_roles_that_may_see_it_and_to_no_other(client, world, inbox, path):
    private = arrival_at(make_inbox(world.complaints, "complaints@desk.example"))
    filled = path.format(inbox=inbox.pk, arrival=arrival_at(inbox).pk, private=private.pk)
    seen = set()
    for who in STAFF:
        client.force_login(getattr(world, who))
        answer = client.get(filled)
        assert answer.status_code in (200, 403, 404)
        if answer.status_code == 200:
            seen.add(who)
    assert seen == PAGES[path]


@pytest.mark.parametrize("who", ["light", "auditor", "ana"])
def test_who_may_not_see_an_arrival_can_not_act_on_it(client, world, who):
    private = arrival_at(make_inbox(world.complaints, "complaints@desk.example"))
    client.force_login(getattr(world, who))
    for act in ("retry", "release", "discard"):
        assert client.post(f"/settings/arrivals/{private.pk}/{act}/").status_code in (403, 404)
    client.post("/settings/arrivals/retry/")
    private.refresh_from_db()
    assert private.state == "failed"


def test_nothing_changes_by_looking(client, world, inbox):
    arrival = arrival_at(inbox)
    client.force_login(world.owner)
    for act in ("retry", "release", "discard"):
        assert client.get(f"/settings/arrivals/{arrival.pk}/{act}/").status_code == 405
    assert client.get(f"/settings/inboxes/{inbox.pk}/test/").status_code == 405


def test_a_failed_arrival_is_run_again_from_its_page(client, world, inbox):
    arrival = arrival_at(inbox)
    client.force_login(world.ana)
    client.post(f"/settings/arrivals/{arrival.pk}/retry/")
    intake.drain_once()
    arrival.refresh_from_db()
    assert (arrival.state, Ticket.objects.count()) == ("done", 1)


def test_a_held_back_arrival_is_released_in_one_click(client, world, inbox):
    BlockedSender.objects.create(pattern="carla@customer.example")
    arrival = arrival_at(inbox, state="suspended")
    client.force_login(world.ana)
    client.post(f"/settings/arrivals/{arrival.pk}/release/")
    intake.drain_once()
    arrival.refresh_from_db()
    assert (arrival.state, arrival.released_by_id) == ("done", world.ana.pk)
    assert Event.objects.filter(name="arrival.released", actor_id=world.ana.pk).exists()


def test_a_discarded_arrival_keeps_its_bytes(client, world, inbox):
    arrival = arrival_at(inbox, state="suspended")
    client.force_login(world.ana)
    client.post(f"/settings/arrivals/{arrival.pk}/discard/")
    arrival.refresh_from_db()
    assert arrival.state == "ignored"
    assert "Ana" in arrival.reason
    assert bytes(arrival.raw)


def test_the_source_is_shown_as_text_and_handed_out_as_a_file(client, world, inbox):
    arrival = arrival_at(inbox, make_mail("<script>alert(1)</script>"))
    client.force_login(world.ana)
    page = client.get(f"/settings/arrivals/{arrival.pk}/")
    assert b"<script>alert" not in page.content
    assert b"&lt;script&gt;alert" in page.content
    file = client.get(f"/settings/arrivals/{arrival.pk}/source/")
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content == bytes(arrival.raw)


def test_a_long_list_goes_on_with_older_ones(client, world, inbox):
    for _ in range(52):
        arrival_at(inbox)
    client.force_login(world.ana)
    first = client.get("/settings/arrivals/failed/")
    assert first.content.count(b"<article") == 50
    second = client.get("/settings/arrivals/failed/" + first.context["more"])
    assert second.content.count(b"<article") == 2


def test_the_list_costs_the_same_however_long_it_is(client, world, inbox, django_assert_max_num_queries):
    for _ in range(20):
        arrival_at(inbox)
    client.force_login(world.ana)
    client.get("/settings/arrivals/")
    with django_assert_max_num_queries(16):
        client.get("/settings/arrivals/")


FORM = {
    "name": "Workshop", "address": "Workshop@desk.example", "aliases": "werkstatt@desk.example\nfix@desk.example",
    "is_active": "on", "incoming_kind": "imap", "incoming_host": "imap.hafenmail.example", "incoming_security": "tls",
    "incoming_folders": "INBOX", "incoming_after": "leave", "incoming_begins": "all", "outgoing_security": "starttls",
    "hourly_limit": "500", "follow_up": "reopen_within", "reopen_days": "14", "storm_limit": "30", "undo_seconds": "10",
}  # fmt: skip


def test_an_inbox_is_connected(client, world):
    client.force_login(world.owner)
    answer = client.post(
        "/settings/inboxes/new/", {**FORM, "team": world.support.pk, "incoming_secret": "hush"}
    )
    assert answer.status_code == 302
    made = Inbox.objects.get()
    assert (made.address, made.incoming_secret) == ("workshop@desk.example", "hush")
    assert made.aliases == ["werkstatt@desk.example", "fix@desk.example"]
    assert made.incoming["host"] == "imap.hafenmail.example"


def test_a_mailbox_of_microsoft_is_connected_by_token(client, world):
    client.force_login(world.owner)
    named = {f"{way}_oauth_{name}": value for way in ("incoming", "outgoing")
             for name, value in (("provider", "microsoft"), ("client_id", "app"), ("tenant", "7a1c"))}  # fmt: skip
    given = {
        **FORM,
        "team": world.support.pk,
        "incoming_secret": "rt",
        "outgoing_host": "smtp.office365.com",
        **named,
    }
    assert client.post("/settings/inboxes/new/", given).status_code == 302
    made = Inbox.objects.get()
    for settings in (made.incoming, made.outgoing):
        assert (settings["auth"], settings["oauth_tenant"]) == ("xoauth2", "7a1c")
    assert dict(account_of(made).oauth)["oauth_tenant"] == "7a1c"
    assert account_of(made).user == smtp_account(made).user == made.address
    page = client.get(f"/settings/inboxes/{made.pk}/").content.decode()
    assert page.count('value="7a1c"') == 2


def test_an_empty_password_keeps_the_stored_one_and_none_is_shown(client, world, inbox):
    client.force_login(world.owner)
    page = client.get(f"/settings/inboxes/{inbox.pk}/").content
    assert not any(secret in page for secret in (b"hush-hush", b"psst", b"-----KEY"))
    client.post(f"/settings/inboxes/{inbox.pk}/", {**FORM, "team": world.support.pk})
    inbox.refresh_from_db()
    assert (inbox.name, inbox.incoming_secret) == ("Workshop", "hush-hush")


def test_a_key_that_can_not_sign_is_told_before_it_holds_up_answers(client, world, inbox):
    client.force_login(world.owner)
    given = {**FORM, "team": world.support.pk, "dkim_key": "secret stuff"}
    answer = client.post(f"/settings/inboxes/{inbox.pk}/", given)
    assert answer.status_code == 422 and "can’t sign mail" in answer.content.decode()
    inbox.refresh_from_db()
    assert inbox.dkim_key == "-----KEY"


def test_two_inboxes_can_not_have_one_address(client, world, inbox):
    client.force_login(world.owner)
    answer = client.post(
        "/settings/inboxes/new/", {**FORM, "team": world.support.pk, "aliases": inbox.address}
    )
    assert answer.status_code == 422
    assert Inbox.objects.count() == 1


def test_trying_a_mailbox_says_what_is_wrong(client, world, inbox):
    client.force_login(world.owner)
    page = client.post(f"/settings/inboxes/{inbox.pk}/test/").content.decode()
    assert "127.0.0.1:1 refuses the connection" in page
    assert "hush-hush" not in page


def test_a_failing_mailbox_is_shown_on_every_page_to_admins_only(client, world, inbox):
    Inbox.objects.update(health="failing", health_error="The server refuses this password.")
    for who, told in (("owner", True), ("ana", False)):
        client.force_login(getattr(world, who))
        assert (b"mailbox does not work" in client.get("/settings/profile/").content) is told


def test_a_sender_is_blocked_and_unblocked(client, world):
    client.force_login(world.ana)
    client.post("/settings/blocked/", {"pattern": "@Spam.example", "reason": "spam"})
    row = BlockedSender.objects.get()
    assert (row.pattern, row.blocked_by) == ("@spam.example", world.ana)
    client.post(f"/settings/blocked/{row.pk}/removal/")
    assert not BlockedSender.objects.exists()


def test_counts_agree_after_everything_was_filed_and_tell_of_a_difference(client, world, inbox):
    intake.accept([NewArrival(inbox.pk, f"smtp:{n}", make_mail(f"mail {n}")) for n in range(3)])
    intake.drain_once()
    client.force_login(world.owner)
    row = client.get("/settings/arrivals/counts/").context["rows"][0]
    assert (row.offered, row.journalled, row.messages, row.agrees) == (3, 3, 3, True)
    Arrival.objects.filter(origin="smtp:1").delete()
    row = client.get("/settings/arrivals/counts/").context["rows"][0]
    assert not row.agrees
