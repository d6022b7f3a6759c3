"""A new ticket that we open: type, priority, tags, whose it is, and the own fields of its type, by page and by API."""

import pytest
from django.test import Client

from careline.core.models import Event
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.actions.save_form import save_form
from careline.fields.contracts import FormInfo, Rule
from careline.fields.queries import forget_defaults
from careline.testing.api import ApiCaller
from careline.testing.world import World
from careline.tickets.models import Draft, Priority, Ticket

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def no_defaults_left():
    forget_defaults()
    yield
    forget_defaults()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.ana)
    return client


@pytest.fixture
def form(world: World) -> None:
    """Incidents are asked for a product; of a bike also for its frame number, and then without the colour Clear."""
    create_field(
        "ticket",
        "choice",
        FieldDetails("Product", choices="Bike\nHelmet", requirement="always"),
        by=world.owner,
    )
    create_field("ticket", "text", FieldDetails("Frame number", limits={"longest": "10"}), by=world.owner)
    create_field("ticket", "choice", FieldDetails("Colour", choices="Red\nClear"), by=world.owner)
    create_field("ticket", "text", FieldDetails("Voucher", default="none"), by=world.owner)
    rules = (
        Rule("product", "is", ("bike",), "show", "frame_number"),
        Rule("product", "is", ("bike",), "require", "frame_number"),
        Rule("product", "is", ("bike",), "only", "colour", ("red",)),
    )
    save_form("ticket", FormInfo(("product", "frame_number", "colour"), rules, "incident"), by=world.owner)
    save_form("ticket", FormInfo(("voucher",)), by=world.owner)
    forget_defaults()


def sent(world: World, **more):
    data = {
        "html": "<div>Your bike is ready</div>", "to": "carla@customer.example", "subject": "Ready",
        "team": world.support.pk, "type": "incident", "priority": "3", "assignee": world.ben.pk, "tags": "Phone, Big order",
    }  # fmt: skip
    return data | more


def test_it_begins_as_it_was_filled_in(client, world, form) -> None:
    answer = client.post(
        "/tickets/new/",
        sent(world, **{"f-product": "bike", "f-frame_number": "WX 77", "f-colour": "red"}),
        **PART,
    )
    ticket = Ticket.objects.get()
    assert answer["HX-Redirect"].startswith(f"/tickets/{ticket.pk}/")
    assert (ticket.type, ticket.priority, ticket.assignee, ticket.tags) == (
        "incident",
        Priority.HIGH,
        world.ben,
        ["big-order", "phone"],
    )
    assert ticket.fields == {"product": "bike", "frame_number": "WX 77", "colour": "red", "voucher": "none"}
    told = [
        *Event.objects.filter(subject=f"ticket:{ticket.pk}").order_by("pk").values_list("name", flat=True)
    ]
    assert told[:2] == ["ticket.opened", "ticket.assigned"], (
        "it is of this kind from its first moment: nothing changed"
    )
    assert "ticket.fields_changed" not in told and "ticket.type_changed" not in told


@pytest.mark.parametrize(
    ("given", "words", "at"),
    [
        ({}, "This can’t be left empty.", "product"),
        ({"f-product": "bike"}, "This can’t be left empty.", "frame_number"),
        ({"f-product": "bike", "f-frame_number": "12345678901"}, "At most 10 characters.", "frame_number"),
        (
            {"f-product": "bike", "f-frame_number": "1", "f-colour": "clear"},
            "This can’t be chosen together",
            "colour",
        ),
    ],
)
def test_what_its_form_does_not_allow_is_said_beside_the_field_and_nothing_is_sent(
    client, world, form, given, words, at
) -> None:
    answer = client.post("/tickets/new/", sent(world, **given), **PART)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Ticket.objects.exists()
    notice, _, fields = page.partition('id="new-fields"')
    label = {"product": "Product", "frame_number": "Frame number", "colour": "Colour"}[at]
    assert f"{label}: {words}" in notice, "above the text the field is named"
    error = fields.partition(f'id="id_f-{at}_error"')[2].partition("</div>")[0]
    assert words in error and f"{label}: " not in error, "beside the field its name is not said again"
    assert 'hx-swap-oob="morph"' in fields


