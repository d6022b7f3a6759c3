"""The pages and the API of webhooks: for who runs the company, and nobody else."""

import re

import pytest

from careline.core.models import Event
from careline.testing.api import ApiCaller
from careline.webhooks.actions.save_endpoint import EndpointDetails, create_endpoint
from careline.webhooks.actions.send_again import send_test
from careline.webhooks.models import Attempt, Delivery, Endpoint

pytestmark = pytest.mark.django_db
STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")
HERE = "/settings/webhooks/"


@pytest.fixture
def endpoint(world):
    return create_endpoint(EndpointDetails("Shop", "https://shop.example/hook?k=1"), by=world.owner)[0]


@pytest.fixture
def sent(world, endpoint):
    made = send_test(endpoint, by=world.owner)
    Attempt.objects.create(delivery=made, status=500, response="<b>no</b>")
    return made


@pytest.mark.parametrize("who", STAFF)
def test_pages_are_for_who_runs_the_company(
    client, world, endpoint, sent, who, django_assert_max_num_queries
):
    client.force_login(getattr(world, who))
    pages = [
        HERE,
        f"{HERE}new/",
        f"{HERE}{endpoint.pk}/",
        f"{HERE}{endpoint.pk}/log/",
        f"{HERE}deliveries/{sent.pk}/",
    ]
    for page in pages:
        with django_assert_max_num_queries(11):
            assert client.get(page).status_code == (200 if who == "owner" else 403), page
    posts = ["new/", f"{endpoint.pk}/", f"{endpoint.pk}/secret/", f"{endpoint.pk}/test/", f"deliveries/{sent.pk}/again/",
             f"{endpoint.pk}/removal/"]  # fmt: skip
    for page in posts if who != "owner" else []:
        assert client.post(HERE + page, {"url": "https://x.example/"}).status_code == 403, page
    assert Endpoint.objects.count() == 1


def test_a_webhook_is_made_and_its_secret_shown_once(client, world):
    client.force_login(world.owner)
    shown = client.post(f"{HERE}new/", {"url": "https://shop.example/h", "name": "Shop", "is_active": "on"})
    assert shown.status_code == 201
    secret = re.search(r"data-secret>(whsec_[\w+/=]+)<", shown.content.decode())[1]
    made = Endpoint.objects.get()
    assert made.secret == secret
    assert secret not in client.get(f"{HERE}{made.pk}/").content.decode()
    rotated = client.post(f"{HERE}{made.pk}/secret/").content.decode()
    assert secret not in rotated
    names = [*Event.objects.order_by("pk").values_list("name", flat=True)]
    assert names[-2:] == ["webhook.created", "webhook.secret_rotated"]


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "https://u:p@a.example/", "javascript:alert(1)", "https://", "x", "http://[::1", "https://a:b/"]
)  # fmt: skip
def test_addresses_that_make_no_sense_are_refused(client, world, url):
    client.force_login(world.owner)
    assert client.post(f"{HERE}new/", {"url": url}).status_code == 422
    assert not Endpoint.objects.exists()


def test_what_the_other_side_says_can_do_no_harm(client, world, sent):
    client.force_login(world.owner)
    page = client.get(f"{HERE}deliveries/{sent.pk}/").content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in page


def test_a_webhook_is_changed_tested_and_removed_on_its_page(client, world, endpoint):
    client.force_login(world.owner)
    body = {
        "url": endpoint.url,
        "name": "Other",
        "types": ["ticket.created"],
        "team_ids": [str(world.support.pk)],
    }
    assert client.post(f"{HERE}{endpoint.pk}/", body).status_code == 302
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.types, endpoint.is_active) == ("Other", ["ticket.created"], False)
    client.post(f"{HERE}{endpoint.pk}/test/")
    assert not Delivery.objects.exists()
    client.post(f"{HERE}{endpoint.pk}/", body | {"is_active": "on"})
    client.post(f"{HERE}{endpoint.pk}/test/")
    assert Delivery.objects.get().type == "webhook.test"
    client.post(f"{HERE}{endpoint.pk}/removal/")
    assert not Endpoint.objects.exists()


def test_the_api_does_the_same(world):
    caller = ApiCaller(world.owner)
    body = {"url": "https://shop.example/h", "types": ["ticket.created"]}
    made = caller.post("/webhooks", body)
    assert made.status_code == 201, made.content
    assert made.json()["secret"].startswith("whsec_")
    path = f"/webhooks/{made.json()['id']}"
    shown = caller.get(path).json()
    assert (shown["types"], "secret" in shown) == (["ticket.created"], False)
    test = caller.post(f"{path}/test", {}).json()
    assert [one["id"] for one in caller.get(f"{path}/deliveries").json()["items"]] == [test["id"]]
    assert caller.post(f"/deliveries/{test['id']}/replay", {}).status_code == 422
    Delivery.objects.update(state="failed")
    assert caller.post(f"/deliveries/{test['id']}/replay", {}).json()["state"] == "waiting"
    assert caller.call("PUT", path, body | {"types": ["no.such"]}).status_code == 422
    assert caller.call("PUT", path, body | {"is_active": False}).json()["is_active"] is False
    assert caller.call("DELETE", path).status_code == 204
    assert caller.get(path).status_code == 404


@pytest.mark.parametrize("who", STAFF[1:])
def test_the_api_refuses_everybody_else(world, endpoint, sent, who):
    caller = ApiCaller(getattr(world, who))
    for method, path in (
        ("GET", "/webhooks"), ("GET", f"/webhooks/{endpoint.pk}"), ("DELETE", f"/webhooks/{endpoint.pk}"),
        ("GET", f"/webhooks/{endpoint.pk}/deliveries"), ("POST", f"/webhooks/{endpoint.pk}/secret"),
        ("GET", f"/deliveries/{sent.pk}"), ("POST", f"/deliveries/{sent.pk}/replay"),
    ):  # fmt: skip
        assert caller.call(method, path).status_code == 403, path
