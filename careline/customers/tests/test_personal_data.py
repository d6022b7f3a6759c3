"""Everything we hold about a person: exported whole, erased wholly, and neither under legal hold."""

import io
import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.channels.models import Arrival, AutomaticMail, DeliveryAttempt, Inbox, ReachedRecipient
from careline.core.audit import seal, verify
from careline.core.events import emit
from careline.core.files import ContentLost, forget_unused, path_of, read, store
from careline.core.models import Event, File, IdempotentAnswer, RateCount
from careline.customers.actions.block_sender import block_sender
from careline.customers.actions.change_fields import change_customer_fields
from careline.customers.actions.change_identities import add_identity
from careline.customers.actions.edit_customer import edit_customer
from careline.customers.actions.erase_customer import ask_erasure, erase
from careline.customers.actions.export_customer import ask_export, expire_exports, read_export, write_export
from careline.customers.actions.hold_customer import hold_customer, release_customer
from careline.customers.actions.merge_customers import merge_customers
from careline.customers.actions.state_consent import state_consent
from careline.customers.contracts import CustomerEdit, CustomersRefused
from careline.customers.models import Erasure, Export, Identity
from careline.customers.queries import NotVisible
from careline.customers.queries.personal_data import what_we_hold
from careline.fields.actions.put_file import put_file
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.queries import all_fields
from careline.testing.world import make_customer, make_message, make_ticket
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.actions.save_view import ViewDetails, change_view, create_view
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.actions.tag import tag
from careline.tickets.contracts import Address, BulkOrder, Selection
from careline.tickets.events import DeliveryChanged
from careline.tickets.models import (
    Attachment,
    BulkItem,
    Draft,
    DraftFile,
    Message,
    Proposal,
    ProposalFile,
    SideFile,
    Status,
    Ticket,
)
from careline.tickets.models.file_text import FileText
from careline.tickets.models.reminder import Reminder
from careline.tickets.models.task import Task
from careline.tickets.tests.sides import answered, begin

MARK = "zyxmarkerwvu"
ADDRESS = f"{MARK}@gone.example"
# What the house keeps on purpose: that somebody was erased, why, and how the jobs ran.
_SEARCHED = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    AND t.typname IN ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', 'tsvector', '_text', '_varchar', 'xml')
"""


def where_it_is_written(mark: str) -> list[str]:
    """Every column of every table, and every file of the storage, that holds the mark in whatever form."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_SEARCHED)
        for table, column in cursor.fetchall():
            text = f'"{column}"::text'
            cursor.execute(
                f"""SELECT count(*) FROM "{table}" WHERE {text} ILIKE %s OR {text} LIKE %s OR {text} LIKE %s""",
                [f"%{mark}%", f"%{mark.encode().hex()}%", f"%{mark.upper().encode().hex()}%"],
            )
            if count := cursor.fetchone()[0]:
                found.append(f"{table}.{column}: {count}")
    return [*found, *(f"file {path.name}" for path in marked_files(mark))]


def marked_files(mark: str) -> list[Path]:
    paths = [
        Path(folder, name) for folder, _folders, names in os.walk(default_storage.location) for name in names
    ]
    return [path for path in paths if mark.encode() in path.read_bytes()]


def attach(message: Message, content: bytes) -> Attachment:
    file = store(content, "text/plain")
    return Attachment.objects.create(
        message=message, file=file, name=f"{MARK}.txt", content_type="text/plain", size=len(content)
    )


