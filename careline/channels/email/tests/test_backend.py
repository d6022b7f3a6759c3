"""Invitations and links leave through an inbox's own server, or by the configuration's."""

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection

from careline.accounts.mail import send_system_mail
from careline.channels.email.backend import NotSent
from careline.testing.inboxes import make_inbox
from careline.testing.smtp_peer import smtp_peer

BACKEND = "careline.channels.email.backend.Backend"


@pytest.fixture
def peer(settings):
    settings.EMAIL_BACKEND = BACKEND
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    settings.DEFAULT_FROM_EMAIL = "careline@desk.example"
    with smtp_peer() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.host, running.port
        yield running


def test_the_setting_is_ours():
    from careline.config import settings as written

    assert written.EMAIL_BACKEND == BACKEND


def test_without_an_inbox_the_configurations_server_is_used(db, peer):
    headers = {"Auto-Submitted": "auto-generated", "X-Careline": "x\r\nBcc: evil@x.example"}
    EmailMessage("Grüße", "Body", to=["Ana Ä <ana@desk.example>"], headers=headers).send()
    made = peer.mails[0].parsed
    assert peer.mails[0].mail_from == "careline@desk.example" and peer.mails[0].rcpt_to == [
        "ana@desk.example"
    ]
    assert made["Subject"] == "Grüße" and made["Auto-Submitted"] == "auto-generated" and made["Bcc"] is None


def test_an_inbox_with_a_server_is_used_first(world, peer):
    with smtp_peer() as other:
        make_inbox(world.support, outgoing=other.settings)
        EmailMessage("Hello", "Body", to=["ana@desk.example"]).send()
        assert other.mails[0].mail_from == "help@desk.example"
        assert other.mails[0].parsed["From"].addresses[0].addr_spec == "help@desk.example"
    assert peer.mails == []


def test_html_and_files_go_along(db, peer):
    mail = EmailMultiAlternatives("Hello", "Body", to=["ana@desk.example"], bcc=["b@desk.example"])
    mail.attach_alternative("<p>Body</p>", "text/html")
    mail.attach("a.txt", "text", "text/plain")
    mail.send()
    made = peer.mails[0].parsed
    assert (
        "<p" in made.get_body(("html",)).get_content()
        and next(made.iter_attachments()).get_filename() == "a.txt"
    )
    assert "b@desk.example" in peer.mails[0].rcpt_to


def test_a_refusal_is_raised_so_that_the_job_tries_again(db, peer):
    peer.faults.data.extend(["451 busy", "451 busy"])
    with pytest.raises(NotSent, match="busy"):
        EmailMessage("Hello", "Body", to=["ana@desk.example"]).send()
    assert (
        EmailMessage(
            "Hello", "Body", to=["ana@desk.example"], connection=get_connection(fail_silently=True)
        ).send()
        == 0
    )


def test_the_accounts_own_mails_go_this_way(world, peer):
    send_system_mail(
        "reset", to="ana@desk.example", language="en", name="Ana", link="https://desk.example/reset/1"
    )
    assert "https://desk.example/reset/1" in peer.mails[0].parsed.get_content()
