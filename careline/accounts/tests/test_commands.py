"""`careline user`: what it does, and how it says no."""

import pytest
from django.test import Client
from typer.testing import CliRunner

from careline.accounts.actions.save_role import RoleDetails, save_role
from careline.accounts.commands import user
from careline.accounts.contracts import Right
from careline.accounts.models import Agent, Invitation


def run(*words: str, given: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(user, words, input=given)
    return result.exit_code, result.output


def test_an_account_with_a_password_can_log_in(world, client):
    code, said = run(
        "add", "Nia@desk.example", "--name", "Nia", "--role", "team_lead", "--team", "support", "--password-stdin",
        given="four random words\n",
    )  # fmt: skip

    assert (code, said) == (0, "Nia@desk.example can log in.\n")
    nia = Agent.objects.get(email="nia@desk.example")
    assert (nia.role, [team.name for team in nia.teams.all()]) == ("team_lead", ["Support"])
    client.post("/login/", {"login": "nia@desk.example", "password": "four random words"})
    assert client.session["_auth_user_id"] == str(nia.pk)


def test_a_role_of_ones_own_is_given_by_its_key(world):
    rights = frozenset({Right.READ_TICKETS, Right.NOTE})
    save_role(None, details=RoleDetails("Night shift", "", "agent", rights, key="night"), by=world.owner)
    added = run("add", "nia@desk.example", "--role", "night", "--password-stdin", given="four random words\n")
    assert added == (0, "nia@desk.example can log in.\n")
    nia = Agent.objects.get(email="nia@desk.example")
    assert nia.may(Right.NOTE) and not nia.may(Right.REPLY) and nia.custom_role.key == "night"
    assert "\tnight\t" in run("list")[1]


def test_without_a_password_it_prints_the_link_of_an_invitation(world):
    code, said = run("add", "nia@desk.example", "--invite")

    assert code == 0
    link = said.split()[-1]
    assert Client().get(link.removeprefix("http://localhost:8000")).status_code == 200
    assert Invitation.objects.get().invited_by is None


@pytest.mark.parametrize(
    ("words", "given", "reason"),
    [
        (["add", "ana@desk.example"], "", "has an account already"),
        (["add", "nonsense"], "", "valid email"),
        (["add", "nia@desk.example", "--team", "Moon"], "", "There is: Complaints, Support, Workshop"),
        (["add", "nia@desk.example", "--password-stdin"], "short\n", "at least 10 characters"),
        (["add", "nia@desk.example", "--password-stdin", "--invite"], "", "Choose one"),
        (["add", "nia@desk.example", "--role", "boss"], "", "boss"),
        (["reset", "nobody@desk.example"], "", "Nobody here logs in"),
        (["reset", "gus@desk.example"], "", "is closed"),
        (["reset", "ana@desk.example", "--password-stdin"], "12345\n", "too short"),
    ],
)
def test_it_says_what_is_wrong_and_does_nothing(world, words, given, reason):
    people = Agent.objects.count()
    code, said = run(*words, given=given)

    assert code != 0
    assert reason in said
    assert (Agent.objects.count(), Invitation.objects.count()) == (people, 0)


@pytest.mark.django_db
def test_before_set_up_it_asks_for_set_up():
    code, said = run("add", "nia@desk.example")

    assert code == 1
    assert "not set up yet" in said


def test_reset_prints_a_link_or_sets_the_password(world, client):
    code, said = run("reset", "ANA@desk.example")
    assert code == 0
    assert client.get(said.split()[-1].removeprefix("http://localhost:8000")).status_code == 302

    client.force_login(world.ana)
    code, said = run(
        "reset", "ana@desk.example", "--password-stdin", "--drop-second-factor", given="other random words\n"
    )
    assert code == 0
    assert client.get("/settings/profile/").status_code == 302
    world.ana.refresh_from_db()
    assert world.ana.check_password("other random words")


def test_the_list_names_everybody(world):
    _code, said = run("list")

    assert "ana@desk.example\tAna Agent\tagent\tSupport\topen" in said
    assert "gus@desk.example\tGus Gone\tagent\tSupport\tclosed" in said
