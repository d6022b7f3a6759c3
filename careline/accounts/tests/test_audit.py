"""The audit log's page: searched, taken away, verified; and what happens at the door is written there."""

import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.actions.change_role import change_role
from careline.accounts.contracts import Role
from careline.accounts.events import ProfileChanged
from careline.core import audit
from careline.core.events import Actor, emit
from careline.core.models import Event
from careline.testing.world import PASSWORD


@pytest.fixture
def known(world):
    world.ana.set_password(PASSWORD)
    world.ana.save(update_fields=["password"])
    return world.ana


def names():
    return [*Event.objects.order_by("pk").values_list("name", flat=True)]


def test_log_in_and_out_are_events_with_address_and_browser(client, known):
    agent = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    client.post("/login/", {"login": known.email, "password": PASSWORD}, headers=agent)
    client.post("/logout/", headers=agent)

    assert names() == ["agent.logged_in", "agent.logged_out"]
    came = Event.objects.first()
    assert came.data == {"agent_id": known.pk, "address": "127.0.0.1", "browser": "Firefox, Linux"}
    assert (came.actor_kind, came.actor_id) == ("agent", known.pk)


@pytest.mark.parametrize(("email", "is_known"), [("ana@desk.example", True), ("eve@evil.example", False)])
def test_a_failure_is_an_event_that_keeps_nothing_of_what_was_typed(client, known, email, is_known):
    client.post("/login/", {"login": email, "password": "wrong secret words"})

    failed = Event.objects.get(name="agent.log_in_failed")
    assert failed.data["agent_id"] == (known.pk if is_known else 0)
    assert "evil" not in json.dumps(failed.data)
    assert "wrong" not in json.dumps(failed.data)


def test_a_wrong_code_is_an_event(client, known):
    TOTP.activate(known, generate_totp_secret())
    client.post("/login/", {"login": known.email, "password": PASSWORD})
    client.post("/login/second-factor/", {"code": "000000"})

    assert Event.objects.get(name="agent.log_in_failed").data["what"] == "code"


def test_a_new_password_is_an_event(client, known):
    client.post("/login/", {"login": known.email, "password": PASSWORD})
    said = {
        "oldpassword": PASSWORD,
        "password1": "four other random words",
        "password2": "four other random words",
    }
    client.post("/settings/security/password/", said)

    assert "agent.password_changed" in names()


@pytest.mark.parametrize(("kind", "said"), [("system", "Careline mismo"), ("customer", "Cliente")])
def test_who_did_it_is_said_in_the_readers_language(client, world, kind, said):
    world.owner.language = "es"
    world.owner.save()
    with transaction.atomic():
        emit(ProfileChanged(agent_id=world.ben.pk, changed=["name"]), by=Actor(kind, 7))
    client.force_login(world.owner)

    assert f'data-label="Quién">{said}</td>' in client.get("/settings/audit/").text


@pytest.fixture
def busy(world):
    change_role(world.ana, role=Role.TEAM_LEAD, by=world.owner)
    with transaction.atomic():
        for _n in range(60):
            emit(ProfileChanged(agent_id=world.ben.pk, changed=["name"]), by=world.ben.actor)
    return world


def test_the_page_finds_by_who_what_and_about_what(client, busy):
    client.force_login(busy.auditor)
    for asked in (f"actor=agent:{busy.owner.pk}", "name=agent.role_changed", f"subject=agent:{busy.ana.pk}"):
        page = client.get(f"/settings/audit/?{asked}").text
        assert page.count("<tr id=") == 1
        assert "Olga Owner" in page
        assert "new: team_lead" in page
    assert "Nothing fits" in client.get("/settings/audit/?until=2001-01-01").text


def test_the_next_stretch_begins_where_the_first_ended(client, busy):
    client.force_login(busy.auditor)
    page = client.get("/settings/audit/?name=agent.").text
    assert page.count("<tr id=") == 50
    link = page.partition('href="?')[2].partition('"')[0].replace("&amp;", "&")
    rest = client.get(f"/settings/audit/?{link}").text
    assert rest.count("<tr id=") == 11
    assert "Earlier ones" not in rest


@pytest.mark.parametrize(
    "asked", ["since=yesterday", "actor=agent:999999", "name='; drop table", "before=x&since="]
)
def test_nonsense_is_refused_and_breaks_nothing(client, busy, asked):
    client.force_login(busy.auditor)
    assert client.get(f"/settings/audit/?{asked}").status_code in (200, 422)


def test_the_page_costs_the_same_however_much_it_shows(client, busy, django_assert_max_num_queries):
    client.force_login(busy.auditor)
    client.get("/settings/audit/")
    with django_assert_max_num_queries(6):
        client.get("/settings/audit/")


def test_an_export_holds_everything_and_is_an_event_itself(client, busy):
    client.force_login(busy.auditor)
    answer = client.post("/settings/audit/export/", {"name": "agent.", "format": "jsonl"})
    rows = [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]

    assert len(rows) == 61
    assert rows[-1]["what"] == "agent.role_changed"
    assert Event.objects.get(name="audit.exported").data == {
        "question": {"name": "agent."},
        "format": "jsonl",
    }


def test_a_cell_is_never_a_formula(client, busy):
    with transaction.atomic():
        emit(ProfileChanged(agent_id=busy.ben.pk, changed=["=1+1"]), by=busy.ben.actor)
    busy.ben.name = "=cmd()"
    busy.ben.save(update_fields=["name"])
    client.force_login(busy.owner)
    text = b"".join(client.post("/settings/audit/export/", {"format": "csv"}).streaming_content).decode()

    assert "'=cmd()" in text
    assert ",=cmd()" not in text


@pytest.mark.parametrize("who", ["lead", "ana", "light", "stranger"])
def test_who_may_not_read_the_log_takes_nothing_away(client, busy, who):
    client.force_login(getattr(busy, who))
    assert client.post("/settings/audit/export/", {"format": "csv"}).status_code == 403
    assert client.post("/settings/audit/verification/").status_code == 403
    assert client.get("/settings/audit/export/").status_code == 405


def test_the_page_says_what_the_last_verification_found(client, busy):
    client.force_login(busy.owner)
    assert "not verified yet" in client.get("/settings/audit/").text
    audit.verify()
    assert "as they were written" in client.get("/settings/audit/").text
    Event.objects.filter(name="agent.role_changed").update(actor_id=busy.ben.pk)
    audit.verify()
    page = client.get("/settings/audit/").text
    assert "tampered" in page
    assert "edited" in page


def test_the_button_asks_the_worker(client, busy):
    client.force_login(busy.owner)
    client.post("/settings/audit/verification/")
    assert ProcrastinateJob.objects.filter(task_name="careline.verify_audit").count() == 1
    assert client.post("/settings/audit/verification/").status_code == 302
