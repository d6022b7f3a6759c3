"""Roles, closing accounts, second factors: what administrators can do, and what nobody can."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from careline.accounts.actions.change_role import change_role
from careline.accounts.actions.deactivate import deactivate
from careline.accounts.actions.reactivate import reactivate
from careline.accounts.actions.require_approval import require_approval
from careline.accounts.actions.reset_second_factor import reset_second_factor
from careline.accounts.contracts import Forbidden, NotPossible, Role
from careline.accounts.models import Agent
from careline.core.models import Event
from careline.testing.racing import race
from careline.testing.world import PASSWORD, make_agent


def names() -> list[str]:
    return [*Event.objects.order_by("id").values_list("name", flat=True)]


def test_a_new_role_counts_from_the_next_request_on(client, world):
    client.force_login(world.ana)
    assert client.get("/settings/teams/").status_code == 403

    change_role(world.ana, role=Role.TEAM_LEAD, by=world.owner)
    assert client.get("/settings/teams/").status_code == 200

    change_role(world.ana, role=Role.LIGHT_AGENT, by=world.owner)
    assert client.get("/settings/teams/").status_code == 403
    assert names() == ["agent.role_changed", "agent.role_changed"]


@pytest.mark.parametrize("who", ["manager", "lead", "ana", "light", "auditor"])
def test_only_administrators_change_roles(world, who):
    with pytest.raises(Forbidden):
        change_role(world.ben, role=Role.ADMIN, by=getattr(world, who))


def test_nobody_changes_their_own_role_or_closes_their_own_account(world):
    with pytest.raises(NotPossible):
        change_role(world.owner, role=Role.AUDITOR, by=world.owner)
    with pytest.raises(NotPossible):
        deactivate(world.owner, by=world.owner)


def test_the_last_administrator_stays(world):
    second = make_agent("Second Admin", role=Role.ADMIN)
    deactivate(world.owner, by=second)
    leaving = make_agent("Third Admin", role=Role.ADMIN)
    change_role(second, role=Role.AGENT, by=leaving)

    ghost = Agent(pk=0, role=Role.ADMIN, is_active=True)
    with pytest.raises(NotPossible):
        deactivate(leaving, by=ghost)
    with pytest.raises(NotPossible):
        change_role(leaving, role=Role.AGENT, by=ghost)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_can_not_close_each_other_at_the_same_moment():
    one, other = (make_agent(name, role=Role.ADMIN) for name in ("One Admin", "Two Admin"))

    got = race(lambda: deactivate(other, by=one), lambda: deactivate(one, by=other))

    assert sum(isinstance(end, NotPossible | Forbidden) for end in got) == 1
    assert Agent.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_closing_an_account_ends_its_sessions_at_once(client, world):
    world.ana.set_password(PASSWORD)
    world.ana.save(update_fields=["password"])
    client.post("/login/", {"login": world.ana.email, "password": PASSWORD})
    assert client.get("/settings/profile/").status_code == 200

    deactivate(world.ana, by=world.owner)

    assert client.get("/settings/profile/").headers["Location"].startswith("/login/")
    reactivate(world.ana, by=world.owner)
    assert client.get("/settings/profile/").status_code == 302, "the old session is gone for good"
    assert names()[-2:] == ["agent.deactivated", "agent.reactivated"]


def test_an_account_without_a_session_row_is_closed_too(client, world):
    client.force_login(world.ana)
    deactivate(world.ana, by=world.owner)

    assert client.get("/settings/profile/").status_code == 302


def test_a_removed_second_factor_is_not_asked_any_more(world):
    Authenticator.objects.create(user=world.ana, type="totp", data={"secret": "x"})

    with pytest.raises(Forbidden):
        reset_second_factor(world.ana, by=world.manager)
    reset_second_factor(world.ana, by=world.owner)

    assert not Authenticator.objects.exists()
    assert names() == ["agent.second_factor_reset"]


def test_role_and_teams_are_changed_on_the_persons_page(client, world):
    client.force_login(world.owner)
    page = f"/settings/users/{world.ana.pk}/"

    client.post(page, {"role": "team_lead", "teams": [world.workshop.pk, world.complaints.pk]})

    world.ana.refresh_from_db()
    assert world.ana.role == "team_lead"
    assert {team.name for team in world.ana.teams.all()} == {"Workshop", "Complaints"}
    assert names() == ["agent.role_changed", "agent.teams_changed"]


def test_the_page_of_oneself_leaves_the_role_alone(client, world):
    client.force_login(world.owner)

    client.post(f"/settings/users/{world.owner.pk}/", {"role": "agent", "teams": [world.support.pk]})

    world.owner.refresh_from_db()
    assert world.owner.role == "admin"


def test_buttons_on_the_page_close_and_open(client, world):
    client.force_login(world.owner)
    page = f"/settings/users/{world.ana.pk}/"

    assert "can’t log in any more" in client.post(page + "deactivation/", follow=True).text
    world.ana.refresh_from_db()
    assert not world.ana.is_active
    client.post(page + "reactivation/")
    world.ana.refresh_from_db()
    assert world.ana.is_active


def test_a_form_from_another_site_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.owner)

    assert client.post(f"/settings/users/{world.ana.pk}/deactivation/").status_code == 403


def test_an_administrator_says_whose_replies_need_approval_and_all_administrators_see_it(client, world):
    client.force_login(world.owner)
    page = f"/settings/users/{world.ana.pk}/"
    chosen = {"role": "agent", "teams": [world.support.pk]}
    assert client.post(page, chosen | {"replies_need_approval": "on"}).status_code == 302
    world.ana.refresh_from_db()
    assert world.ana.replies_need_approval and names() == ["agent.approval_need_changed"]
    assert "replies need approval" in client.get("/settings/users/").content.decode()
    assert "checked" in client.get(page).content.decode().partition("replies_need_approval")[2][:200]
    client.post(page, chosen)
    world.ana.refresh_from_db()
    assert not world.ana.replies_need_approval


@pytest.mark.parametrize("who", ["manager", "lead", "ana"])
def test_only_administrators_say_so_and_not_about_themselves(world, who):
    with pytest.raises(Forbidden):
        require_approval(world.ben, needed=True, by=getattr(world, who))
    with pytest.raises(NotPossible):
        require_approval(world.owner, needed=True, by=world.owner)
