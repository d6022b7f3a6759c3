"""The customers pages for every role, and what they cost."""

import pytest
from django.test import Client

from careline.customers.models import BlockedSender, Customer, Organisation
from careline.testing.world import make_customer, make_organisation, make_ticket

STAFF = ("owner", "manager", "lead", "ana", "cleo", "light", "stranger", "auditor")
EVERYONE = set(STAFF)
CHANGERS = EVERYONE - {"light", "auditor"}
PAGES = {
    "/customers/": EVERYONE,
    "/customers/?q=carla": EVERYONE,
    "/customers/{carla}/": EVERYONE,
    "/customers/{hidden}/": {"owner", "manager", "auditor", "cleo"},
    "/customers/{carla}/edit/": CHANGERS,
    "/customers/{hidden}/edit/": {"owner", "manager", "cleo"},
    "/customers/{carla}/merge/": CHANGERS,
    "/customers/{hidden}/merge/": {"owner", "manager", "cleo"},
    "/customers/organisations/": EVERYONE,
    "/customers/organisations/{bikes}/": EVERYONE,
    "/customers/organisations/{bikes}/edit/": CHANGERS,
    "/customers/organisations/new/": CHANGERS,
}


@pytest.fixture
def places(world) -> dict[str, int]:
    hidden = make_customer("Hilda Hidden", email="hilda@secret.example")
    make_ticket(world.complaints, hidden)
    make_ticket(world.support, world.customer)
    return {
        "carla": world.customer.pk,
        "hidden": hidden.pk,
        "bikes": make_organisation(domain="bikes.example").pk,
    }


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_shown_to_those_who_may_see_it(client, world, places, path):
    seen = set()
    for who in STAFF:
        client.force_login(getattr(world, who))
        answer = client.get(path.format(**places))
        assert answer.status_code in (200, 403, 404)
        if answer.status_code == 200:
            seen.add(who)

    assert seen == PAGES[path]
    assert Client().get(path.format(**places)).headers["Location"].startswith("/login/")


@pytest.mark.parametrize("path", ["/customers/", "/customers/?q=hilda", "/customers/organisations/{bikes}/"])
def test_lists_hide_whom_one_may_not_see(client, world, places, path):
    Customer.objects.update(organisation=places["bikes"])
    for who, may_see in (("ana", False), ("stranger", False), ("cleo", True), ("auditor", True)):
        client.force_login(getattr(world, who))
        assert ("Hilda Hidden" in client.get(path.format(**places)).text) is may_see, who


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/customers/{carla}/edit/", {"name": "Mine"}),
        ("/customers/{carla}/merge/", {"other": "{hidden}"}),
        ("/customers/{carla}/block/", {"identity": "1"}),
        ("/customers/organisations/new/", {"name": "Mine"}),
        ("/customers/organisations/{bikes}/edit/", {"name": "Mine"}),
    ],
)
@pytest.mark.parametrize("who", ["light", "auditor"])
def test_who_only_reads_changes_nothing(client, world, places, path, said, who):
    identity = world.customer.identities.get()
    client.force_login(getattr(world, who))
    filled = {name: value.format(**places) for name, value in said.items()}
    filled |= {"identity": identity.pk} if "identity" in said else {}

    assert client.post(path.format(**places), filled).status_code in (403, 404)

    assert not Customer.objects.filter(name="Mine").exists()
    assert not Organisation.objects.filter(name="Mine").exists()
    assert not Customer.objects.exclude(merged_into=None).exists()
    assert not BlockedSender.objects.exists()


@pytest.mark.parametrize(
    ("path", "most"), [("/customers/", 9), ("/customers/?q=person", 11), ("/customers/organisations/", 7)]
)
def test_a_list_costs_the_same_however_long_it_is(client, world, django_assert_max_num_queries, path, most):
    for n in range(12):
        make_customer(f"Person {n}", organisation=make_organisation(f"Firm {n}", domain=f"firm{n}.example"))
    client.force_login(world.ana)
    client.get(path)

    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


def test_a_long_list_comes_in_stretches_and_misses_nobody(client, world):
    made = {make_customer().pk for _n in range(120)} | {world.customer.pk}
    client.force_login(world.ana)
    seen, url = [], "/customers/"
    while url:
        answer = client.get(url, headers={"HX-Request": "true"})
        seen += [one.pk for one in answer.context["customers"]]
        url = answer.context["more_url"]

    assert len(seen) == len(set(seen))
    assert set(seen) == made


@pytest.mark.parametrize(
    "nonsense", ["?before=x", "?before=-1", "?before=99999999999999999999", "?q=%00", "?q=%25_"]
)
def test_nonsense_in_the_address_does_no_harm(client, world, nonsense):
    client.force_login(world.ana)

    assert client.get(f"/customers/{nonsense}").status_code == 200


def test_what_a_customer_wrote_is_shown_as_text(client, world):
    nasty = '<script>alert(1)</script>"><img src=x>'
    customer = make_customer(nasty, email='"<b>x</b>"@evil.example')
    Customer.objects.filter(pk=customer.pk).update(notes=nasty, tags=[nasty])
    client.force_login(world.ana)

    for path in ("/customers/", f"/customers/{customer.pk}/", f"/customers/{customer.pk}/edit/"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "<b>x</b>" not in page


def test_upper_rooms_fill_the_customers_page(client, world):
    from careline.ui import slots

    slots.register("customer.main")(lambda request, *, customer: f"<p>their {customer.pk}</p>")
    try:
        client.force_login(world.ana)
        assert f"<p>their {world.customer.pk}</p>" in client.get(f"/customers/{world.customer.pk}/").text
    finally:
        slots._slots.providers["customer.main"].pop()