def test_what_the_form_hides_is_left_out_and_stays_typed(client, world, form) -> None:
    shown = client.post(
        "/fields/ticket/new/", {"type": "incident", "f-product": "helmet", "f-frame_number": "WX"}
    ).content.decode()
    assert 'type="hidden" name="f-frame_number" value="WX"' in shown and "Clear" in shown
    shown = client.post(
        "/fields/ticket/new/", {"type": "incident", "f-product": "bike", "f-frame_number": "WX"}
    ).content.decode()
    assert 'id="id_f-frame_number"' in shown and 'value="WX"' in shown and "Clear" not in shown
    shown = client.post("/fields/ticket/new/", {"type": "question", "f-frame_number": "WX"}).content.decode()
    assert 'type="hidden" name="f-frame_number" value="WX"' in shown and 'value="none"' in shown
    client.post("/tickets/new/", sent(world, **{"f-product": "helmet", "f-frame_number": "WX"}), **PART)
    assert Ticket.objects.get().fields == {"product": "helmet", "voucher": "none"}


def test_a_draft_keeps_what_was_chosen_and_typed(client, world, form) -> None:
    kept = {
        "html": "<div>Hel</div>",
        "kind": "outbound",
        "version": "0",
        "f-product": "bike",
        "f-frame_number": "far too long for it",
    }
    about = {"team": world.workshop.pk, "type": "incident", "priority": "4", "assignee": "0", "tags": "phone"}
    assert client.post("/tickets/new/draft/", kept | about).json() == {"version": 1}
    page = client.get("/tickets/new/").content.decode()
    for words in (
        'value="incident" selected',
        'value="4" selected',
        'value="0" selected',
        'value="phone"',
        'value="far too long for it"',
    ):
        assert words in page, words
    assert f'value="{world.workshop.pk}" selected' in page
    client.post("/tickets/new/", sent(world, **{"f-product": "helmet"}), **PART)
    assert not Draft.objects.exists()


def test_many_fields_are_folded_until_they_are_asked_for(
    client, world, django_assert_max_num_queries
) -> None:
    for number in range(40):
        create_field("ticket", "text", FieldDetails(f"Measure {number}"), by=world.owner)
    with django_assert_max_num_queries(14):
        page = client.get("/tickets/new/").content.decode()
    assert page.count('id="id_f-measure') == 12 and "28 more fields" in page
    whole = client.post(
        "/fields/ticket/new/", {"type": "question", "whole": "now", "f-measure_30": "5"}
    ).content.decode()
    assert (
        whole.count('id="id_f-measure') == 40 and "autofocus" in whole and 'name="whole" value="1"' in whole
    )


def test_nobody_gets_it_who_does_not_see_it(client, world) -> None:
    answer = client.post(
        "/tickets/new/", sent(world, team=world.support.pk, assignee=world.auditor.pk), **PART
    )
    assert answer.status_code == 422 and not Ticket.objects.exists()
    answer = client.post("/tickets/new/", sent(world, assignee="99999"), **PART)
    assert answer.status_code == 422 and "There is no such person." in answer.content.decode()
    answer = client.post("/tickets/new/", sent(world, type="riddle"), **PART)
    assert answer.status_code == 422 and not Ticket.objects.exists()


def test_the_api_opens_it_so_too(world, form) -> None:
    caller = ApiCaller(world.ana)
    about = {
        "subject": "Ready", "team_id": world.support.pk, "text": "Your bike is ready", "type": "incident", "priority": "urgent",
        "tags": ["phone"], "fields": {"product": "bike", "frame_number": "WX 77"},
    }  # fmt: skip
    for path, whose in (
        ("/tickets/outbound", {"to": [{"email": "carla@customer.example"}]}),
        ("/tickets", {"customer": {"email": "carla@customer.example"}}),
    ):
        made = caller.post(path, about | whose | {"assignee_id": world.ben.pk}).json()
        assert (made["type"], made["priority"], made["tags"], made["assignee_id"]) == (
            "incident",
            "urgent",
            ["phone"],
            world.ben.pk,
        )
        assert made["fields"]["frame_number"] == "WX 77", path
        refused = caller.post(path, about | whose | {"fields": {"product": "car"}})
        assert refused.status_code == 422 and refused.json()["errors"][0]["at"] == "body.fields.product"
    assert (
        caller.post(
            "/tickets/outbound", about | {"to": [{"email": "carla@customer.example"}], "assignee_id": None}
        ).json()["assignee_id"]
        is None
    )
    assert Ticket.objects.count() == 3, "what was refused made none"


def test_own_dates_read_as_all_dates_of_the_desk(client, world) -> None:
    create_field("ticket", "date", FieldDetails("Bought on"), by=world.owner)
    client.post("/tickets/new/", sent(world, **{"f-bought_on": "2026-11-24"}), **PART)
    page = client.get(f"/fields/ticket/{Ticket.objects.get().pk}/").content.decode()
    assert "24 Nov 2026" in page and "Nov. 24" not in page