@pytest.fixture
def marked(world):
    """A person whose mark stands in everything that can hold one; files that other tests left are cleared away."""
    for path in marked_files(MARK):
        path.unlink()
    who = make_customer(f"{MARK} Person", email=ADDRESS)
    edit = CustomerEdit(notes=f"Call her {MARK}", tags=(MARK,), time_zone="Europe/Berlin")
    edit_customer(who, edit, by=world.manager)
    add_identity(who, "external", f"no-{MARK}", by=world.manager)
    state_consent(who, "email", is_given=True, source=f"Letter of {MARK}", by=world.manager)
    hold_customer(who, f"Case {MARK}", by=world.manager)
    release_customer(who, by=world.manager)
    block_sender(ADDRESS, by=world.manager)
    for target in ("customer", "ticket"):
        create_field(target, "text", FieldDetails("Words"), by=world.owner)
        create_field(target, "file", FieldDetails("Paper"), by=world.owner)
    create_field("ticket", "choice", FieldDetails("Product", choices="Bike\nHelmet"), by=world.owner)
    paper = {info.key: info for info in all_fields("customer")}["paper"]
    kept = put_file(paper, object_id=who.pk, name=f"{MARK}.pdf", content=f"a {MARK}".encode(), by=world.owner)
    change_customer_fields(who, {"words": MARK, "paper": kept}, by=world.owner)

    ticket = make_ticket(
        world.support, who, subject=f"Help {MARK}", text=f"I am {MARK}, {ADDRESS}", status=Status.SOLVED
    )
    paper = {info.key: info for info in all_fields("ticket")}["paper"]
    kept = put_file(
        paper, object_id=ticket.pk, name=f"{MARK}.pdf", content=f"b {MARK}".encode(), by=world.owner
    )
    change_fields(ticket, {"words": MARK, "paper": kept, "product": "bike"}, by=world.manager)
    set_subject(ticket, f"Again {MARK}", by=world.manager)
    tag(ticket, add=[MARK, "common"], by=world.manager)
    message = ticket.messages.get()
    Message.objects.filter(pk=message.pk).update(
        html=f"<p>{MARK}</p>", quoted_text=MARK, headers=[["X", MARK]], to=[[ADDRESS, MARK]], external_id=f"<{ADDRESS}>",
        in_reply_to=f"<{ADDRESS}>", authentication={"from": MARK}, bounces=[{"email": ADDRESS}], state_detail=MARK,
    )  # fmt: skip
    attached = attach(message, f"c {MARK}".encode())
    FileText.objects.create(file=attached.file, state="done", text=MARK, reason=MARK)
    Task.objects.create(ticket=ticket, title=f"Call {MARK}", owner=world.ana)
    order = BulkOrder(html=f"<p>Dear {MARK}</p>", sends=True, add_tags=(MARK,), fields={"words": MARK})
    run = start_bulk(Selection((ticket.pk,), words=MARK), order, by=world.ana)
    BulkItem.objects.create(run=run, ticket=ticket, state="changed", reason=MARK, before={"tags": [MARK]})
    proposed = Proposal.objects.create(
        ticket=ticket, kind="reply", agent=world.ana, html=MARK, subject=MARK, to=[[ADDRESS, MARK]], comment=MARK,
        then_reason=MARK,
    )  # fmt: skip
    ProposalFile.objects.create(
        proposal=proposed,
        file=store(f"p {MARK}".encode(), "text/plain"),
        name=f"{MARK}.txt",
        content_type="text/plain",
        size=9,
    )
    later = timezone.now() + timedelta(hours=1)
    Reminder.objects.create(ticket=ticket, agent=world.ana, note=MARK, due_at=later)
    asks = {"groups": [{"conditions": [{"field": "customer", "op": "contains", "value": f"{MARK} person"}]}]}
    view = create_view(ViewDetails(f"Of {MARK} Person", "team", world.support.pk, asks), by=world.lead)
    change_view(view, ViewDetails("Renamed", "team", world.support.pk, asks), by=world.lead)
    create_view(ViewDetails("Search", words=f"from:{ADDRESS}"), by=world.ana)
    answer = make_message(ticket, text=f"Dear {MARK}", agent=world.ana, state="sent")
    make_message(ticket, text=f"{MARK} was rude", agent=world.ana, is_public=False)
    with transaction.atomic():
        emit(
            DeliveryChanged(ticket.pk, ticket.team_id, message_id=answer.pk, state="bounced", detail=ADDRESS)
        )
    draft = Draft.objects.create(
        ticket=ticket, agent=world.ana, kind="reply", html=MARK, to=[[ADDRESS, MARK]]
    )
    DraftFile.objects.create(
        draft=draft, uploaded_by=world.ana, file=store(f"d {MARK}".encode(), "text/plain"), name=MARK, content_type="x", size=1
    )  # fmt: skip

    asked = begin(ticket, world.ana, f"<p>Who is {MARK}?</p>", subject=f"About {MARK}")
    told = answered(
        asked.conversation,
        f"{MARK} is {ADDRESS}",
        quoted_text=MARK,
        headers=(("X", MARK),),
        message_id=ADDRESS,
    )
    paper = store(f"s {MARK}".encode(), "text/plain")
    SideFile.objects.create(message=told, file=paper, name=f"{MARK}.txt", content_type="text/plain", size=1)
    Draft.objects.create(
        ticket=ticket, agent=world.ana, kind="side", side_conversation_id=asked.conversation_id, html=MARK
    )
    inbox = Inbox.objects.create(name="Support", address="support@desk.example", team=world.support)
    for n, (state, of_ticket) in enumerate((("done", ticket.pk), ("failed", None), ("suspended", None))):
        Arrival.objects.create(
            inbox=inbox, origin=f"test:{n}", sha256="0" * 64, size=1, raw=f"From: {ADDRESS}\n\n{MARK}".encode(), state=state,
            envelope={"mail_from": ADDRESS}, sender=ADDRESS, subject=MARK, ticket_id=of_ticket, reason=MARK, error=MARK,
        )  # fmt: skip
    AutomaticMail.objects.create(ticket_id=ticket.pk, recipient=ADDRESS, kind="acknowledgement")
    DeliveryAttempt.objects.create(message_id=answer.pk, number=1, outcome="never", detail=ADDRESS)
    ReachedRecipient.objects.create(message_id=answer.pk, email=ADDRESS)
    RateCount.objects.create(key=f"form:{ADDRESS}", window=1, count=1, expires_at=later)
    IdempotentAnswer.objects.create(owner="x", key="k", digest="0" * 64, status=200, body=f'"{ADDRESS}"')
    return who


