"""The pages of fields: for every role, what they cost, what they refuse, and a field from its definition to a ticket."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from careline.core.events import emit
from careline.core.models import Event
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.actions.save_form import save_form
from careline.fields.contracts import FieldsRefused, FormInfo, Rule
from careline.fields.models import Field, FieldFile, FieldForm
from careline.testing.world import make_customer, make_organisation, make_ticket
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_status import set_status
from careline.tickets.contracts import NotVisible, Outgoing, Refused
from careline.tickets.models import Status

STAFF = ("owner", "manager", "lead", "ana", "cleo", "light", "stranger", "auditor")
PART = {"HX-Request": "true"}


@pytest.fixture
def product(world) -> Field:
    return create_field("ticket", "choice", FieldDetails("Product", choices="Bike\nHelmet"), by=world.owner)


@pytest.fixture
def colour(world) -> Field:
    details = FieldDetails("Colour", choices="Red\nBlue", requirement="solve", help="Of the frame.")
    return create_field("ticket", "choice", details, by=world.owner)


@pytest.fixture
def secret(world) -> Field:
    details = FieldDetails("Insider note", see_roles=("manager", "admin"))
    return create_field("ticket", "text", details, by=world.owner)


SETTINGS = [
    "/settings/fields/ticket/", "/settings/fields/customer/", "/settings/fields/ticket/new/",
    "/settings/fields/ticket/new/choice/", "/settings/fields/{field}/", "/settings/fields/ticket/forms/all/",
    "/settings/fields/ticket/forms/incident/", "/settings/fields/organisation/forms/all/",
    "/settings/fields/ticket/forms/all/rules/?effect=only&field=product",
]  # fmt: skip


@pytest.mark.parametrize("path", SETTINGS)
def test_only_administrators_define_fields(client, world, product, colour, path):
    for who in STAFF:
        client.force_login(getattr(world, who))
        expected = 200 if who == "owner" else 403
        assert client.get(path.format(field=product.pk)).status_code == expected, who
    assert Client().get(path.format(field=product.pk)).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["/settings/fields/{f}/archive/", "/settings/fields/{f}/move/", "/settings/fields/ticket/forms/all/", "/settings/fields/ticket/new/text/",
     "/settings/fields/ticket/forms/all/rules/", "/settings/fields/ticket/forms/all/removal/", "/settings/fields/preview/"],
)  # fmt: skip
def test_nobody_else_changes_them_either(client, world, product, path):
    for who in ("manager", "lead", "ana", "light", "auditor"):
        client.force_login(getattr(world, who))
        assert client.post(path.format(f=product.pk), {"label": "Mine", "add": "x"}).status_code == 403

    assert Field.objects.filter(archived_at=None).count() == 1 and not FieldForm.objects.exists()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("text", {"shape": "AA-99", "default": "BK-10"}), ("long_text", {"longest": "50"}),
        ("number", {"least": "1", "most": "9", "decimals": "1"}), ("date", {}), ("money", {"currencies": "eur, usd"}),
        ("yes_no", {"default": "yes"}), ("choice", {"choices": "A\nB", "default": "A"}),
        ("cascade", {"choices": "A > B\nA > C"}), ("multi_choice", {"choices": "A\nB", "default": "A, B"}),
        ("reference", {"reference": "customer"}), ("file", {"megabytes": "2"}),
    ],
)  # fmt: skip
def test_a_field_of_each_kind_is_defined_changed_and_previewed(client, world, kind, more):
    client.force_login(world.owner)
    said = {
        "label": "Order number",
        "help": "From the bill",
        "requirement": "never",
        "see_roles": ["agent"],
        **more,
    }

    assert client.post(f"/settings/fields/ticket/new/{kind}/", said).status_code == 302
    row = Field.objects.get()
    assert (row.key, row.kind, row.see_roles) == ("order_number", kind, ["agent"])

    page = client.get(f"/settings/fields/{row.pk}/")
    again = {
        name: page.context["form"][name].value()
        for name in page.context["form"].fields
        if page.context["form"][name].value() is not None
    }
    assert client.post(f"/settings/fields/{row.pk}/", again | {"label": "Order"}).status_code == 302
    assert Event.objects.filter(name="field.changed").get().data["changed"] == ["label"]

    preview = client.post("/settings/fields/preview/", {**said, "kind": kind, "target": "ticket"})
    assert "Order number" in preview.text and "From the bill" in preview.text


@pytest.mark.parametrize(
    ("kind", "said", "where"),
    [
        ("choice", {"label": "X", "choices": "A\nA"}, "choices"),
        ("number", {"label": "X", "least": "5", "default": "3"}, "default"),
        ("text", {"label": "X", "key": "Not a key"}, "key"),
        ("text", {"label": ""}, "label"),
        ("money", {"label": "X", "currencies": "EURO"}, "currencies"),
    ],
)
def test_a_definition_that_makes_no_sense_says_where(client, world, kind, said, where):
    client.force_login(world.owner)
    answer = client.post(f"/settings/fields/ticket/new/{kind}/", said)

    assert answer.status_code == 422 and where in answer.context["form"].errors
    assert not Field.objects.exists()


def test_a_field_is_seen_and_filled_in_beside_a_ticket(client, world, product):
    ticket = make_ticket(world.support, world.customer)
    client.force_login(world.ana)
    assert "Product" in client.get(f"/tickets/{ticket.pk}/side/").text
    assert "Product" in client.get(f"/fields/ticket/{ticket.pk}/").text

    place = f"/fields/ticket/{ticket.pk}/product/"
    assert "Helmet" in client.get(place).text
    panel = client.post(place, {"f-product": "helmet", "seen": "null"}, headers=PART)

    ticket.refresh_from_db()
    assert ticket.fields == {"product": "helmet"} and "Helmet" in panel.text
    event = Event.objects.get(name="ticket.fields_changed")
    assert event.data["after"] == {"product": "helmet"} and event.data["before"] == {}
    assert "Product: <b>Helmet</b>" in client.get(f"/tickets/{ticket.pk}/thread/").text


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(client, world, product):
    ticket = make_ticket(world.support, world.customer)
    change_fields(ticket, {"product": "bike"}, by=world.ben)
    client.force_login(world.ana)
    place = f"/fields/ticket/{ticket.pk}/product/"

    crossed = client.post(place, {"f-product": "helmet", "seen": "null"}, headers=PART)

    ticket.refresh_from_db()
    assert crossed.status_code == 422 and "Bike" in crossed.text and ticket.fields == {"product": "bike"}
    client.post(place, {"f-product": "helmet", "seen": json.dumps("bike")}, headers=PART)
    ticket.refresh_from_db()
    assert ticket.fields == {"product": "helmet"}


def test_a_ticket_is_not_solved_before_its_form_is_filled(world, colour):
    ticket = make_ticket(world.support, world.customer, status=Status.OPEN)
    with pytest.raises(Refused, match="Colour"):
        set_status(ticket, Status.SOLVED, by=world.ana)
    with pytest.raises(Refused, match="Colour"):
        reply(ticket, Outgoing(html="Done", then_status=Status.SOLVED), by=world.ana)

    change_fields(ticket, {"colour": "Red"}, by=world.ana)
    assert set_status(ticket, Status.SOLVED, by=world.ana).status == Status.SOLVED


def test_the_server_holds_values_against_the_form_of_the_tickets_type(world, product, colour):
    rules = (
        Rule("product", "is", ("bike",), "show", "colour"),
        Rule("product", "is", ("bike",), "only", "colour", ("red",)),
    )
    save_form("ticket", FormInfo(("product", "colour"), rules), by=world.owner)
    ticket = make_ticket(world.support, world.customer, status=Status.OPEN)

    with pytest.raises(FieldsRefused, match="does not ask"):
        change_fields(ticket, {"colour": "red"}, by=world.ana)
    with pytest.raises(FieldsRefused, match="together"):
        change_fields(ticket, {"product": "bike", "colour": "blue"}, by=world.ana)
    change_fields(ticket, {"product": "helmet"}, by=world.ana)
    set_status(ticket, Status.SOLVED, by=world.ana)

    save_form("ticket", FormInfo(("product",), (), "incident"), by=world.owner)
    other = make_ticket(world.support, world.customer)
    other.type = "incident"
    other.save(update_fields=["type"])
    with pytest.raises(FieldsRefused, match="does not ask"):
        change_fields(other, {"product": "bike", "colour": "red"}, by=world.ana)


def test_a_field_of_some_roles_is_hidden_from_all_others_everywhere(client, world, secret):
    ticket = make_ticket(world.support, world.customer)
    change_fields(ticket, {"insider_note": "pssst"}, by=world.manager)
    event = Event.objects.get(name="ticket.fields_changed")
    assert "pssst" not in json.dumps(event.data) and event.data["restricted"] == ["insider_note"]

    for who, sees in (("manager", True), ("owner", True), ("ana", False), ("auditor", False)):
        client.force_login(getattr(world, who))
        assert ("pssst" in client.get(f"/fields/ticket/{ticket.pk}/").text) is sees
        assert "pssst" not in client.get(f"/tickets/{ticket.pk}/thread/").text
        assert client.get(f"/fields/ticket/{ticket.pk}/insider_note/").status_code == (200 if sees else 404)
    with pytest.raises(FieldsRefused, match="no such field"):
        change_fields(ticket, {"insider_note": "mine"}, by=world.ana)


def test_who_only_reads_fills_nothing_in_and_strangers_see_nothing(client, world, product):
    hidden = make_ticket(world.complaints, make_customer("Hilda"))
    shown = make_ticket(world.support, world.customer)
    for who, ticket, status in (
        ("light", shown, 404),
        ("auditor", shown, 404),
        ("stranger", hidden, 404),
        ("ana", hidden, 404),
    ):
        client.force_login(getattr(world, who))
        answer = client.post(f"/fields/ticket/{ticket.pk}/product/", {"f-product": "bike"}, headers=PART)
        assert answer.status_code == status, who
    client.force_login(world.stranger)
    assert client.get(f"/fields/ticket/{hidden.pk}/").status_code == 404
    assert not Event.objects.filter(name="ticket.fields_changed").exists()
    with pytest.raises(NotVisible):
        change_fields(hidden, {"product": "bike"}, by=world.stranger)


def test_customers_and_organisations_have_fields_too(client, world):
    bikes = make_organisation()
    for target, pk in (("customer", world.customer.pk), ("organisation", bikes.pk)):
        create_field(target, "money", FieldDetails("Credit"), by=world.owner)
        client.force_login(world.ana)
        answer = client.post(f"/fields/{target}/{pk}/credit/", {"f-credit": "12,50"}, headers=PART)
        assert "12.50 EUR" in answer.text
        assert Event.objects.filter(name=f"{target}.fields_changed", subject=f"{target}:{pk}").exists()
    world.customer.refresh_from_db()
    assert world.customer.fields == {"credit": {"amount": 1250, "currency": "EUR"}}


def test_a_reference_shows_only_names_that_the_person_may_see(client, world):
    field = create_field(
        "ticket", "reference", FieldDetails("Other", limits={"reference": "ticket"}), by=world.owner
    )
    hidden = make_ticket(world.complaints, make_customer("Hilda"), subject="Between us")
    ticket = make_ticket(world.support, world.customer)
    with pytest.raises(FieldsRefused):
        change_fields(ticket, {"other": hidden.pk}, by=world.ana)
    change_fields(ticket, {"other": f"#{hidden.pk}"}, by=world.manager)

    for who, sees in (("manager", True), ("ana", False)):
        client.force_login(getattr(world, who))
        assert ("Between us" in client.get(f"/fields/ticket/{ticket.pk}/").text) is sees
    assert field.kind == "reference"


def test_a_file_is_kept_with_the_rights_of_its_ticket_and_never_runs(client, world):
    create_field("ticket", "file", FieldDetails("Receipt"), by=world.owner)
    hidden = make_ticket(world.complaints, make_customer("Hilda"))
    client.force_login(world.cleo)
    sent = {"f-receipt": SimpleUploadedFile("../r\x00eceipt.html", b"<script>1</script>")}
    client.post(f"/fields/ticket/{hidden.pk}/receipt/", sent, headers=PART)

    hidden.refresh_from_db()
    kept = FieldFile.objects.get()
    assert hidden.fields == {"receipt": {"file": kept.key, "name": kept.name}} and "/" not in kept.name
    answer = client.get(f"/fields/files/{kept.key}/")
    assert answer.content == b"<script>1</script>" and answer["Content-Type"] == "application/octet-stream"
    for who in ("ana", "stranger"):
        client.force_login(getattr(world, who))
        assert client.get(f"/fields/files/{kept.key}/").status_code == 404
    other = make_ticket(world.support, world.customer)
    with pytest.raises(FieldsRefused):
        change_fields(other, {"receipt": {"file": kept.key, "name": "x"}}, by=world.ana)


def test_a_form_is_made_ordered_ruled_and_removed_on_its_page(client, world, product, colour):
    client.force_login(world.owner)
    place = "/settings/fields/ticket/forms/incident/"
    client.post(place, {"down": "product"})
    assert FieldForm.objects.get().keys == ["colour", "product"]
    rule = {"when": "product", "operator": "is", "values": ["bike"], "effect": "show", "field": "colour"}
    client.post(f"{place}rules/", rule)
    assert "When “Product” is Bike: show “Colour”" in client.get(place).text

    hidden = client.post(f"{place}preview/", {"f-product": "helmet"}).text
    shown = client.post(f"{place}preview/", {"f-product": "bike"}).text
    assert "Colour" not in hidden and "Colour" in shown

    back = {"when": "colour", "operator": "filled", "effect": "show", "field": "product"}
    assert "would be shown only where" in client.post(f"{place}rules/", back, follow=True).text
    client.post(f"{place}rules/removal/", {"rule": "0"})
    assert FieldForm.objects.get().rules == []
    client.post(f"{place}removal/")
    assert not FieldForm.objects.exists()


def test_an_archived_field_keeps_its_values_and_comes_back(client, world, product):
    ticket = make_ticket(world.support, world.customer)
    change_fields(ticket, {"product": "bike"}, by=world.ana)
    client.force_login(world.owner)
    client.post(f"/settings/fields/{product.pk}/archive/")
    assert "Product" not in client.get(f"/fields/ticket/{ticket.pk}/").text
    client.post(f"/settings/fields/{product.pk}/restore/")
    assert "Bike" in client.get(f"/fields/ticket/{ticket.pk}/").text


def test_what_people_write_into_fields_is_shown_as_text(client, world):
    nasty = "<img src=x onerror=alert(1)>\"'{{ 7919*7919 }}"
    create_field("ticket", "text", FieldDetails(f"F {nasty}", help=nasty), by=world.owner)
    key = Field.objects.get().key
    ticket = make_ticket(world.support, world.customer)
    change_fields(ticket, {key: nasty}, by=world.ana)
    client.force_login(world.owner)
    for path in (f"/fields/ticket/{ticket.pk}/", f"/fields/ticket/{ticket.pk}/{key}/", f"/tickets/{ticket.pk}/thread/",
                 "/settings/fields/ticket/", f"/settings/fields/{Field.objects.get().pk}/"):  # fmt: skip
        page = client.get(path).text
        assert "<img src=x" not in page and "62710561" not in page


def _two_hundred(world, ticket) -> None:
    kinds = ["text", "number", "choice", "date"]
    values = {"text": "some words", "number": "7", "choice": "A", "date": "2027-01-01"}
    for n in range(200):
        kind = kinds[n % 4]
        create_field("ticket", kind, FieldDetails(f"Field {n}", choices="A\nB"), by=world.owner)
    change_fields(ticket, {f"field_{n}": values[kinds[n % 4]] for n in range(200)}, by=world.owner)


def test_two_hundred_fields_cost_a_ticket_page_nothing(client, world, django_assert_max_num_queries):
    ticket = make_ticket(world.support, world.customer)
    client.force_login(world.ana)

    def cost(path: str) -> tuple[int, int]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path)
        return len(queries), len(page.content)

    paths = [f"/tickets/{ticket.pk}/", f"/tickets/{ticket.pk}/side/"]
    before = [cost(path) for path in paths]
    _two_hundred(world, ticket)
    Event.objects.filter(name="ticket.fields_changed").delete()
    after = [cost(path) for path in paths]

    assert [n for n, _size in after] == [n for n, _size in before]
    assert abs(after[0][1] - before[0][1]) < 200
    assert after[1][1] - before[1][1] < 12_000, "two dozen of them, the rest when asked for"
    assert client.get(f"/tickets/{ticket.pk}/side/").text.count('id="field-ticket-') == 24
    assert client.get(f"/fields/ticket/{ticket.pk}/?rest=1").text.count("<li") == 176
    with django_assert_max_num_queries(7):
        panel = client.get(f"/fields/ticket/{ticket.pk}/")
    assert panel.text.count("<li") == 200


def test_a_new_ticket_begins_with_the_defaults(world):
    from careline.fields.queries import forget_defaults
    from careline.tickets.events import TicketReceived

    create_field(
        "ticket", "choice", FieldDetails("Product", choices="Bike\nHelmet", default="Helmet"), by=world.owner
    )
    forget_defaults()
    fresh, filled = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    change_fields(filled, {"product": "bike"}, by=world.ana)
    with transaction.atomic():
        for ticket in (fresh, filled):
            emit(TicketReceived(ticket.pk, ticket.team_id, message_id=1, customer_id=1))
    forget_defaults()

    fresh.refresh_from_db()
    filled.refresh_from_db()
    assert (fresh.fields, filled.fields) == ({"product": "helmet"}, {"product": "bike"})


def test_a_reference_is_found_by_words_among_what_the_person_may_see(client, world):
    create_field("ticket", "reference", FieldDetails("Other", limits={"reference": "ticket"}), by=world.owner)
    make_ticket(world.complaints, make_customer("Hilda"), subject="Chain secret")
    wanted = make_ticket(world.support, make_customer("Jo"), subject="Chain public")
    ticket = make_ticket(world.support, world.customer)
    client.force_login(world.ana)
    place = f"/fields/ticket/{ticket.pk}/other/"
    assert "candidates" in client.get(place).text
    found = client.get(f"{place}candidates/?q=chain").text

    assert "Chain public" in found and "Chain secret" not in found
    client.post(place, {"f-other": ["", str(wanted.pk)], "seen": "null"}, headers=PART)
    ticket.refresh_from_db()
    assert ticket.fields == {"other": wanted.pk}
    client.force_login(world.light)
    assert client.get(f"{place}candidates/?q=chain").status_code == 404
