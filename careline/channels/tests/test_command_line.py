"""What an operator does with channels on the command line."""

import pytest
import typer
from typer.testing import CliRunner

from careline.channels import commands, intake
from careline.channels.models import Arrival, Inbox
from careline.channels.protocol import NewArrival
from careline.testing.inboxes import make_inbox, make_mail
from careline.tickets.models import Ticket


def run(*words, given=None):
    app = typer.Typer()
    commands.register(app)
    return CliRunner().invoke(app, list(words), input=given)


def test_a_mail_from_a_pipe_becomes_a_ticket(world):
    make_inbox(world.support)
    assert run("intake", "-", "--inbox", "help@desk.example", given=make_mail()).exit_code == 0
    intake.drain_once()
    assert Ticket.objects.count() == 1


def test_a_pipe_for_nobody_says_so_and_a_database_that_is_away_means_later(world, monkeypatch):
    from django.db import OperationalError

    assert run("intake", "-", "--inbox", "x@desk.example", given=make_mail()).exit_code == 67
    make_inbox(world.support)

    def away(items):
        raise OperationalError("away")

    monkeypatch.setattr("careline.channels.command_line.pipe.accept", away)
    assert run("intake", "-", "--inbox", "help@desk.example", given=make_mail()).exit_code == 75


def test_an_inbox_is_added_listed_and_tested_and_its_password_is_never_shown(world):
    words = ("inbox", "add", "shop@desk.example", "--kind", "imap", "--host", "127.0.0.1", "--port", "1",
             "--security", "none", "--team", "support", "--password")  # fmt: skip
    added = run(*words, given="hush-hush\n")
    assert added.exit_code == 0, added.output
    assert Inbox.objects.get().incoming_secret == "hush-hush"
    listed, tested = run("inbox", "list"), run("inbox", "test", "shop@desk.example")
    assert "shop@desk.example" in listed.output
    assert tested.exit_code == 1
    assert "refuses the connection" in tested.output
    assert "hush" not in added.output + listed.output + tested.output


@pytest.mark.parametrize("wrong", [("--kind", "fax"), ("--kind", "imap"), ("--team", "Nobody")])
def test_a_mistake_is_said(world, wrong):
    assert run("inbox", "add", "shop@desk.example", *wrong).exit_code == 1
    assert not Inbox.objects.exists()


def test_failed_arrivals_are_listed_shown_and_tried_again(world):
    inbox = make_inbox(world.support)
    ids = intake.accept([NewArrival(inbox.pk, "t:1", b"\r\n\r\n")])
    intake.drain_once()
    assert f"{ids[0]}\t" in run("arrivals", "list").output
    assert "reason: Unreadable" in run("arrivals", "show", str(ids[0])).output
    assert "1 to be tried again" in run("arrivals", "retry").output
    assert Arrival.objects.get().state == "waiting"
