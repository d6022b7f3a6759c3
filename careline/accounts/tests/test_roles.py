"""The company's own roles: what they allow counts at once, and nobody gives more than they have."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careline.accounts.actions.accept_invitation import Answer, accept_invitation
from careline.accounts.actions.change_role import change_role
from careline.accounts.actions.change_team import TeamDetails, change_team
from careline.accounts.actions.deactivate import deactivate
from careline.accounts.actions.delete_role import delete_role
from careline.accounts.actions.invite import invitation_link, invite
from careline.accounts.actions.join_teams import join_teams
from careline.accounts.actions.reset_second_factor import reset_second_factor
from careline.accounts.actions.save_role import RoleDetails, save_role
from careline.accounts.contracts import BASES, RIGHTS, Forbidden, NotPossible, Right, Role
from careline.accounts.models import CustomRole
from careline.accounts.words import RIGHT_WORDS
from careline.core.models import Event


def details(name="Returns desk", base=Role.AGENT, rights=RIGHTS[Role.AGENT], **more):
    return RoleDetails(name=name, description="", base=base, rights=frozenset(rights), **more)


@pytest.fixture
def returns(world):
    return save_role(None, details=details(rights=RIGHTS[Role.AGENT] | {Right.MANAGE_TEAMS}), by=world.owner)


@pytest.fixture
def staffer(world):
    """Ben, who manages people and nothing else that an agent may not."""
    people = save_role(
        None, details=details("People", rights=RIGHTS[Role.AGENT] | {Right.MANAGE_USERS}), by=world.owner
    )
    change_role(world.ben, role=people.key, by=world.owner)
    world.ben.refresh_from_db()
    return world.ben


def test_every_right_has_words():
    assert set(RIGHT_WORDS) == set(Right)


def test_a_role_of_ones_own_counts_from_the_next_request_on(client, world, returns):
    client.force_login(world.ana)
    assert client.get("/settings/teams/").status_code == 403

    change_role(world.ana, role="returns-desk", by=world.owner)
    assert client.get("/settings/teams/").status_code == 200

    save_role(returns, details=details(rights={Right.NOTE}), by=world.owner)
    assert client.get("/settings/teams/").status_code == 403
    world.ana.refresh_from_db()
    assert world.ana.rights == {Right.NOTE, Right.READ_TICKETS}, "a note is worth nothing without reading"
    assert Event.objects.filter(name="role.saved").count() == 2


def test_asking_what_somebody_may_do_costs_no_query(world, returns, django_assert_num_queries):
    change_role(world.ana, role=returns.key, by=world.owner)
    world.ana.refresh_from_db()

    with django_assert_num_queries(0):
        assert world.ana.may(Right.MANAGE_TEAMS)
        assert not world.ana.may(Right.MANAGE_USERS)


def test_back_to_a_built_in_role(world, returns):
    change_role(world.ana, role=returns.key, by=world.owner)
    change_role(world.ana, role=Role.LIGHT_AGENT, by=world.owner)

    world.ana.refresh_from_db()
    assert world.ana.rights == RIGHTS[Role.LIGHT_AGENT]
    assert Event.objects.filter(name="agent.role_changed").last().data["old"] == "returns-desk"


def test_nobody_gives_more_than_they_have(world, staffer):
    with pytest.raises(Forbidden):
        change_role(world.ana, role=Role.MANAGER, by=staffer)
    with pytest.raises(Forbidden):
        invite("eve@evil.example", by=staffer, role=Role.ADMIN)
    with pytest.raises(Forbidden):
        save_role(None, details=details("Mine", rights={Right.MANAGE_COMPANY}), by=staffer)
    change_role(world.ana, role=Role.LIGHT_AGENT, by=staffer)


def test_nobody_takes_from_a_role_what_they_do_not_have(world, staffer, returns):
    with pytest.raises(Forbidden):
        save_role(returns, details=details(rights={Right.NOTE}), by=staffer)


def test_nobody_acts_on_the_account_of_somebody_who_may_do_more(world, staffer):
    for act in (deactivate, reset_second_factor):
        with pytest.raises(Forbidden):
            act(world.owner, by=staffer)
    with pytest.raises(Forbidden):
        change_role(world.manager, role=Role.AGENT, by=staffer)


def test_who_manages_people_does_not_let_themself_into_a_private_team(world, staffer):
    with pytest.raises(Forbidden):
        join_teams(staffer, teams=[world.support, world.complaints], by=staffer)
    join_teams(staffer, teams=[world.support, world.workshop], by=staffer)


def test_the_form_offers_only_what_can_be_given(client, world, staffer):
    client.force_login(staffer)

    page = client.get("/settings/users/invite/").text
    assert 'value="agent"' in page
    assert 'value="admin"' not in page
    assert Right.MANAGE_COMPANY.value not in client.get("/settings/roles/new/").text


def test_an_invited_person_gets_the_role(world, returns):
    invitation = invite("nia@desk.example", by=world.owner, role=returns.key)
    token = invitation_link(invitation).rstrip("/").rpartition("/")[2]

    nia = accept_invitation(token, Answer("Nia", "correct horse battery", "en", "UTC"))

    assert nia.may(Right.MANAGE_TEAMS)
    assert nia.custom_role == returns


def test_a_role_goes_only_when_nobody_has_it(world, returns):
    change_role(world.ana, role=returns.key, by=world.owner)
    with pytest.raises(NotPossible):
        delete_role(returns, by=world.owner)
    change_role(world.ana, role=Role.AGENT, by=world.owner)
    invitation = invite("nia@desk.example", by=world.owner, role=returns.key)
    with pytest.raises(NotPossible):
        delete_role(returns, by=world.owner)
    invitation.delete()
    delete_role(returns, by=world.owner)
    assert not CustomRole.objects.exists()


@pytest.mark.parametrize("name", ["Admin", "agent", "!!!", "Manager"])
def test_a_key_never_names_a_built_in_role(world, name):
    own = save_role(None, details=details(name), by=world.owner)
    assert own.key not in set(Role)
    assert own.key


def test_two_names_that_look_alike_get_two_keys(world, returns):
    assert save_role(None, details=details("Returns Desk!"), by=world.owner).key == "returns-desk-2"
    with pytest.raises(NotPossible):
        save_role(None, details=details("Returns desk"), by=world.owner)


def test_no_role_is_made_from_the_admin(world):
    assert Role.ADMIN not in BASES
    with pytest.raises(NotPossible):
        save_role(None, details=details(base=Role.ADMIN), by=world.owner)


def test_the_pages_make_change_and_delete_a_role(client, world):
    client.force_login(world.owner)
    given = {"name": "Night shift", "base": "agent", "rights": ["tickets.read", "tickets.reply"]}
    assert client.post("/settings/roles/new/", given).status_code == 302
    own = CustomRole.objects.get()
    assert "Night shift" in client.get("/settings/roles/").text

    client.post(f"/settings/roles/{own.pk}/", {**given, "name": "Nights"})
    own.refresh_from_db()
    assert own.name == "Nights"

    client.post(f"/settings/roles/{own.pk}/deletion/")
    assert not CustomRole.objects.exists()


@pytest.mark.parametrize("who", ["manager", "lead", "ana", "light", "auditor"])
def test_others_make_and_delete_no_role(client, world, returns, who):
    client.force_login(getattr(world, who))
    for path in ("new/", f"{returns.pk}/", f"{returns.pk}/deletion/"):
        answer = client.post(f"/settings/roles/{path}", {"name": "x", "base": "agent", "rights": []})
        assert answer.status_code == 403
    assert CustomRole.objects.get().name == "Returns desk"


def test_the_table_costs_the_same_however_many_roles_there_are(client, world, django_assert_max_num_queries):
    client.force_login(world.owner)
    client.get("/settings/roles/")
    with CaptureQueriesContext(connection) as few:
        client.get("/settings/roles/")
    for n in range(10):
        save_role(None, details=details(f"Role {n}"), by=world.owner)
    with django_assert_max_num_queries(min(len(few), 8)):
        client.get("/settings/roles/")


def team_details(team):
    return TeamDetails(name=team.name, signature="", is_private=team.is_private)


def test_who_leads_a_team_looks_after_that_one_whatever_their_role(client, world):
    members = [world.ana, world.ben]
    change_team(
        world.support, details=team_details(world.support), members=members, leads=[world.ana], by=world.owner
    )
    client.force_login(world.ana)

    assert "Support" in client.get("/settings/teams/").text
    assert "Workshop" not in client.get("/settings/teams/").text
    assert client.get(f"/settings/teams/{world.support.pk}/").status_code == 200
    assert client.get(f"/settings/teams/{world.workshop.pk}/").status_code == 403
    assert client.get("/settings/teams/new/").status_code == 403

    change_team(world.support, details=team_details(world.support), members=[world.ben], by=world.owner)
    assert client.get("/settings/teams/").status_code == 403


def test_an_auditor_who_is_named_as_lead_changes_nothing(client, world):
    change_team(
        world.support, details=team_details(world.support), members=[world.auditor], leads=[world.auditor],
        by=world.owner,
    )  # fmt: skip
    client.force_login(world.auditor)
    assert client.post(f"/settings/teams/{world.support.pk}/", {"name": "Mine"}).status_code == 403


def test_leads_are_chosen_on_the_teams_page(client, world):
    client.force_login(world.owner)
    said = {
        "name": "Support",
        "members": [world.ana.pk, world.ben.pk],
        "leads": [world.ana.pk, world.cleo.pk],
    }
    client.post(f"/settings/teams/{world.support.pk}/", said)

    world.ana.refresh_from_db()
    world.cleo.refresh_from_db()
    assert world.ana.led_team_ids == [world.support.pk]
    assert world.cleo.led_team_ids == [], "only members lead"
