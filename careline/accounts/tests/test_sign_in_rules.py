"""The rules of log in: second factors by role, how long a session lives, passwords, single sign-on; and sessions' ends."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.test import Client

from careline.accounts.actions.change_role import change_role
from careline.accounts.actions.end_session import end_session
from careline.accounts.actions.reset_second_factor import reset_second_factor
from careline.accounts.actions.save_rules import Rules, save_rules
from careline.accounts.actions.set_password import check_password
from careline.accounts.contracts import Forbidden, NotPossible, Role
from careline.accounts.models import Agent
from careline.core.models import Event
from careline.testing.world import PASSWORD

PAGE = "/settings/profile/"


@pytest.fixture
def known(world):
    for agent in (world.ana, world.owner):
        agent.set_password(PASSWORD)
        agent.save(update_fields=["password"])
    return world


def log_in(client, agent):
    return client.post("/login/", {"login": agent.email, "password": PASSWORD})


def move(client, seconds):
    """Let a session be older by so many seconds."""
    session = client.session
    session["door"] = {
        **session["door"],
        "began": session["door"]["began"] - seconds,
        "seen": session["door"]["seen"] - seconds,
    }
    session.save()


def test_who_lacks_the_second_factor_of_their_role_is_led_to_set_it_up(client, world):
    client.force_login(world.ana)
    save_rules(Rules(second_factor_roles=("agent",)), by=world.owner)

    answer = client.get(PAGE)
    assert answer.headers["Location"] == "/settings/security/"
    assert "Your role needs a second factor" in client.get("/settings/security/").text
    assert client.get(PAGE, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/settings/security/"
    assert client.post("/logout/").status_code == 302
    client.force_login(world.lead)
    assert client.get(PAGE).status_code == 200, "other roles are not asked"


def test_with_a_factor_everything_is_open_and_without_it_closed_again(client, world):
    save_rules(Rules(second_factor_roles=("agent",)), by=world.owner)
    client.force_login(world.ana)
    TOTP.activate(world.ana, generate_totp_secret())
    from allauth.mfa import signals

    signals.authenticator_added.send(
        Authenticator, request=None, user=world.ana, authenticator=Authenticator.objects.get()
    )
    assert client.get(PAGE).status_code == 200

    reset_second_factor(world.ana, by=world.owner)
    assert Agent.objects.get(pk=world.ana.pk).needs_factor


def test_a_new_role_brings_its_rule(world):
    save_rules(Rules(second_factor_roles=("manager",)), by=world.owner)
    change_role(world.ana, role=Role.MANAGER, by=world.owner)
    assert Agent.objects.get(pk=world.ana.pk).needs_factor
    save_rules(Rules(), by=world.owner)
    assert not Agent.objects.filter(needs_factor=True).exists()


def test_a_session_ends_after_its_hours(client, known):
    save_rules(Rules(session_hours=8), by=known.owner)
    log_in(client, known.ana)
    move(client, 8 * 3600 - 60)
    assert client.get(PAGE).status_code == 200
    move(client, 120)
    assert client.get(PAGE).headers["Location"] == "/login/?next=/settings/profile/"
    assert client.get(PAGE).status_code == 302, "for good"


def test_a_session_ends_when_nobody_does_anything(client, known):
    save_rules(Rules(idle_minutes=30), by=known.owner)
    log_in(client, known.ana)
    for _n in range(3):
        move(client, 20 * 60)
        assert client.get(PAGE).status_code == 200
    move(client, 20 * 60)
    assert client.get(PAGE, headers={"X-By-Itself": "1"}).status_code == 200
    move(client, 20 * 60)
    assert client.get(PAGE, headers={"X-By-Itself": "1"}).status_code == 302, "the page itself is nobody"


def test_changed_limits_bind_sessions_that_exist(client, known):
    log_in(client, known.ana)
    move(client, 9 * 3600)
    assert client.get(PAGE).status_code == 200
    save_rules(Rules(session_hours=8), by=known.owner)
    assert client.get(PAGE).status_code == 302


def test_without_rules_a_page_writes_no_session(client, known, django_assert_max_num_queries):
    log_in(client, known.ana)
    client.get(PAGE)
    before = client.session["door"]["seen"]
    client.get(PAGE)
    assert client.session["door"]["seen"] == before


def test_passwords_are_as_long_as_the_rule_says(world):
    check_password("wheel mast", world.ana)
    save_rules(Rules(password_length=16), by=world.owner)
    with pytest.raises(ValidationError, match="16"):
        check_password("wheel mast oxe", world.ana)


@pytest.mark.parametrize(
    "rules", [Rules(password_length=9), Rules(password_length=500), Rules(only_single_sign_on=True)]
)
def test_rules_that_can_not_be_are_refused(world, rules):
    with pytest.raises(NotPossible):
        save_rules(rules, by=world.owner)


def test_single_sign_on_alone_turns_passwords_back_but_for_admins(client, known, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    save_rules(Rules(only_single_sign_on=True), by=known.owner)

    log_in(client, known.ana)
    assert client.get(PAGE).status_code == 302
    assert "single sign-on" in client.get("/login/").text
    log_in(client, known.owner)
    assert client.get(PAGE).status_code == 200


def test_sessions_are_listed_and_ended(client, known):
    other = Client()
    log_in(other, known.ana)
    log_in(client, known.owner)
    page = client.get("/settings/sign-in/").text
    assert "Ana Agent" in page
    session = UserSession.objects.get(user=known.ana)

    client.post(f"/settings/security/sessions/{session.pk}/end/")

    assert other.get(PAGE).status_code == 302
    assert Event.objects.filter(name="agent.sessions_ended").count() == 1


def test_all_sessions_of_a_person_end_at_once(client, known):
    other = Client()
    log_in(other, known.ana)
    client.force_login(known.owner)
    client.post(f"/settings/users/{known.ana.pk}/sessions/")
    assert other.get(PAGE).status_code == 302


def test_nobody_ends_the_session_of_others_without_the_right(client, known):
    log_in(Client(), known.owner)
    session = UserSession.objects.get()
    client.force_login(known.manager)
    assert client.post(f"/settings/security/sessions/{session.pk}/end/").status_code == 404
    assert client.post(f"/settings/users/{known.owner.pk}/sessions/").status_code == 403
    with pytest.raises(Forbidden):
        end_session(session, by=known.manager)
    assert UserSession.objects.exists()


def test_the_page_saves_the_rules_and_shows_failures(client, known):
    client.post("/login/", {"login": known.ana.email, "password": "wrong"})
    client.force_login(known.owner)
    said = {
        "second_factor_roles": ["admin", "manager"],
        "session_hours": 12,
        "idle_minutes": 0,
        "password_length": 12,
    }
    assert client.post("/settings/sign-in/", said).status_code == 302
    assert Event.objects.get(name="company.sign_in_rules_changed").data["changed"] == [
        "second_factor_roles", "session_hours", "password_length",
    ]  # fmt: skip
    assert client.get("/settings/sign-in/").headers["Location"] == "/settings/security/", (
        "admins are asked now, too"
    )
    known.owner.needs_factor = False
    known.owner.save(update_fields=["needs_factor"])
    page = client.get("/settings/sign-in/").text
    assert "Ana Agent" in page
    assert 'value="12"' in page


@pytest.mark.parametrize("who", ["manager", "lead", "ana", "auditor"])
def test_others_change_no_rule(client, world, who):
    client.force_login(getattr(world, who))
    assert client.post("/settings/sign-in/", {"session_hours": 1}).status_code == 403
    with pytest.raises(Forbidden):
        save_rules(Rules(session_hours=1), by=getattr(world, who))


def test_the_page_costs_the_same_however_many_sessions_there_are(
    client, known, django_assert_max_num_queries
):
    for _n in range(5):
        log_in(Client(), known.ana)
    client.force_login(known.owner)
    client.get("/settings/sign-in/")
    with django_assert_max_num_queries(10):
        client.get("/settings/sign-in/")
