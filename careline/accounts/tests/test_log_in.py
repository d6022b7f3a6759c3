"""Logging in: who gets in, who doesn't, and what nobody learns from it."""

import re

import pytest
from django.core import mail
from django.test import Client

from careline.accounts.actions.reset_link import reset_link
from careline.accounts.tasks import send_reset_mail
from careline.testing.world import PASSWORD, make_agent


@pytest.fixture
def ana(world):
    world.ana.set_password(PASSWORD)
    world.ana.save(update_fields=["password"])
    return world.ana


def log_in(client, email, password=PASSWORD, **more):
    return client.post("/login/", {"login": email, "password": password, **more})


def test_address_and_password_open_the_door(client, ana):
    response = log_in(client, "ANA@desk.example")

    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_it_returns_to_where_one_wanted_to_go_but_never_to_another_site(client, ana):
    assert client.get("/settings/security/").headers["Location"] == "/login/?next=/settings/security/"
    assert log_in(client, ana.email, next="/settings/security/").headers["Location"] == "/settings/security/"
    client.logout()
    assert log_in(client, ana.email, next="https://evil.example/").headers["Location"] == "/"


def test_wrong_password_unknown_address_and_closed_account_look_alike(client, world, ana):
    world.gone.set_password(PASSWORD)
    world.gone.save(update_fields=["password"])

    tries = [(ana.email, "wrong"), ("nobody@desk.example", PASSWORD), (world.gone.email, PASSWORD)]
    pages = [log_in(client, email, password).text.replace(email, "") for email, password in tries]

    errors = [re.findall(r'role="alert">.*?</div></div>', page, re.S) for page in pages]
    assert errors[0] and errors[0] == errors[1] == errors[2]


def test_an_unknown_address_costs_one_hash_like_a_known_one(client, ana, monkeypatch):
    hashed = []
    from django.contrib.auth.hashers import Argon2PasswordHasher

    real = Argon2PasswordHasher.encode
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, *given: hashed.append(1) or real(self, *given)
    )

    log_in(client, "nobody@desk.example")

    assert len(hashed) == 1


def test_a_person_who_left_is_out_at_once(client, ana):
    log_in(client, ana.email)
    assert client.get("/settings/security/").status_code == 200

    type(ana).objects.filter(pk=ana.pk).update(is_active=False)

    assert client.get("/settings/security/").status_code == 302


def test_guessing_stops_after_ten_tries_also_with_the_right_password(client, ana):
    for _try in range(10):
        log_in(client, ana.email, "wrong")

    assert "Too many" in log_in(client, ana.email).text
    assert "_auth_user_id" not in client.session


def test_staying_logged_in_is_a_choice(client, ana):
    log_in(client, ana.email)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    log_in(client, ana.email, remember="on")
    assert not client.session.get_expire_at_browser_close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/signup/", "/login/signup/", "/accounts/signup/", "/login/code/", "/email/"]
)
def test_nobody_can_sign_up_or_use_ways_that_we_do_not_offer(client, world, path):
    assert client.get(path).status_code == 404


def test_log_out_asks_for_a_post(client, world):
    client.force_login(world.ana)
    client.get("/logout/")
    assert client.get("/settings/security/").status_code == 200

    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/settings/security/").status_code == 302


def test_forgetting_looks_the_same_for_everyone_and_mails_only_active_agents(client, world):
    answers = {
        client.post("/login/forgot/", {"email": email}).headers["Location"]
        for email in ("ana@desk.example", "nobody@desk.example", "gus@desk.example")
    }
    assert answers == {"/login/forgot/sent/"}
    assert mail.outbox == []

    for email in ("nobody@desk.example", "gus@desk.example", "ANA@desk.example"):
        send_reset_mail(email=email)
    assert [m.to for m in mail.outbox] == [["ana@desk.example"]]
    assert "/login/reset/" in mail.outbox[0].body


def test_reset_mails_do_not_flood_a_person(world):
    for _try in range(5):
        send_reset_mail(email=world.ana.email)

    assert len(mail.outbox) == 3


def test_the_link_works_once_and_ends_the_sessions(client, ana):
    log_in(client, ana.email)
    ana.refresh_from_db()
    link = reset_link(ana)
    browser = Client()

    form = browser.get(link).headers["Location"]
    new = {"password1": "quite another password", "password2": "quite another password"}
    assert browser.post(form, new).headers["Location"] == "/login/reset/done/"
    assert client.get("/settings/security/").status_code == 302
    assert log_in(Client(), ana.email, "quite another password").headers["Location"] == "/"

    assert "does not work any more" in Client().get(link).text


@pytest.mark.parametrize("spoil", [lambda k: k + "A", lambda k: " " + k, lambda k: k[:-1], lambda k: "x-y"])
def test_a_spoiled_link_is_refused(world, spoil):
    start, key = reset_link(world.ana).rstrip("/").rsplit("/", 1)

    answer = Client().get(f"{start}/{spoil(key)}/")

    assert answer.status_code == 404 or "does not work any more" in answer.text


def test_a_late_link_is_refused(world, settings):
    link = reset_link(world.ana)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "does not work any more" in Client().get(link).text


def test_a_link_for_somebody_who_left_since_opens_nothing(world):
    link = reset_link(world.ana)
    type(world.ana).objects.filter(pk=world.ana.pk).update(is_active=False)
    browser = Client()

    answer = browser.get(link)
    if answer.status_code == 302:
        new = {"password1": "quite another password", "password2": "quite another password"}
        browser.post(answer.headers["Location"], new)

    assert "_auth_user_id" not in browser.session
    assert log_in(browser, world.ana.email, "quite another password").status_code == 200


def test_a_part_asked_for_by_script_sends_the_whole_page_to_log_in(client, world):
    answer = client.get("/settings/security/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login/")


def test_pages_speak_the_language_of_the_person(client, world):
    agent = make_agent("Dora Deutsch")
    type(agent).objects.filter(pk=agent.pk).update(language="de")
    client.force_login(agent)

    answer = client.get("/settings/security/", headers={"accept-language": "es"})

    assert '<html lang="de"' in answer.text
    assert answer.headers["Content-Language"] == "de"
