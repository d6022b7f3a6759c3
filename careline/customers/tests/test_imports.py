"""Files of customers and tickets: brought in once, checked without a trace, and taken out so that nothing runs in them."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from careline.accounts.contracts import Forbidden
from careline.core.files import path_of
from careline.core.models import Event, File
from careline.customers.actions import run_import
from careline.customers.actions.export_table import export_table
from careline.customers.actions.run_import import forget_left_files, prepare_import, start_import, work_on
from careline.customers.contracts import CustomersRefused
from careline.customers.models import Customer, Identity, ImportRun
from careline.customers.transfer import guarded, read_rows, unguarded, write_csv, write_jsonl
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.world import make_customer, make_ticket
from careline.tickets.models import Interval, Message, Status, Ticket, TicketDelta

PEOPLE = """Id;Full name;E-Mail;Company;Labels;Unused
17;Carla Customer;carla@customer.example;Bikes Ltd;vip, loud;x
18;Dan Double;dan@customer.example;;;
19;Nobody;not-an-address;;;
"""


def prepared(world, content: str | bytes, *, kind: str = "customers", name: str = "people.csv") -> ImportRun:
    raw = content.encode() if isinstance(content, str) else content
    return prepare_import(kind, file_name=name, content=raw, by=world.manager)


def run(world, made: ImportRun, *, is_check: bool = False) -> ImportRun:
    start_import(made, made.mapping, is_check=is_check, by=world.manager)
    work_on(made.pk)
    made.refresh_from_db()
    return made


def test_the_columns_are_guessed_from_the_headers(world):
    assert prepared(world, PEOPLE).mapping == {
        "Id": "external_id", "Full name": "name", "E-Mail": "email", "Company": "organisation", "Labels": "tags",
    }  # fmt: skip


def test_a_check_says_what_would_happen_and_leaves_no_trace(world):
    before = (Customer.objects.count(), Identity.objects.count(), Event.objects.count())
    made = run(world, prepared(world, PEOPLE), is_check=True)

    assert (made.state, made.made, made.changed, made.refused) == ("checked", 1, 1, 1)
    assert "not-an-address" in made.problems.get().words and made.problems.get().row == 4
    after = (
        Customer.objects.count(),
        Identity.objects.count(),
        Event.objects.exclude(name="import.asked").count(),
    )
    assert after == before


def test_a_file_is_brought_in_once_however_often_it_runs(world):
    made = run(world, prepared(world, PEOPLE))
    assert (made.state, made.made, made.changed, made.refused) == ("done", 1, 1, 1)
    world.customer.refresh_from_db()
    assert world.customer.organisation.name == "Bikes Ltd" and world.customer.tags == ["loud", "vip"]
    dan = Customer.objects.get(name="Dan Double")
    assert {*dan.identities.values_list("kind", "value")} == {
        ("external", "18"),
        ("email", "dan@customer.example"),
    }
    assert not File.objects.filter(pk=made.file_id or 0).exists()

    again = run(world, prepared(world, PEOPLE.replace("dan@", "DAN@")))
    assert (again.made, again.changed, again.unchanged, again.refused) == (0, 0, 2, 1)
    changed = run(world, prepared(world, PEOPLE.replace("Dan Double", "Daniel Double")))
    assert (changed.made, changed.changed, changed.unchanged) == (0, 1, 1)


def test_a_killed_run_goes_on_behind_the_last_batch(world, monkeypatch):
    lines = ["external_id,name,email"] + [f"{n},Person {n},p{n}@x.example" for n in range(50)]
    made = prepared(world, "\n".join(lines))
    start_import(made, made.mapping, is_check=False, by=world.manager)
    monkeypatch.setattr(run_import, "BATCH", 10)
    real, calls = run_import._take_in, []

    def dying(*args):
        calls.append(1)
        if len(calls) == 25:
            raise SystemExit
        return real(*args)

    monkeypatch.setattr(run_import, "_take_in", dying)
    with pytest.raises(SystemExit):
        work_on(made.pk)
    made.refresh_from_db()
    assert (made.position, made.state) == (20, "running")
    work_on(made.pk)
    work_on(made.pk)
    made.refresh_from_db()
    assert (made.position, made.made, made.state) == (50, 50, "done")
    assert Customer.objects.filter(name__startswith="Person ").count() == 50


def test_a_row_that_means_two_people_is_refused(world):
    make_customer("Other", email="other@customer.example")
    text = "email,phone,external id\nother@customer.example,+442079460000,\ncarla@customer.example,,A1\nother@customer.example,,A1\n"
    made = run(world, prepared(world, text))

    assert made.refused == 1 and "different people" in made.problems.get().words


def test_fields_that_people_defined_come_along_and_are_checked(world):
    create_field("customer", "choice", FieldDetails("Card", choices="Gold\nSilver"), by=world.owner)
    made = prepared(world, "email,Card\ncarla@customer.example,gold\nnew@customer.example,Tin\n")
    assert made.mapping["Card"] == "field.card"
    made = run(world, made)
    world.customer.refresh_from_db()

    assert world.customer.fields == {"card": "gold"} and made.refused == 1
    assert not Identity.objects.filter(normalised="new@customer.example").exists()


TICKETS = [
    {
        "id": "Z-1", "subject": "Chain", "requester": "new@customer.example", "name": "Nina New", "status": "solved", "priority": "high",
        "group": "support", "tags": ["old"], "created_at": "2024-02-29T10:00:00Z", "solved_at": "2024-03-01T10:00:00+01:00",
        "messages": [
            {"author": "agent", "email": "ana@desk.example", "text": "Oil it", "at": "2024-02-29T12:00:00Z"},
            {"author": "customer", "text": "My chain squeaks terribly", "at": "2024-02-29T10:00:00Z"},
            {"author": "note", "text": "Again him", "at": "2024-02-29T11:00:00Z"},
        ],
    },
    {"id": "Z-2", "subject": "Lamp", "requester": "carla@customer.example", "description": "It is dark", "status": "open"},
    {"id": "Z-3", "subject": "Bad", "requester": "carla@customer.example", "team": "Nowhere"},
    {"id": "Z-4", "subject": "Bad", "requester": "nobody", "status": "open"},
    {"id": "Z-5", "subject": "Bad", "requester": "carla@customer.example", "created_at": "2999-01-01"},
]  # fmt: skip


def as_lines(rows) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def test_tickets_come_in_with_all_that_was_said_and_nobody_is_told(world):
    made = prepared(world, as_lines(TICKETS).replace('"group"', '"team"'), kind="tickets", name="old.jsonl")
    made = run(world, made)
    assert (made.made, made.refused) == (2, 3)

    ticket = Ticket.objects.get(subject="Chain")
    assert (ticket.status, ticket.priority, ticket.team, ticket.customer.name) == (
        Status.SOLVED,
        3,
        world.support,
        "Nina New",
    )
    assert ticket.created_at == datetime(2024, 2, 29, 10, tzinfo=UTC) and ticket.solved_at == datetime(
        2024, 3, 1, 9, tzinfo=UTC
    )
    said = [(m.author, m.is_public, m.text, m.agent) for m in ticket.messages.order_by("pk")]
    assert said == [
        ("customer", True, "My chain squeaks terribly", None),
        ("agent", False, "Again him", None),
        ("agent", True, "Oil it", world.ana),
    ]
    assert ticket.message_count == 3 and ticket.first_answered_at == datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert Interval.objects.filter(ticket=ticket, ended_at=None).count() == 3
    assert TicketDelta.objects.filter(team_id=world.support.pk, n=1).count() == 2
    assert not Message.objects.exclude(state__in=["", "sent"]).exists()
    assert {*Event.objects.filter(subject=f"ticket:{ticket.pk}").values_list("name", flat=True)} == {
        "ticket.imported"
    }
    assert ticket.customer.team_ids == [world.support.pk]


def test_tickets_are_brought_in_once_and_are_found(client, world):
    for expected in ((2, 0), (0, 2)):
        made = run(
            world,
            prepared(world, as_lines(TICKETS).replace('"group"', '"team"'), kind="tickets", name="old.jsonl"),
        )
        assert (made.made, made.unchanged) == expected
    client.force_login(world.ana)
    assert "Chain" in client.get("/search/?q=squeaks").text


def test_what_is_taken_out_can_be_brought_in_elsewhere(world):
    make_ticket(world.support, world.customer, subject="=HYPERLINK(1)", text="-1 is less", status=Status.OPEN)
    for form in ("csv", "jsonl"):
        columns = [
            "external_id",
            "subject",
            "text",
            "requester_email",
            "requester_name",
            "status",
            "team",
            "created_at",
        ]
        content = b"".join(export_table("tickets", columns=columns, form=form, by=world.manager))
        [row] = [*read_rows(content, file_name=f"x.{form}")]
        assert row.values["subject"] == "=HYPERLINK(1)" and row.values["text"] == "-1 is less"
        made = run(world, prepared(world, content, kind="tickets", name=f"x.{form}"), is_check=True)
        assert (made.made, made.refused) == (1, 0), [*made.problems.values_list("words", flat=True)]


def test_an_export_shows_only_what_the_person_may_see_and_chose(world, django_assert_max_num_queries):
    make_ticket(world.complaints, make_customer("Hilda Hidden"))
    for n in range(5):
        make_customer(f"Person {n}")
    with django_assert_max_num_queries(9):
        content = b"".join(export_table("customers", columns=["name"], form="csv", by=world.manager)).decode(
            "utf-8-sig"
        )
    assert content.splitlines()[0] == "name" and "Hilda Hidden" in content
    assert Event.objects.get(name="table.exported").data["columns"] == ["name"]
    with pytest.raises(CustomersRefused):
        export_table("customers", columns=["password"], form="csv", by=world.manager)


@given(st.text(alphabet="=+-@\t\r'ab,\"\n0 ", max_size=8))
def test_no_cell_can_run_and_every_cell_comes_back(text):
    [piece_head, piece] = [*write_csv(["a"], [{"a": text}])]
    [cell] = next(csv.reader(io.StringIO(piece.decode(), newline="")), [""]) or [""]

    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r") and cell == guarded(text)
    assert unguarded(cell) == text and piece_head


@given(st.lists(st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=5), min_size=2), max_size=4))
def test_json_lines_come_back_as_they_went(rows):
    content = b"".join(write_jsonl(["a", "b"], rows))

    assert [dict(row.values) for row in read_rows(content, file_name="x.jsonl")] == rows


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "x.csv"),
        (b"\n\n", "x.csv"),
        (b"a,a\n1,2", "x.csv"),
        (b"only headers", "x.csv"),
        (b"nonsense", "x.jsonl"),
        (b"\xff\xfe\x00", "x.csv"),
    ],
)
def test_what_is_no_table_is_refused_with_words(world, content, name):
    with pytest.raises(CustomersRefused, match=r".+"):
        prepare_import("customers", file_name=name, content=content, by=world.manager)


def test_files_of_spreadsheets_are_read_whatever_their_signs(world):
    for content in ("name,email\nJörg,j@x.example".encode("cp1252"), "name\temail\nJörg\tj@x.example".encode("utf-16"),
                    "\ufeffname;email\r\n\"Jörg\";j@x.example\r\n".encode()):  # fmt: skip
        [row] = [*read_rows(content, file_name="x.csv")]
        assert dict(row.values) == {"name": "Jörg", "email": "j@x.example"}


def test_a_mapping_must_say_what_is_required_and_each_thing_once(world):
    made = prepared(world, "a,b\n1,2\n", kind="tickets")
    with pytest.raises(CustomersRefused, match="Number elsewhere"):
        start_import(made, {"a": "subject"}, is_check=True, by=world.manager)
    with pytest.raises(CustomersRefused, match="same thing"):
        start_import(made, {"a": "external_id", "b": "external_id"}, is_check=True, by=world.manager)


@pytest.mark.parametrize("who", ["lead", "ana", "cleo", "light", "stranger", "auditor"])
def test_only_those_who_manage_data_move_it(client, world, who):
    person = getattr(world, who)
    with pytest.raises(Forbidden):
        prepare_import("customers", file_name="x.csv", content=PEOPLE.encode(), by=person)
    with pytest.raises(Forbidden):
        export_table("customers", columns=["name"], form="csv", by=person)
    made = prepared(world, PEOPLE)
    client.force_login(person)
    for path in (
        "/customers/imports/",
        f"/customers/imports/{made.pk}/",
        f"/customers/imports/{made.pk}/problems/",
    ):
        assert client.get(path).status_code == 403
    for path in ("/customers/imports/", f"/customers/imports/{made.pk}/", "/customers/table/export/"):
        assert client.post(path, {"kind": "customers", "columns": "name"}).status_code == 403


def test_the_pages_take_a_file_from_the_upload_to_its_end(client, world):
    client.force_login(world.manager)
    sent = {"kind": "customers", "file": SimpleUploadedFile("people.csv", PEOPLE.encode())}
    place = client.post("/customers/imports/", sent).headers["Location"]
    made = ImportRun.objects.get()
    page = client.get(place).text
    assert "Full name" in page and "Carla Customer" in page
    mapping = {"column-0": "external_id", "column-1": "name", "column-2": "email"}
    client.post(place, {**mapping, "do": "check"})
    assert "0 of 3 rows" in client.get(place, headers={"HX-Request": "true"}).text
    work_on(made.pk)
    checked = client.get(place).text
    assert "nothing is written yet" in checked and "not-an-address" in checked
    client.post(place, {**mapping, "do": "run"})
    work_on(made.pk)
    assert Customer.objects.filter(name="Dan Double").exists()
    problems = b"".join(client.get(f"{place}problems/").streaming_content).decode()
    assert "not-an-address" in problems
    out = client.post(
        "/customers/table/export/", {"kind": "customers", "columns": ["name", "email"], "format": "csv"}
    )
    assert "Dan Double,dan@customer.example" in b"".join(out.streaming_content).decode()
    assert client.get("/customers/imports/").status_code == 200


def test_a_file_that_was_left_is_forgotten_after_a_week(world):
    made, fresh = prepared(world, PEOPLE), prepared(world, PEOPLE + "20;Eve;eve@x.example;;;\n")
    ImportRun.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=8))

    assert forget_left_files() == 1
    made.refresh_from_db()
    assert (
        made.file is None
        and not File.objects.filter(sha256=hashlib.sha256(PEOPLE.encode()).hexdigest()).exists()
    )
    assert ImportRun.objects.get(pk=fresh.pk).file is not None
    with pytest.raises(CustomersRefused):
        start_import(made, made.mapping, is_check=True, by=world.manager)


def test_a_file_that_the_storage_lost_is_told_and_breaks_no_page(client, world):
    made = prepared(world, PEOPLE + "21;Lost;lost@x.example;;;\n")
    default_storage.delete(path_of(made.file.sha256))
    client.force_login(world.manager)
    assert client.get(f"/customers/imports/{made.pk}/").status_code == 200
    made = run(world, made)

    assert made.state == "failed" and "no longer there" in client.get(f"/customers/imports/{made.pk}/").text


def test_the_command_line_brings_in_and_takes_out(world, tmp_path):
    from typer.testing import CliRunner

    from careline.customers.commands import data

    path, out = tmp_path / "people.csv", tmp_path / "out.jsonl"
    path.write_text(PEOPLE)
    by = ["--by", world.manager.email]
    checked = CliRunner().invoke(data, ["import", "customers", str(path), "--dry-run", *by])
    assert (
        checked.exit_code == 0 and "1 new, 1 changed" in checked.output and "not-an-address" in checked.output
    )
    assert not Customer.objects.filter(name="Dan Double").exists()
    done = CliRunner().invoke(
        data, ["import", "customers", str(path), "--map", "Full name=name", "--map", "Labels=", *by]
    )
    assert done.exit_code == 0 and Customer.objects.get(name="Dan Double").tags == []
    taken = CliRunner().invoke(data, ["export", "customers", str(out), "--columns", "name,email", *by])
    assert taken.exit_code == 0 and '"name": "Dan Double"' in out.read_text()
    for wrong in (
        ["import", "pigeons", str(path), *by],
        ["import", "customers", str(path), "--by", world.ana.email],
    ):
        refused = CliRunner().invoke(data, wrong)
        assert refused.exit_code == 1 and "Traceback" not in refused.output
