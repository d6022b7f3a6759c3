"""Trying an inbox says whether its answers would get out, and nothing is sent."""

from careline.channels.email.probe_outgoing import probe_outgoing
from careline.testing.inboxes import make_inbox
from careline.testing.smtp_peer import smtp_peer


def test_a_working_server_passes_and_gets_no_mail(world):
    with smtp_peer() as peer:
        step = probe_outgoing(make_inbox(world.support, outgoing=peer.settings))
        assert step.state == "passed" and str(peer.port) in step.text and peer.mails == []


def test_a_wrong_password_is_named_and_not_shown(world):
    with smtp_peer(user="desk", password="right") as peer:
        inbox = make_inbox(world.support, outgoing=peer.settings, outgoing_secret="wrong-one")
        step = probe_outgoing(inbox)
    assert step.state == "failed" and "login" in step.text and "wrong-one" not in step.text + step.said


def test_a_server_that_is_not_there_is_named(world):
    step = probe_outgoing(
        make_inbox(world.support, outgoing={"host": "127.0.0.1", "port": 1, "security": "none"})
    )
    assert step.state == "failed" and "127.0.0.1:1" in step.text


def test_settings_that_would_leak_the_password_are_refused(world):
    inbox = make_inbox(world.support, outgoing={"host": "mail.example", "security": "none", "user": "desk"})
    assert probe_outgoing(inbox).state == "failed"
