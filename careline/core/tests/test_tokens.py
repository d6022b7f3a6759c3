"""Tokens: single use, scoped, expiring, stored hashed."""

from datetime import timedelta

import pytest

from careline.core import tokens
from careline.core.models import Token

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_token_is_redeemed_once():
    token = tokens.issue("invitation", "agent:1", lifetime=DAY, data={"a": 1})
    assert tokens.redeem("invitation", token).data == {"a": 1}
    with pytest.raises(tokens.Refused):
        tokens.redeem("invitation", token)


@pytest.mark.parametrize(
    "change", [lambda t: "", lambda t: t + " ", lambda t: t[:-1], lambda t: "A" * 43, lambda t: t + "\0"]
)
def test_what_we_did_not_issue_is_refused(change):
    token = tokens.issue("invitation", "agent:1", lifetime=DAY)
    with pytest.raises(tokens.Refused):
        tokens.redeem("invitation", change(token))


def test_a_token_of_another_scope_or_a_late_one_is_refused():
    with pytest.raises(tokens.Refused):
        tokens.redeem("reset", tokens.issue("invitation", "x", lifetime=DAY))
    with pytest.raises(tokens.Refused):
        tokens.redeem("reset", tokens.issue("reset", "x", lifetime=timedelta(seconds=-1)))


def test_the_database_never_holds_a_token():
    token = tokens.issue("reset", "x", lifetime=DAY)
    assert token not in str(Token.objects.values().get())
    tokens.revoke("reset", "x")
    with pytest.raises(tokens.Refused):
        tokens.look("reset", token)
