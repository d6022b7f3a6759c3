"""Invitations: a link that lets one person in, once."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from careline.accounts.actions.accept_invitation import Answer, accept_invitation
from careline.accounts.actions.invite import invitation_link, invite, invite_again
from careline.accounts.actions.revoke_invitation import revoke_invitation
from careline.accounts.contracts import Forbidden, NotPossible, Role
from careline.accounts.events import AgentInvited
from careline.accounts.handlers import on_agent_invited
from careline.accounts.models import Agent, Invitation
from careline.core.events import SYSTEM, Recorded
from careline.core.models import Event, Token
from careline.testing.world import make_agent, make_team

ANSWER = {
    "name": "Nia New", "password": "four random words here", "language": "en", "time_zone": "UTC",
}  # fmt: skip


@pytest.fixture
def invitation(world) -> Invitation:
    return invite(
        "Nia@desk.example", by=world.owner, role=Role.TEAM_LEAD, name="Nia", teams=[world.complaints]
    )


def join_path(invitation: Invitation) -> str:
    return invitation_link(invitation).removeprefix("http://localhost:8000")


def test_the_mail_brings_a_link_that_lets_the_person_in(world, invitation):
    fact = AgentInvited(invitation_id=invitation.pk, email=invitation.email, role=invitation.role)
    on_agent_invited(fact, Recorded(1, SYSTEM, None))
    [sent] = mail.outbox
    assert sent.to == ["nia@desk.example"]
    assert "Olga Owner" in sent.body
    path = sent.body.split("http://localhost:8000")[1].split()[0]
    browser = Client()

    assert "nia@desk.example" in browser.get(path).text
    assert browser.post(path, ANSWER).headers["Location"] == "/"

    nia = Agent.objects.get(email="nia@desk.example")
    assert (nia.role, nia.name, [t.name for t in nia.teams.all()]) == ("team_lead", "Nia New", ["Complaints"])
    assert browser.session["_auth_user_id"] == str(nia.pk)
    assert Event.objects.order_by("id").last().name == "agent.joined"


def test_the_link_is_not_kept_anywhere(invitation):
    token = invitation_link(invitation).rstrip("/").rsplit("/", 1)[1]

    assert token not in str(list(Token.objects.values())) + str(list(Event.objects.values()))


def test_a_link_works_once(invitation):
    path = join_path(invitation)
    Client().post(path, ANSWER)

    assert Client().get(path).status_code == 410
    assert Client().post(path, {**ANSWER, "name": "Eve"}).status_code == 410
    assert not Agent.objects.filter(name="Eve").exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t + "A",
        lambda t: t[:-1],
        lambda t: " " + t,
        lambda t: t + "=",
        lambda t: "x",
        lambda t: t + "\0",
    ],
)
def test_a_spoiled_link_is_refused(invitation, spoil):
    token = invitation_link(invitation).rstrip("/").rsplit("/", 1)[1]

    assert Client().get(f"/join/{spoil(token)}/").status_code in (404, 410)
    assert Client().get("/join//").status_code == 404


def test_a_late_link_is_refused(invitation):
    path = join_path(invitation)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert Client().get(path).status_code == 410


def test_a_revoked_invitation_is_refused(world, invitation):
    path = join_path(invitation)
    revoke_invitation(invitation, by=world.owner)

    assert Client().post(path, ANSWER).status_code == 410
    with pytest.raises(NotPossible):
        invite_again(invitation, by=world.owner)


def test_a_fresh_link_makes_the_old_one_worthless(world, invitation):
    old = join_path(invitation)
    invite_again(invitation, by=world.owner)

    assert Client().get(old).status_code == 410
    assert Client().get(join_path(invitation)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_the_same_moment_one_is_in():
    from careline.accounts.models import Company

    Company.objects.create(name="Wheels")
    invitation = invite("nia@desk.example", by=None, role=Role.AGENT, teams=[make_team()])
    links = [invitation_link(invitation).rstrip("/").rsplit("/", 1)[1] for _n in range(2)]
    gate, outcomes = threading.Barrier(2), []

    def race(token: str) -> None:
        gate.wait()
        try:
            accept_invitation(token, Answer(**ANSWER))
            outcomes.append("in")
        except NotPossible:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(link,)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["in", "late"]
    assert Agent.objects.count() == 1


def test_a_weak_password_is_refused_and_the_link_still_works(invitation):
    path = join_path(invitation)

    assert Client().post(path, {**ANSWER, "password": "nia@desk.example"}).status_code == 422
    assert Client().post(path, ANSWER).status_code == 302


def test_the_person_who_joins_chooses_neither_role_nor_address(invitation):
    Client().post(join_path(invitation), {**ANSWER, "role": "admin", "email": "eve@evil.example"})

    nia = Agent.objects.get(name="Nia New")
    assert (nia.email, nia.role) == ("nia@desk.example", "team_lead")


@pytest.mark.parametrize("who", ["manager", "lead", "ana", "light", "auditor"])
def test_only_administrators_invite(world, who):
    with pytest.raises(Forbidden):
        invite("x@desk.example", by=getattr(world, who), role=Role.AGENT)


def test_nobody_is_invited_twice_or_who_is_here(world, invitation):
    with pytest.raises(NotPossible):
        invite("NIA@desk.example", by=world.owner, role=Role.AGENT)
    with pytest.raises(NotPossible):
        invite(world.ana.email.upper(), by=world.owner, role=Role.AGENT)


def test_an_invitation_does_not_open_an_account_that_came_meanwhile(world, invitation):
    make_agent("Nia Other")

    assert Client().post(join_path(invitation), ANSWER).status_code == 410


def test_the_page_invites_and_shows_the_link_once(client, world):
    client.force_login(world.owner)

    page = client.post(
        "/settings/users/invite/", {"email": "nia@desk.example", "role": "agent", "teams": [world.support.pk]}
    )

    assert "/join/" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    listed = client.get("/settings/users/").text
    assert "nia@desk.example" in listed
    assert "/join/" not in listed

    invitation = Invitation.objects.get()
    assert "/join/" in client.post(f"/settings/users/invitations/{invitation.pk}/link/").text
    client.post(f"/settings/users/invitations/{invitation.pk}/revocation/")
    assert "is taken back" in client.get("/settings/users/").text
    assert "nia@desk.example" not in client.get("/settings/users/").text
    assert client.post(f"/settings/users/invitations/{invitation.pk}/link/").status_code == 302
