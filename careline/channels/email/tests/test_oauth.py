"""A refresh token becomes an access token once, not at every mail, and a refusal is told without secrets."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from careline.channels.email import oauth
from careline.channels.email.oauth import NoAccess, access_token, oauth_account


class Provider:
    def __init__(self):
        self.asked, self.answer, self.status = [], {"access_token": "at-1", "expires_in": 3600}, 200
        provider = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked.append({name: values[0] for name, values in parse_qs(body).items()})
                self.send_response(provider.status)
                self.end_headers()
                self.wfile.write(json.dumps(provider.answer).encode())

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answering)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/token"


@pytest.fixture
def provider(settings):
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    oauth._kept.clear()
    running = Provider()
    yield running
    running.server.shutdown()
    running.server.server_close()


def account(provider, refresh_token="rt-1"):
    secret = json.dumps({"refresh_token": refresh_token, "client_secret": "cs"})
    return oauth_account({"oauth_token_url": provider.url, "oauth_client_id": "careline"}, secret)


def test_the_provider_is_asked_once_while_the_token_lasts(provider):
    assert [access_token(account(provider)) for _ in range(3)] == ["at-1"] * 3
    assert provider.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "careline",
            "client_secret": "cs",
            "refresh_token": "rt-1",
        }
    ]


def test_a_token_that_is_about_to_expire_is_not_used_again(provider):
    provider.answer["expires_in"] = 60
    access_token(account(provider))
    access_token(account(provider))
    assert len(provider.asked) == 2


def test_a_replaced_refresh_token_is_handed_over_to_be_kept(provider):
    provider.answer["refresh_token"] = "rt-2"
    kept = []
    access_token(account(provider), keep=kept.append)
    assert json.loads(kept[0]) == {"refresh_token": "rt-2", "client_secret": "cs"}


def test_a_refusal_is_told_without_secrets(provider):
    provider.status, provider.answer = 400, {"error": "invalid_grant", "error_description": "expired"}
    with pytest.raises(NoAccess, match="400 expired") as refused:
        access_token(account(provider))
    assert "rt-1" not in str(refused.value) and "cs" not in str(refused.value).replace("https", "")


def test_an_unconnected_mailbox_is_named():
    with pytest.raises(NoAccess):
        oauth_account({"oauth_provider": "google"}, "")
    assert oauth_account({"oauth_provider": "google"}, "rt").token_url.startswith("https://oauth2.googleapis")
