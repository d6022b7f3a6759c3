"""Teams: who may change which."""

import pytest

from careline.accounts.actions.archive_team import archive_team, restore_team
from careline.accounts.actions.change_team import TeamDetails, change_team
from careline.accounts.actions.create_team import create_team
from careline.accounts.contracts import Forbidden, NotPossible
from careline.accounts.models import Membership, Team
from careline.accounts.queries import open_teams, visible_team_ids
from careline.core.models import Event


def names() -> list[str]:
    return [*Event.objects.order_by("id").values_list("name", flat=True)]


@pytest.mark.parametrize("who", ["ana", "light", "auditor"])
def test_agents_make_no_teams(world, who):
    with pytest.raises(Forbidden):
        create_team("Mine", by=getattr(world, who))


def test_who_makes_a_team_leads_it(world):
    team = create_team("Returns", by=world.lead, is_private=True)

    assert Membership.objects.get(team=team).agent == world.lead
    assert Membership.objects.get(team=team).is_lead
    assert names() == ["team.created"]
    with pytest.raises(NotPossible):
        create_team("Returns", by=world.manager)


def test_a_team_lead_can_not_let_themself_into_another_team(world):
    details = TeamDetails(name="Complaints", signature="", is_private=True)

    with pytest.raises(Forbidden):
        change_team(world.complaints, details=details, members=[world.lead], by=world.lead)
    with pytest.raises(Forbidden):
        archive_team(world.complaints, by=world.lead)
    assert world.complaints.pk not in visible_team_ids(world.lead)


def test_members_come_and_go_and_each_is_told(world):
    details = TeamDetails(name="First aid", signature="Yours", is_private=True)

    change_team(world.support, details=details, members=[world.lead, world.cleo], by=world.lead)

    world.support.refresh_from_db()
    assert (world.support.name, world.support.signature, world.support.is_private) == (
        "First aid",
        "Yours",
        True,
    )
    assert set(world.support.members.all()) == {world.lead, world.cleo}
    assert names().count("agent.teams_changed") == 5  # ana, ben, light and gone left, cleo came
    assert names()[-1] == "team.changed"
    assert world.support.pk not in visible_team_ids(world.ana)


def test_nothing_changed_is_no_event(world):
    details = TeamDetails(name="Support", signature="", is_private=False)

    change_team(world.support, details=details, members=list(world.support.members.all()), by=world.lead)

    assert names() == []


def test_archived_teams_are_no_choice_and_can_come_back(world):
    archive_team(world.workshop, by=world.manager)
    assert world.workshop not in open_teams()
    restore_team(world.workshop, by=world.manager)
    assert world.workshop in open_teams()


def test_the_last_team_stays(world):
    archive_team(world.workshop, by=world.owner)
    archive_team(world.complaints, by=world.owner)

    with pytest.raises(NotPossible):
        archive_team(world.support, by=world.owner)


def test_the_page_keeps_members_who_left_the_staff(client, world):
    client.force_login(world.lead)

    client.post(
        f"/settings/teams/{world.support.pk}/",
        {"name": "Support", "signature": "Bye", "members": [world.lead.pk, world.ana.pk]},
    )

    assert set(world.support.members.all()) == {world.lead, world.ana, world.gone}


def test_a_name_that_is_taken_is_said_at_the_field(client, world):
    client.force_login(world.manager)

    answer = client.post("/settings/teams/new/", {"name": "Support"})
    assert answer.status_code == 422
    assert "already" in answer.text
    same = {"name": "Workshop", "signature": "", "members": []}
    assert client.post(f"/settings/teams/{world.support.pk}/", same).status_code == 422
    assert Team.objects.get(pk=world.support.pk).name == "Support"