def test_what_was_erased_is_in_no_table_and_in_no_file(world, marked):
    other = make_customer("Somebody Else", email="else@customer.example")
    elsewhere = make_ticket(world.support, other, text=f"Please tell {ADDRESS.upper()} that it works")
    theirs = make_message(elsewhere, text=f"It does. {MARK}")
    Message.objects.filter(pk=theirs.pk).update(customer=marked, from_email=ADDRESS, from_name=MARK)
    tag(elsewhere, add=["common"], by=world.manager)
    make_message(elsewhere, text="Thank you both", agent=world.ana)
    Message.objects.filter(ticket=elsewhere, agent=world.ana).update(cc=[[ADDRESS, "x"]])
    aside = begin(
        elsewhere, world.ana, f"<p>Is {ADDRESS} yours?</p>", to=(Address(ADDRESS, "Somebody"),)
    ).conversation
    answered(aside, f"I am {MARK}", sender=ADDRESS.title())
    answered(aside, f"Ask {ADDRESS} about the chain")
    write_export(ask_export(marked, by=world.manager).pk)
    written = Export.objects.get().file
    assert default_storage.exists(path_of(written.sha256))
    assert len(where_it_is_written(MARK)) > 40

    erasure = ask_erasure(marked, "Asked by mail", by=world.manager)
    assert erase(erasure.pk)

    assert where_it_is_written(MARK) == []
    assert not default_storage.exists(path_of(written.sha256)) and Export.objects.get().file is None
    assert Message.objects.get(ticket=elsewhere, agent=world.ana).text == "Thank you both"
    assert elsewhere.messages.first().text == "Please tell … that it works"
    assert [one.text for one in aside.messages.order_by("pk")] == ["Is … yours?", "", "Ask … about the chain"]
    assert sorted(Ticket.objects.get(customer=marked).tags) == ["common"]


@pytest.mark.django_db(transaction=True)
def test_the_audit_chain_still_holds_after_an_erasure(world, marked):
    seal()
    assert verify().is_sound
    erase(ask_erasure(marked, "Asked by mail", by=world.manager).pk)
    seal()

    assert where_it_is_written(MARK) == [] and verify().is_sound
    assert verify().redacted > 0


