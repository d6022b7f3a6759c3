"""API tokens: made on a page, shown once, revoked by their owner or an admin."""

import re

import pytest
from django.test import Client

from careline.accounts.models import ApiToken
from careline.core.models import Event

pytestmark = pytest.mark.django_db
PAGE = "/settings/tokens/"
STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")


def make(client, **given):
    return client.post(PAGE, {"name": "Shop", "scopes": ["tickets:read"], "days": "90"} | given)


@pytest.mark.parametrize("who", STAFF)
def test_everybody_has_the_page_with_few_queries(client, world, who, django_assert_max_num_queries):
    client.force_login(getattr(world, who))
    for number in range(3):
        make(client, name=f"Shop {number}")
    with django_assert_max_num_queries(10):
        page = client.get(PAGE)
    assert page.status_code == 200
    assert "Shop 2" in page.content.decode()


def test_a_token_made_on_the_page_works_and_is_shown_only_then(client, world):
    client.force_login(world.ana)
    shown = make(client)
    secret = re.search(r"data-token>(clt_[\w-]+)<", shown.content.decode())[1]
    assert "no-store" in shown["Cache-Control"]
    assert secret not in client.get(PAGE).content.decode()
    answer = Client().get("/api/v1/tickets", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    assert Event.objects.filter(name="token.made", subject=f"agent:{world.ana.pk}").count() == 1


def test_a_form_that_is_not_complete_says_so(client, world):
    client.force_login(world.ana)
    assert make(client, scopes=[]).status_code == 422
    assert make(client, scopes=["everything"]).status_code == 422
    assert not ApiToken.objects.exists()


def test_owners_and_admins_revoke_and_strangers_do_not(client, world):
    for who, status in ((world.ana, 302), (world.owner, 302), (world.ben, 404), (world.lead, 404)):
        client.force_login(world.ana)
        make(client)
        token = ApiToken.objects.latest("pk")
        client.force_login(who)
        assert client.post(f"{PAGE}{token.pk}/revocation/").status_code == status
        token.refresh_from_db()
        assert (token.revoked_at is not None) == (status == 302)
    assert client.get(f"{PAGE}{token.pk}/revocation/").status_code == 405


@pytest.mark.parametrize("who", STAFF)
def test_everybody_can_read_what_the_api_offers(client, world, who, django_assert_max_num_queries):
    client.force_login(getattr(world, who))
    with django_assert_max_num_queries(9):
        page = client.get("/settings/api/")
    shown = page.content.decode()
    assert page.status_code == 200
    for said in ('id="createTicket"', "/api/v1/tickets/{ticket_id}", "tickets:write", "Idempotency-Key"):
        assert said in shown
    assert "style=" not in shown


def test_who_has_a_password_confirms_it_before_a_token_is_made(client, world):
    world.ana.set_password("four random words")
    world.ana.save()
    client.post("/login/", {"login": "ana@desk.example", "password": "four random words"})
    asked = make(client)
    assert asked.status_code == 302 and asked["Location"].startswith("/login/confirm/")
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 200
    assert not ApiToken.objects.exists()
    shown = client.post(asked["Location"], {"password": "four random words"})
    assert shown.status_code == 201 and re.search(r"data-token>(clt_[\w-]+)<", shown.content.decode())
    assert make(client, name="Another").status_code == 201
