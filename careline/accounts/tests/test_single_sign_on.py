"""Single sign-on against an issuer on this machine: whom it lets in."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from careline.accounts.models import Agent

CLAIMS = {"sub": "77", "email": "Ana@desk.example", "email_verified": True}


class Issuer(BaseHTTPRequestHandler):
    """Discovery, token and userinfo; the token is given for the code `good` alone."""

    def _say(self, what: dict, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def do_GET(self) -> None:
        here = self.server.address
        if self.path.endswith("openid-configuration"):
            ends = {"authorization": "authorize", "token": "token", "userinfo": "me"}
            self._say(
                {"issuer": here, "jwks_uri": f"{here}/keys"}
                | {f"{name}_endpoint": f"{here}/{path}" for name, path in ends.items()}
            )
        else:
            self._say(self.server.claims)

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if given["code"] != ["good"] or "code_verifier" not in given:
            return self._say({"error": "invalid_grant"}, 400)
        now = int(time.time())
        token = {
            **self.server.claims,
            "iss": self.server.address,
            "aud": "careline",
            "iat": now,
            "exp": now + 60,
        }
        signed = jwt.encode(token, "x" * 32, algorithm="HS256")
        return self._say({"access_token": "t", "token_type": "Bearer", "id_token": signed})

    def log_message(self, *_given: object) -> None:
        pass


@pytest.fixture
def issuer(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
    server.address, server.claims = f"http://127.0.0.1:{server.server_port}", dict(CLAIMS)
    app = {
        "provider_id": "staff", "name": "Company", "client_id": "careline", "secret": "s",
        "settings": {"server_url": server.address},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def come_back(client, code: str = "good", state: str = ""):
    leaving = client.get("/login/with/staff/")
    given = parse_qs(urlsplit(leaving.headers["Location"]).query)
    return client.get("/login/with/staff/callback/", {"code": code, "state": state or given["state"][0]})


def test_the_log_in_page_offers_it(client, world, issuer):
    assert "Log in with Company" in client.get("/login/").text


def test_a_verified_address_of_an_agent_opens_the_door_and_keeps_the_password(client, world, issuer):
    world.ana.set_password("four random words")
    world.ana.save(update_fields=["password"])

    assert come_back(client).headers["Location"] == "/"

    assert client.session["_auth_user_id"] == str(world.ana.pk)
    world.ana.refresh_from_db()
    assert world.ana.check_password("four random words")
    assert world.ana.email == "ana@desk.example"


def test_who_is_known_is_known_by_the_issuers_number(client, world, issuer):
    come_back(client)
    client.post("/logout/")
    issuer.claims |= {"email": "ana.married@desk.example"}

    come_back(client)

    assert client.session["_auth_user_id"] == str(world.ana.pk)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "nobody@desk.example"},
        {"email": "gus@desk.example"},
        {"email": ""},
        {"email": None},
    ],
)
def test_everybody_else_stays_outside_and_no_account_is_made(client, world, issuer, claims):
    people = Agent.objects.count()
    issuer.claims |= claims

    answer = come_back(client)

    assert "No account here" in answer.text
    assert "_auth_user_id" not in client.session
    assert Agent.objects.count() == people


def test_a_person_who_left_stays_outside_though_known(client, world, issuer):
    come_back(client)
    client.post("/logout/")
    Agent.objects.filter(pk=world.ana.pk).update(is_active=False)

    come_back(client)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("given", [{"code": "bad"}, {"state": "forged"}])
def test_a_wrong_code_or_a_forged_state_is_refused(client, world, issuer, given):
    answer = come_back(client, **given)

    assert "Log in did not work" in answer.text
    assert "_auth_user_id" not in client.session


def test_without_an_issuer_there_is_no_such_way(client, world):
    assert client.get("/login/with/staff/").status_code == 404
    assert "Log in with" not in client.get("/login/").text