def test_rows_times_and_figures_stay(world, marked):
    ticket = Ticket.objects.get(customer=marked)
    before = Ticket.objects.filter(pk=ticket.pk).values(
        "status", "priority", "type", "team", "customer", "message_count", "created_at", "solved_at", "channel"
    ).get()  # fmt: skip
    events = [
        *Event.objects.filter(subject=f"ticket:{ticket.pk}")
        .order_by("pk")
        .values_list("name", "at", "actor_id")
    ]
    messages = [
        *ticket.messages.order_by("pk").values_list("author", "is_public", "agent", "created_at", "state")
    ]

    erase(ask_erasure(marked, "Asked by mail", by=world.manager).pk)

    ticket.refresh_from_db()
    assert Ticket.objects.filter(pk=ticket.pk).values(*before).get() == before
    assert ticket.fields == {"product": "bike"} and ticket.erased_at is not None
    kept = Event.objects.filter(subject=f"ticket:{ticket.pk}").exclude(name="ticket.erased")
    assert [*kept.order_by("pk").values_list("name", "at", "actor_id")] == events
    assert Event.objects.get(name="delivery.changed").data["state"] == "bounced"
    assert [
        *ticket.messages.order_by("pk").values_list("author", "is_public", "agent", "created_at", "state")
    ] == messages


def test_every_record_of_the_person_goes_and_nobody_elses(world, marked):
    other = make_customer("Innocent", email="innocent@customer.example")
    kept = make_ticket(world.support, other, text="All is well")
    double = make_customer(f"{MARK} Private", email=f"{MARK}@home.example")
    make_ticket(world.complaints, double, text=f"{MARK} again")
    merge_customers(double, into=marked, by=world.manager)

    erase(ask_erasure(marked, "Asked by mail", by=world.manager).pk)

    assert where_it_is_written(MARK) == []
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.subject, kept.messages.get().text, other.name) == (
        "My chain came off",
        "All is well",
        "Innocent",
    )
    assert Identity.objects.filter(customer=other).count() == 1


def test_a_content_that_somebody_else_has_too_stays_theirs(world, marked):
    both = b"the same manual for all"
    mine, theirs = Ticket.objects.get(customer=marked), make_ticket(world.support, world.customer)
    attach(mine.messages.first(), both)
    other = attach(theirs.messages.get(), both)
    Attachment.objects.filter(pk=other.pk).update(name="manual.txt")

    erase(ask_erasure(marked, "Asked by mail", by=world.manager).pk)

    assert where_it_is_written(MARK) == [] and File.objects.filter(pk=other.file_id).exists()


def test_nothing_is_erased_under_legal_hold(world, marked):
    hold_customer(marked, "Court case 12", by=world.manager)
    with pytest.raises(CustomersRefused, match="Court case 12"):
        ask_erasure(marked, "Asked by mail", by=world.manager)
    release_customer(marked, by=world.manager)
    erasure = ask_erasure(marked, "Asked by mail", by=world.manager)
    hold_customer(marked, "Court case 13", by=world.manager)
    erase(erasure.pk)

    erasure.refresh_from_db()
    assert erasure.done_at is None and erasure.refused_reason == "Court case 13"
    assert Ticket.objects.get(customer=marked).subject == f"Again {MARK}"


