"""The public web form."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from careline.channels import intake
from careline.channels.form import forms, views
from careline.channels.models import Arrival
from careline.testing.inboxes import make_inbox
from careline.testing.world import make_ticket
from careline.tickets.models import Attachment, Message, Ticket

GIVEN = {"name": "Eva", "email": "eva@customer.example", "subject": "Brakes", "message": "They squeak."}


@pytest.fixture
def inbox(world, monkeypatch):
    monkeypatch.setattr(forms, "QUICKEST_SECONDS", -1)
    return make_inbox(world.support, form_key="contact", answer_within_hours=8)


def post(client, **given):
    return client.post("/form/contact/", {**GIVEN, "stamp": forms.new_stamp(), **given})


def test_a_visitor_who_is_not_logged_in_makes_a_ticket(client, inbox):
    assert client.get("/form/contact/").status_code == 200
    answer = post(client)
    assert Arrival.objects.get().state == "waiting"  # durable before anybody is thanked
    thanks = client.get(answer["Location"]).content.decode()
    assert "8 hours" in thanks
    assert "squeak" not in thanks
    intake.drain_once()
    message = Message.objects.get()
    assert (message.text, message.from_email, message.channel) == (
        "They squeak.",
        "eva@customer.example",
        "form",
    )
    assert message.grade == "unverified"
    assert mail.outbox == []


def test_a_visitor_reads_the_language_of_their_browser(client, inbox):
    page = client.get("/form/contact/", headers={"accept-language": "de"}).text
    assert "Schreiben Sie uns" in page and '<html lang="de"' in page


def test_files_come_along(client, inbox):
    post(client, files=[SimpleUploadedFile("brake.txt", b"photo"), SimpleUploadedFile("b.txt", b"more")])
    intake.drain_once()
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["b.txt", "brake.txt"]


def test_sending_twice_makes_one_ticket(client, inbox):
    stamp = forms.new_stamp()
    assert [post(client, stamp=stamp).status_code for _ in range(2)] == [302, 302]
    intake.drain_once()
    assert Ticket.objects.count() == 1


def test_a_robot_in_the_hidden_field_is_held_back_and_told_nothing(client, inbox):
    assert post(client, website="https://spam.example").status_code == 302
    intake.drain_once()
    assert Arrival.objects.get().state == "suspended"


def test_what_was_filled_in_too_quickly_is_held_back(client, inbox, monkeypatch):
    monkeypatch.setattr(forms, "QUICKEST_SECONDS", 60)
    post(client)
    intake.drain_once()
    assert Arrival.objects.get().state == "suspended"


@pytest.mark.parametrize("wrong", [
    {"stamp": "forged:1:2"}, {"email": "no address"}, {"message": ""}, {"message": "x" * 20_001},
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_taken(client, inbox, wrong):
    assert post(client, **wrong).status_code == 422
    assert not Arrival.objects.exists()


def test_too_many_or_too_large_files_are_refused(client, inbox, monkeypatch):
    monkeypatch.setattr(forms, "FILE_BYTES", 10)
    assert post(client, files=[SimpleUploadedFile("a", b"x" * 11)]).status_code == 422
    assert post(client, files=[SimpleUploadedFile(str(n), b"x") for n in range(6)]).status_code == 422


@pytest.mark.parametrize("limit", ["PER_CLIENT", "PER_SENDER", "PER_INBOX"])
def test_a_flood_is_limited_by_client_sender_and_inbox(client, inbox, monkeypatch, limit):
    monkeypatch.setattr(views, limit, 2)
    assert [post(client).status_code for _ in range(3)] == [302, 302, 429]
    assert Arrival.objects.count() == 2


def test_a_number_in_the_subject_joins_no_ticket(client, world, inbox):
    ticket = make_ticket(world.support, world.customer)
    post(client, email="carla@customer.example", subject=f"Re: [#{ticket.pk}]")
    intake.drain_once()
    assert Arrival.objects.get().ticket_id != ticket.pk


def test_line_breaks_in_name_and_subject_are_taken_out(client, inbox):
    post(client, name="Eva\r\nBcc: all@x.example", subject="a\r\nb")
    intake.drain_once()
    message = Message.objects.get()
    assert "\n" not in message.subject + message.from_name


def test_an_inbox_without_a_form_has_none(client, world):
    make_inbox(world.support)
    assert client.get("/form/contact/").status_code == 404
