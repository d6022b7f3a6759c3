"""The second factor: asked for, sealed at rest, each code once, guesses limited."""

import os
import re
import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from careline.accounts.actions.deactivate import deactivate
from careline.testing.killing import database_url
from careline.testing.world import PASSWORD, World, make_world


def code_of(secret: str, shift: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def log_in(client: Client):
    return client.post("/login/", {"login": "ana@desk.example", "password": PASSWORD})


@pytest.fixture
def secret(world, client) -> str:
    return set_up(world, client)


def set_up(world: World, client: Client) -> str:
    """Ana's authenticator app, set up through the pages; `client` is logged out afterwards."""
    world.ana.set_password(PASSWORD)
    world.ana.save(update_fields=["password"])
    log_in(client)
    client.post("/login/confirm/", {"password": PASSWORD, "next": "/settings/security/app/"})
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", client.get("/settings/security/app/").text)[1]
    done = client.post("/settings/security/app/", {"code": code_of(secret)})
    assert done.headers["Location"] == "/settings/security/codes/"
    client.post("/logout/")
    return secret


def test_the_password_alone_is_not_enough(client, secret):
    assert log_in(client).headers["Location"] == "/login/second-factor/"
    assert client.get("/settings/profile/").status_code == 302

    client.post("/login/second-factor/", {"code": code_of(secret, 1)})
    assert client.get("/settings/profile/").status_code == 200


def test_a_code_works_once(client, secret):
    code = code_of(secret, 1)
    log_in(client)
    client.post("/login/second-factor/", {"code": code})
    other = Client()
    log_in(other)

    other.post("/login/second-factor/", {"code": code})

    assert other.get("/settings/profile/").status_code == 302


def test_the_secret_is_sealed_in_the_database(secret):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored


def test_guessing_codes_stops(client, secret):
    log_in(client)
    for guess in range(10):
        client.post("/login/second-factor/", {"code": f"{guess:06}"})

    client.post("/login/second-factor/", {"code": code_of(secret, 1)})

    assert client.get("/settings/profile/").status_code == 302


ELSEWHERE = """
from django.test import Client
client = Client(SERVER_NAME="localhost")
client.post("/login/", {"login": "ana@desk.example", "password": PASSWORD})
for code in CODES:
    client.post("/login/second-factor/", {"code": code})
print("INSIDE", client.get("/settings/profile/").status_code == 200)
"""


def try_in_another_process(codes: list[str]) -> bool:
    """Log in as Ana in a process of its own with these codes; returns whether that opened the door."""
    given = f"CODES, PASSWORD = {codes!r}, {PASSWORD!r}\n"
    done = subprocess.run(
        [sys.executable, "-m", "careline", "django", "shell", "-c", given + ELSEWHERE],
        env={**os.environ, "DATABASE_URL": database_url()}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "INSIDE" in done.stdout, done.stderr
    return "INSIDE True" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_guesses_and_used_codes_count_in_every_process(transactional_db, client):
    secret = set_up(make_world(), client)
    now = code_of(secret, 1)
    assert try_in_another_process([now])
    log_in(client)
    client.post("/login/second-factor/", {"code": now})
    assert client.get("/settings/profile/").status_code == 302, "a code works once"

    assert not try_in_another_process([f"{guess:06}" for guess in range(10)])
    client.post("/login/second-factor/", {"code": code_of(secret, -1)})
    assert client.get("/settings/profile/").status_code == 302, "guessed too often elsewhere"


def test_between_the_steps_somebody_who_was_closed_out_stays_out(client, world, secret):
    log_in(client)
    deactivate(world.ana, by=world.owner)

    client.post("/login/second-factor/", {"code": code_of(secret, 1)})

    assert client.get("/settings/profile/").status_code == 302


def test_changing_it_asks_for_the_password_again(world):
    world.ana.set_password(PASSWORD)
    world.ana.save(update_fields=["password"])
    client = Client()
    log_in(client)

    for path in ("app/", "passkeys/add/", "codes/new/"):
        answer = client.get(f"/settings/security/{path}")
        assert answer.headers["Location"].startswith("/login/confirm/")


def test_a_new_password_needs_the_old_one(client, world):
    world.ana.set_password(PASSWORD)
    world.ana.save(update_fields=["password"])
    log_in(client)
    new = {"password1": "quite another password", "password2": "quite another password"}

    client.post("/settings/security/password/", {"oldpassword": "guessed", **new})
    world.ana.refresh_from_db()
    assert world.ana.check_password(PASSWORD)

    client.post("/settings/security/password/", {"oldpassword": PASSWORD, **new})
    world.ana.refresh_from_db()
    assert world.ana.check_password("quite another password")


def test_other_sessions_can_be_ended_and_this_one_stays(client, world):
    world.ana.set_password(PASSWORD)
    world.ana.save(update_fields=["password"])
    other = Client()
    log_in(client), log_in(other)
    assert "End all other sessions" in client.get("/settings/security/sessions/").text

    client.post("/settings/security/sessions/")

    assert other.get("/settings/profile/").status_code == 302
    assert client.get("/settings/profile/").status_code == 200


def test_the_page_says_how_many_recovery_codes_are_left(world: World, client: Client) -> None:
    TOTP.activate(world.ana, generate_totp_secret())
    RecoveryCodes.activate(world.ana)
    client.force_login(world.ana)
    page = client.get("/settings/security/").text
    assert '<span>Recovery codes</span><span class="badge">10</span>' in page