def test_an_erasure_that_was_killed_between_is_finished(world, marked, monkeypatch):
    from careline.customers.actions import erase_customer

    erasure = ask_erasure(marked, "Asked by mail", by=world.manager)
    with monkeypatch.context() as patch:
        patch.setattr(erase_customer, "sweep", lambda words: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            erase(erasure.pk)
    assert Ticket.objects.get(customer=marked).subject == f"Again {MARK}"
    with monkeypatch.context() as patch:
        patch.setattr(erase_customer, "forget_unused", lambda ids: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erase(erasure.pk)
    assert where_it_is_written(MARK)
    assert erase(erasure.pk) is True
    assert where_it_is_written(MARK) == []
    assert erase(erasure.pk) is False


def test_who_writes_again_from_the_same_address_is_somebody_new(world, marked):
    from careline.customers.actions.identify import identify

    erase(ask_erasure(marked, "Asked by mail", by=world.manager).pk)

    assert identify(ADDRESS, name="New") != marked.pk


def test_a_content_stored_anew_after_it_was_forgotten_is_there(db):
    file = store(b"come and gone", "text/plain")
    assert forget_unused([file.pk]) == 1 and forget_unused([file.pk]) == 0
    with pytest.raises(ContentLost):
        read(file)
    again = store(b"come and gone", "text/plain")

    assert read(again) == b"come and gone"


def archive_of(export: Export, by) -> zipfile.ZipFile:
    write_export(export.pk)
    _row, content = read_export(export.pk, by=by)
    return zipfile.ZipFile(io.BytesIO(content))


def test_an_export_holds_all_that_we_hold(world, marked):
    archive = archive_of(ask_export(marked, by=world.manager), world.manager)
    rows = {
        name.removesuffix(".jsonl"): [json.loads(line) for line in archive.read(name).splitlines()]
        for name in archive.namelist()
        if name.endswith(".jsonl")
    }
    [customer] = rows["customer"]
    assert customer["name"] == f"{MARK} Person" and customer["consents"][0]["source"] == f"Letter of {MARK}"
    assert {i["value"] for i in customer["identities"]} == {ADDRESS, f"no-{MARK}"}
    assert len(rows["messages"]) == 3 and rows["tickets"][0]["fields"]["words"] == MARK
    assert [one["subject"] for one in rows["side_conversations"]] == [f"About {MARK}"]
    assert len(rows["side_messages"]) == 2 and len(rows["arrivals"]) == 3
    raw = [archive.read(name) for name in archive.namelist() if name.startswith("arrivals/")]
    assert len(raw) == 3 and all(MARK.encode() in one for one in raw)
    assert {b"a", b"b", b"c", b"s"} == {
        archive.read(n)[:1] for n in archive.namelist() if n.startswith("files/")
    }


def test_an_export_is_read_logged_and_forgotten_in_time(world, marked):
    export = ask_export(marked, by=world.manager)
    with pytest.raises(NotVisible):
        read_export(export.pk, by=world.manager)
    write_export(export.pk)
    write_export(export.pk)
    read_export(export.pk, by=world.owner)
    assert Event.objects.get(name="customer.export_read").actor_id == world.owner.pk

    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    file_id = Export.objects.get().file_id
    with pytest.raises(NotVisible):
        read_export(export.pk, by=world.owner)
    assert expire_exports() == 1 and not File.objects.filter(pk=file_id).exists()


def test_the_preview_says_how_much_there_is(world, marked):
    held = {str(one.label): one.count for one in what_we_hold(marked)}

    assert held == {
        "What arrived, as it came": 3,
        "Saved views that name them": 2,
        "Tickets": 1,
        "Messages and notes": 3,
        "Side conversations with third parties": 2,
        "Files": 1,
        "Orders for many tickets": 1,
        "Customer records": 1,
    }


@pytest.mark.parametrize("who", ["lead", "ana", "light", "auditor", "stranger"])
def test_only_managers_export_hold_and_erase(client, world, marked, who):
    person = getattr(world, who)
    for act in (lambda: ask_export(marked, by=person), lambda: ask_erasure(marked, "x", by=person),
                lambda: hold_customer(marked, "x", by=person)):  # fmt: skip
        with pytest.raises(Forbidden):
            act()
    client.force_login(person)
    page = f"/customers/{marked.pk}/data/"
    assert client.get(page).status_code == 403
    for part in ("export/", "hold/", "erasure/"):
        assert client.post(f"{page}{part}", {"reason": "x"}).status_code == 403
    assert not Export.objects.exists() and not Erasure.objects.exists()


def test_the_pages_do_all_of_it(client, world, marked):
    client.force_login(world.manager)
    page = f"/customers/{marked.pk}/data/"
    assert "Personal data" in client.get(f"/customers/{marked.pk}/").text
    client.post(f"{page}export/")
    write_export(Export.objects.get().pk)
    answer = client.get(f"/customers/exports/{Export.objects.get().pk}/")
    assert (
        answer["Content-Type"] == "application/zip"
        and f"/customers/exports/{Export.objects.get().pk}/" in client.get(page).text
    )
    client.post(f"{page}hold/", {"reason": "Court"})
    assert "Court" in client.get(page).text
    client.post(f"{page}erasure/", {"reason": "x"})
    assert not Erasure.objects.exists()
    client.post(f"{page}hold/", {"release": "1"})
    client.post(f"{page}erasure/", {"reason": "Asked by mail"})
    erase(Erasure.objects.get().pk)
    shown = client.get(page).text
    assert "Asked by mail" in shown and MARK not in shown
    assert "was erased" in client.get(f"/customers/{marked.pk}/").text
    assert client.get(f"/tickets/{Ticket.objects.get(customer=marked).pk}/").status_code == 200
