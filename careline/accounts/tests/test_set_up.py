"""Setting up happens once, for who sits at the machine or holds the key."""

import threading

import pytest
from django.db import connection
from django.test import Client

from careline.accounts.actions.set_up import Opening, set_up
from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent, Company, Membership, Team
from careline.accounts.setup_key import find_or_make_setup_key
from careline.core.models import Event

ANSWERS = {
    "company": "Wheels & Sons",
    "name": "Olga Owner",
    "email": "Olga@Desk.example",
    "password": "four random words here",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "team": "Werkstatt",
}


@pytest.fixture
def here(settings, tmp_path) -> Client:
    settings.CARELINE_HOME = tmp_path
    return Client(headers={"host": "localhost:8000"})


@pytest.fixture
def elsewhere(settings, tmp_path) -> Client:
    settings.CARELINE_HOME = tmp_path
    return Client(REMOTE_ADDR="192.0.2.7")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/login/", "/settings/security/", "/login/forgot/"])
def test_before_set_up_every_page_leads_to_it(here, path):
    assert here.get(path).headers["Location"] == "/setup/"


@pytest.mark.django_db
def test_set_up_makes_the_company_the_owner_and_the_first_team_and_logs_in(here):
    response = here.post("/setup/", ANSWERS)

    assert response.headers["Location"] == "/start/"
    owner = Agent.objects.get()
    assert (owner.email, owner.role, owner.language, owner.time_zone) == (
        "olga@desk.example", "admin", "de", "Europe/Berlin",
    )  # fmt: skip
    assert owner.password.startswith("argon2")
    assert Company.objects.get().name == "Wheels & Sons"
    assert Membership.objects.get(agent=owner).team.name == "Werkstatt"
    assert here.session["_auth_user_id"] == str(owner.pk)
    assert {"company.set_up", "agent.joined", "team.created", "hours.created"} == set(
        Event.objects.values_list("name", flat=True)
    )


@pytest.mark.django_db
def test_afterwards_the_page_does_not_exist(here):
    here.post("/setup/", ANSWERS)
    stranger = Client(headers={"host": "localhost:8000"})

    assert stranger.get("/setup/").status_code == 404
    assert stranger.post("/setup/", {**ANSWERS, "email": "eve@evil.example"}).status_code == 404
    assert Agent.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        {"password": "short"},
        {"password": "password123"},
        {"password": "olga@desk.example"},
        {"email": "nobody"},
        {"time_zone": "Mars/Base"},
        {"language": "tlh"},
        {"company": ""},
    ],
)
def test_wrong_answers_are_said_and_nothing_is_made(here, bad):
    response = here.post("/setup/", {**ANSWERS, **bad})

    assert response.status_code == 422
    assert "field__error" in response.text
    assert not Company.objects.exists()
    assert not Agent.objects.exists()


@pytest.mark.django_db
def test_from_elsewhere_the_key_is_asked(elsewhere):
    assert 'name="setup_key"' in elsewhere.get("/setup/").text
    assert elsewhere.post("/setup/", ANSWERS).status_code == 422
    assert elsewhere.post("/setup/", {**ANSWERS, "setup_key": "guessed"}).status_code == 422
    assert not Company.objects.exists()

    assert elsewhere.post("/setup/", {**ANSWERS, "setup_key": find_or_make_setup_key()}).status_code == 302
    assert Company.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arrival",
    [
        {"headers": {"host": "desk.attacker.example"}},
        {"headers": {"host": "localhost", "x-forwarded-for": "127.0.0.1"}},
        {"headers": {"host": "localhost"}, "REMOTE_ADDR": "10.0.0.5"},
        {"headers": {"host": "localhost"}, "REMOTE_ADDR": ""},
    ],
)
def test_a_proxy_or_a_rebound_name_is_not_the_machine_itself(settings, tmp_path, arrival):
    settings.CARELINE_HOME, settings.ALLOWED_HOSTS = tmp_path, ["*"]

    assert 'name="setup_key"' in Client(**arrival).get("/setup/").text


@pytest.mark.django_db
def test_guessing_the_key_is_slowed_down(elsewhere):
    for _try in range(20):
        elsewhere.post("/setup/", {**ANSWERS, "setup_key": "guessed"})

    assert elsewhere.post("/setup/", {**ANSWERS, "setup_key": "guessed"}).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins():
    opening = Opening("Wheels", "Olga", "olga@desk.example", "four random words", "en", "UTC")
    gate, outcomes = threading.Barrier(2), []

    def race(number: int) -> None:
        gate.wait()
        try:
            set_up(Opening(**{**vars(opening), "email": f"olga{number}@desk.example"}))
            outcomes.append("in")
        except NotPossible:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["in", "late"]
    assert (Company.objects.count(), Agent.objects.count(), Team.objects.count()) == (1, 1, 1)
