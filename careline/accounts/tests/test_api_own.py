"""One's own account by the API: tokens listed and revoked, custom roles shown."""

import pytest

from careline.accounts.actions.save_role import RoleDetails, save_role
from careline.accounts.contracts import Right, Scope
from careline.accounts.models import ApiToken
from careline.testing.api import ApiCaller

pytestmark = pytest.mark.django_db


def test_own_tokens_are_listed_and_revoked_this_one_too(world):
    caller, other = ApiCaller(world.ana), ApiCaller(world.ana)
    strangers = ApiCaller(world.ben)
    items = caller.get("/tokens").json()["items"]
    assert [one["id"] for one in items] == [other.token.pk, caller.token.pk]
    assert other.secret not in str(items) and items[0]["prefix"] == other.secret[:8]
    assert caller.call("DELETE", f"/tokens/{other.token.pk}").status_code == 204
    assert other.get("/users/me").status_code == 401
    assert caller.call("DELETE", f"/tokens/{strangers.token.pk}").status_code == 404
    assert strangers.get("/users/me").status_code == 200
    assert caller.call("DELETE", f"/tokens/{caller.token.pk}").status_code == 204
    assert caller.get("/tokens").status_code == 401


def test_not_even_an_admin_reaches_the_tokens_of_others_and_the_scope_is_needed(world):
    theirs = ApiCaller(world.ana)
    assert ApiCaller(world.owner).call("DELETE", f"/tokens/{theirs.token.pk}").status_code == 404
    weak = ApiCaller(world.ana, [Scope.READ_TICKETS])
    assert weak.get("/tokens").status_code == 403
    assert ApiToken.objects.filter(revoked_at=None, agent=world.ana).count() == 2


def test_a_role_of_ones_own_is_shown_with_its_base(world):
    details = RoleDetails(
        "Night shift", "", "agent", frozenset({Right.READ_TICKETS, Right.NOTE}), key="night"
    )
    role = save_role(None, details=details, by=world.owner)
    role.holders.add(world.ben)
    caller = ApiCaller(world.ana)
    shown = caller.get(f"/users/{world.ben.pk}").json()
    assert shown["role"] == "agent" and shown["custom_role"]["key"] == "night"
    assert shown["custom_role"]["rights"] == sorted(["tickets.read", "tickets.note"])
    assert caller.get("/users/me").json()["custom_role"] is None
