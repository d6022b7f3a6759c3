"""By which identities a customer is known, and what they agreed to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.customers.actions.change_identities import add_identity, remove_identity, verify_identity
from careline.customers.actions.merge_customers import merge_customers
from careline.customers.actions.state_consent import state_consent
from careline.customers.contracts import CustomersRefused
from careline.customers.models import Consent
from careline.customers.queries.consents import latest_consents, may_write_to
from careline.testing.world import make_customer, make_ticket


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("email", " Carla@Home.example ", "Carla@Home.example"),
        ("phone", "+44 (20) 7946-0000", "+442079460000"),
        ("whatsapp", "0049 170 1234567", "+491701234567"),
        ("external", "SHOP-17", "SHOP-17"),
    ],
)
def test_an_identity_is_added_as_its_kind_is_written(world, kind, value, kept):
    made = add_identity(world.customer, kind, value, by=world.ana)

    assert (made.value, made.verified_at) == (kept, None)
    event = Event.objects.get(name="customer.identity_added")
    assert event.data["kind"] == kind and kept not in str(event.data)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "nonsense"),
        ("phone", "020 7946 0000"),
        ("phone", "+1"),
        ("visitor", "x"),
        ("email", ""),
        ("", "x"),
    ],
)
def test_what_is_no_address_is_refused(world, kind, value):
    with pytest.raises(CustomersRefused):
        add_identity(world.customer, kind, value, by=world.ana)


def test_an_identity_of_somebody_else_stays_theirs(world):
    make_customer("Other", email="other@customer.example")
    with pytest.raises(CustomersRefused, match="merge"):
        add_identity(world.customer, "email", "OTHER@customer.example", by=world.ana)


def test_the_last_identity_can_not_be_removed(world):
    first = world.customer.identities.get()
    with pytest.raises(CustomersRefused):
        remove_identity(world.customer, first.pk, by=world.ana)
    add_identity(world.customer, "phone", "+442079460000", by=world.ana)
    remove_identity(world.customer, first.pk, by=world.ana)

    assert [i.kind for i in world.customer.identities.all()] == ["phone"]


def test_an_identity_is_verified_and_doubted_once_each(world):
    identity = world.customer.identities.get()
    for _twice in range(2):
        verify_identity(world.customer, identity.pk, by=world.ana)
    identity.refresh_from_db()
    assert identity.verified_at is not None
    verify_identity(world.customer, identity.pk, by=world.ana, is_verified=False)
    identity.refresh_from_db()
    assert identity.verified_at is None
    assert Event.objects.filter(name="customer.identity_verified").count() == 2


def test_the_latest_statement_counts_and_earlier_ones_stay(world):
    other = make_customer("Carla Private")
    state_consent(world.customer, "email", is_given=True, source="Web form", by=world.ana)
    long_ago = timezone.now() - timedelta(days=400)
    state_consent(other, "email", is_given=False, source="Letter", by=world.ana, stated_at=long_ago)
    state_consent(other, "sms", is_given=False, source="Phone", by=world.ana)
    merge_customers(other, into=world.customer, by=world.ana)

    assert may_write_to(world.customer, "email") is True
    assert may_write_to(world.customer, "sms") is False
    assert may_write_to(world.customer, "post") is None
    assert len(latest_consents(world.customer)) == 2 and Consent.objects.count() == 3


@pytest.mark.parametrize(("channel", "source"), [("pigeon", "x"), ("email", " ")])
def test_a_statement_needs_a_channel_and_a_source(world, channel, source):
    with pytest.raises(CustomersRefused):
        state_consent(world.customer, channel, is_given=True, source=source, by=world.ana)


def test_who_only_reads_changes_neither(world):
    for who in (world.light, world.auditor):
        with pytest.raises(Forbidden):
            add_identity(world.customer, "email", "x@y.example", by=who)
        with pytest.raises(Forbidden):
            state_consent(world.customer, "email", is_given=True, source="x", by=who)


def test_the_page_does_all_of_it_and_tells_the_history(client, world):
    client.force_login(world.ana)
    page = f"/customers/{world.customer.pk}/"
    client.post(f"{page}identities/", {"kind": "phone", "value": "+44 20 7946 0000"})
    phone = world.customer.identities.get(kind="phone")
    client.post(f"{page}identities/change/", {"identity": phone.pk, "way": "verify"})
    client.post(f"{page}consents/", {"channel": "phone", "given": "1", "source": "Said so"})
    shown = client.get(page).text

    assert "+442079460000" in shown and "Identity verified: Phone" in shown
    assert "Consent given: Phone" in shown and "Said so" in shown
    client.post(f"{page}identities/change/", {"identity": phone.pk, "way": "remove"})
    assert "+442079460000" not in client.get(page).text


def test_a_strangers_customer_is_not_there(client, world):
    hidden = make_customer("Hilda")
    make_ticket(world.complaints, hidden)
    client.force_login(world.stranger)
    for place, said in (("identities/", {"kind": "email", "value": "x@y.example"}), ("consents/", {"channel": "email", "source": "x"}),
                        ("identities/change/", {"identity": hidden.identities.get().pk, "way": "verify"})):  # fmt: skip
        assert client.post(f"/customers/{hidden.pk}/{place}", said).status_code == 404
    assert not Consent.objects.exists()
