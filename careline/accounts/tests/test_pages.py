"""Every settings page for every role: who sees it, who is refused, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careline.accounts.models import Invitation
from careline.accounts.queries import company_words
from careline.testing.world import make_agent

STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")
EVERYONE = set(STAFF)
PAGES = {
    "/settings/profile/": EVERYONE,
    "/settings/security/": EVERYONE,
    "/settings/security/passkeys/": EVERYONE,
    "/settings/security/sessions/": EVERYONE,
    "/settings/users/": {"owner"},
    "/settings/users/invite/": {"owner"},
    "/settings/users/{ana}/": {"owner"},
    "/settings/company/": {"owner"},
    "/settings/health/": {"owner"},
    "/settings/roles/": {"owner", "manager", "auditor"},
    "/settings/roles/new/": {"owner"},
    "/settings/sign-in/": {"owner"},
    "/settings/audit/": {"owner", "manager", "auditor"},
    "/settings/teams/": {"owner", "manager", "lead"},
    "/settings/teams/new/": {"owner", "manager", "lead"},
    "/settings/teams/{support}/": {"owner", "manager", "lead"},
    "/settings/teams/{complaints}/": {"owner", "manager"},
}


def filled(path, world):
    return path.format(ana=world.ana.pk, support=world.support.pk, complaints=world.complaints.pk)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_shown_to_the_roles_that_may_see_it_and_to_no_other(client, world, path):
    seen = set()
    for who in STAFF:
        client.force_login(getattr(world, who))
        answer = client.get(filled(path, world))
        assert answer.status_code in (200, 403, 404)
        if answer.status_code == 200:
            seen.add(who)

    assert seen == PAGES[path]


POSTS = {
    "/settings/users/{ana}/": {"role": "admin"},
    "/settings/users/{ana}/deactivation/": {},
    "/settings/users/{ana}/reactivation/": {},
    "/settings/users/{ana}/second-factor/": {},
    "/settings/users/invite/": {"email": "eve@evil.example", "role": "admin"},
    "/settings/company/": {"name": "Evil", "language": "en", "time_zone": "UTC"},
    "/settings/teams/{complaints}/": {"name": "Mine now", "members": []},
    "/settings/teams/{complaints}/archive/": {},
}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("who", ["lead", "ana", "light", "auditor"])
def test_who_may_not_see_a_page_can_not_act_on_it_either(client, world, path, who):
    client.force_login(getattr(world, who))

    assert client.post(filled(path, world), POSTS[path]).status_code in (403, 404)
    world.ana.refresh_from_db()
    world.complaints.refresh_from_db()
    assert (world.ana.role, world.ana.is_active) == ("agent", True)
    assert (world.complaints.name, world.complaints.is_archived) == ("Complaints", False)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("path", ["deactivation", "reactivation", "second-factor"])
def test_nothing_changes_by_looking(client, world, path):
    client.force_login(world.owner)

    assert client.get(f"/settings/users/{world.ana.pk}/{path}/").status_code == 405


@pytest.mark.parametrize("path", ["/settings/users/", "/settings/teams/"])
def test_a_list_costs_the_same_however_long_it_is(client, world, django_assert_max_num_queries, path):
    client.force_login(world.owner)
    client.get(path)
    with CaptureQueriesContext(connection) as short:
        client.get(path)
    for _n in range(12):
        make_agent(teams=[world.support, world.workshop])

    with django_assert_max_num_queries(min(len(short), 10)):
        assert client.get(path).status_code == 200


def test_settings_lists_what_the_person_may_open(client, world):
    client.force_login(world.ana)
    assert "/settings/users/" not in client.get("/settings/profile/").text
    client.force_login(world.owner)
    assert "/settings/users/" in client.get("/settings/profile/").text


def test_presence_is_changed_by_its_menu(client, world):
    client.force_login(world.ana)

    answer = client.post(
        "/presence/", {"presence": "away"}, headers={"referer": "http://testserver/customers/"}
    )

    world.ana.refresh_from_db()
    assert (world.ana.presence, answer.headers["Location"]) == ("away", "http://testserver/customers/")


@pytest.mark.parametrize(("said", "origin"), [("asleep", "/"), ("offline", "https://evil.example/")])
def test_presence_takes_no_other_word_and_leads_to_no_other_site(client, world, said, origin):
    client.force_login(world.ana)

    assert (
        client.post("/presence/", {"presence": said}, headers={"referer": origin}).headers["Location"] == "/"
    )
    world.ana.refresh_from_db()
    assert world.ana.presence in ("available", "offline")


def test_people_change_their_profile_and_nothing_else(client, world):
    client.force_login(world.ana)
    said = {
        "name": "Ana Kovač", "language": "es", "time_zone": "Europe/Madrid", "signature": "Ana",
        "role": "admin", "email": "x@y.example", "is_active": "", "id": world.owner.pk,
    }  # fmt: skip

    assert client.post("/settings/profile/", said).status_code == 302

    world.ana.refresh_from_db()
    assert (world.ana.name, world.ana.language, world.ana.time_zone) == ("Ana Kovač", "es", "Europe/Madrid")
    assert (world.ana.role, world.ana.email, world.ana.is_active) == ("agent", "ana@desk.example", True)


def test_where_the_company_is_can_be_said_by_macros(client, world):
    client.force_login(world.owner)
    said = {
        "name": "Wheels",
        "language": "en",
        "time_zone": "UTC",
        "address": "Dock 4\nBremen",
        "phone": "+49 421 1",
    }
    client.post("/settings/company/", {**said, "hours": "Monday to Friday, 9 to 17"})

    assert company_words() == {
        "company.name": "Wheels", "company.address": "Dock 4\nBremen", "company.phone": "+49 421 1",
        "company.hours": "Monday to Friday, 9 to 17",
    }  # fmt: skip


def test_the_owner_renames_the_company(client, world):
    client.force_login(world.owner)
    client.post("/settings/company/", {"name": "Wheels", "language": "de", "time_zone": "Europe/Berlin"})

    world.company.refresh_from_db()
    assert (world.company.name, world.company.language) == ("Wheels", "de")
