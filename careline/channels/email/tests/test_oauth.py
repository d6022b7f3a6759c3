"""A refresh token becomes an access token once, not at every mail, and a refusal is told without secrets."""

import json

import pytest

from careline.channels.email import oauth
from careline.channels.email.oauth import NoAccess, access_token, oauth_account, tokens_to_try
from careline.testing.oauth_provider import oauth_provider


@pytest.fixture
def provider(settings):
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    oauth._kept.clear()
    with oauth_provider() as running:
        yield running


def account(provider, refresh_token=""):
    secret = json.dumps({"refresh_token": refresh_token or provider.enrol("help"), "client_secret": "cs"})
    return oauth_account(provider.settings, secret)


def test_the_provider_is_asked_once_while_the_token_lasts(provider):
    mailbox = account(provider)
    assert len({access_token(mailbox) for _ in range(3)}) == 1
    assert provider.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "careline",
            "client_secret": "cs",
            "refresh_token": mailbox.refresh_token,
        }
    ]


def test_a_token_that_is_about_to_expire_is_not_used_again(provider):
    provider.lasts_seconds = 60
    mailbox = account(provider)
    assert access_token(mailbox) != access_token(mailbox)


def test_a_kept_token_is_tried_first_and_one_fresh_one_after_it(provider):
    mailbox = account(provider)
    first = list(tokens_to_try(mailbox, keep=print))
    assert len(first) == len(provider.asked) == 1  # a fresh one that was refused is not asked for again
    old = access_token(mailbox)
    again = list(tokens_to_try(mailbox, keep=print))
    assert again[0] == old and len(set(again)) == 2 and len(provider.asked) == 3


def test_a_replaced_refresh_token_is_handed_over_and_brings_the_same_access_token(provider):
    provider.rotates = True
    kept = []
    token = access_token(account(provider), keep=kept.append)
    secret = json.loads(kept[0])
    assert secret["client_secret"] == "cs" and secret["refresh_token"] in provider.refresh_tokens
    assert access_token(oauth_account(provider.settings, kept[0]), keep=kept.append) == token
    assert len(provider.asked) == len(kept) == 1


@pytest.mark.parametrize(("error", "hint"), [
    ("invalid_grant", "new refresh token"), ("invalid_client", "client ID"), ("temporarily_unavailable", ""),
])  # fmt: skip
def test_a_refusal_is_told_with_what_to_do_and_without_secrets(provider, error, hint):
    provider.status, provider.answer = 400, {"error": error, "error_description": "expired"}
    mailbox = account(provider)
    with pytest.raises(NoAccess, match="400 expired") as refused:
        access_token(mailbox)
    assert hint in refused.value.hint and bool(hint) == bool(refused.value.hint)
    assert mailbox.refresh_token not in str(refused.value)


def test_an_unconnected_mailbox_is_named():
    with pytest.raises(NoAccess, match="not connected"):
        oauth_account({"oauth_provider": "google"}, "")
    assert oauth_account({"oauth_provider": "google"}, "rt").token_url.startswith("https://oauth2.googleapis")


@pytest.mark.parametrize(("tenant", "path"), [
    ("", "/common/oauth2/v2.0/token"), ("7a1c", "/7a1c/oauth2/v2.0/token"), ("../x?", "/..%2Fx%3F/oauth2/v2.0/token"),
])  # fmt: skip
def test_a_microsoft_application_is_asked_for_in_its_own_directory(tenant, path):
    given = {"oauth_provider": "microsoft", "oauth_tenant": tenant}
    assert oauth_account(given, "rt").token_url == f"https://login.microsoftonline.com{path}"
