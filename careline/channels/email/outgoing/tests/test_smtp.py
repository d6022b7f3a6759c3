"""Every answer a server can give becomes a clear outcome, and one connection carries many mails."""

import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from careline.channels.email.outgoing.account import SmtpAccount, account_from
from careline.channels.email.outgoing.compose import compose
from careline.channels.email.outgoing.letter import Letter
from careline.channels.email.outgoing.smtp import SmtpSession
from careline.channels.protocol import Later, Never, Sent, Unconfigured
from careline.testing.smtp_peer import smtp_peer
from careline.tickets.contracts import Address


def mail(*, to=("carla@customer.example",), sender="support@radhaus.example", text="Hello", **fields):
    return compose(
        Letter(
            message_id="abc.def@radhaus.example",
            sender=Address(sender, "Radhaus"),
            written_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
            subject="Your chain",
            text=text,
            to=tuple(Address(one) for one in to),
            return_path=fields.pop("return_path", sender),
            **fields,
        )
    )


@pytest.fixture
def peer():
    with smtp_peer() as running:
        yield running


@pytest.fixture
def session(peer):
    with SmtpSession(account_from(peer.settings, secrets=lambda: [""])) as one:
        yield one


def test_a_mail_arrives_byte_for_byte(peer, session):
    sent = mail(text="One\n.\n..two\nFrom three\nüber\n")
    assert isinstance(session.send(sent), Sent)
    taken = peer.mails[0]
    assert taken.content == sent.content
    assert (taken.mail_from, taken.rcpt_to) == ("support@radhaus.example", ["carla@customer.example"])


def test_many_mails_go_over_one_connection(peer, session):
    assert all(isinstance(session.send(mail()), Sent) for _ in range(5))
    assert {one.connection for one in peer.mails} == {1}


def test_a_connection_that_the_server_closed_meanwhile_is_opened_again(peer, session):
    session.send(mail())
    session._smtp.sock.shutdown(socket.SHUT_RDWR)
    assert isinstance(session.send(mail()), Sent)
    assert [one.connection for one in peer.mails] == [1, 2]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("451 4.3.0 busy", Later), ("550 5.7.1 spam", Never), ("421 4.3.2 shutting down", Later)],
)
@pytest.mark.parametrize("where", ["mail", "data"])
def test_4xx_means_later_and_5xx_never(peer, session, where, answer, outcome):
    getattr(peer.faults, where).append(answer)
    result = session.send(mail())
    if where == "mail" and answer.startswith("421"):
        assert isinstance(result, Later)
    assert isinstance(result, outcome) and (answer[4:] in result.reason)
    assert isinstance(session.send(mail()), Sent)


def test_a_connection_lost_after_the_final_dot_is_tried_again_as_the_same_mail(peer, session):
    peer.faults.drop_after_data = 1
    assert isinstance(session.send(mail()), Later)
    assert isinstance(session.send(mail()), Sent)
    assert len({one.content for one in peer.mails}) == 1 and len(peer.mails) == 2


def test_one_refused_recipient_does_not_hold_up_the_others(peer, session):
    peer.faults.rcpt["gone@customer.example"] = "550 5.1.1 no such user"
    outcome = session.send(mail(to=("gone@customer.example", "carla@customer.example")))
    assert isinstance(outcome, Sent)
    assert [(one.email, one.status, one.permanent) for one in outcome.refused] == [
        ("gone@customer.example", "5.1.1", True)
    ]
    assert peer.mails[0].rcpt_to == ["carla@customer.example"]


def test_all_recipients_refused_means_never(peer, session):
    peer.faults.rcpt["gone@customer.example"] = "550 5.1.1 no such user"
    outcome = session.send(mail(to=("gone@customer.example",)))
    assert isinstance(outcome, Never) and "no such user" in outcome.reason and len(outcome.refused) == 1
    assert isinstance(session.send(mail()), Sent)


def test_a_greylisted_recipient_makes_the_whole_mail_wait_so_that_nobody_gets_it_twice(peer, session):
    peer.faults.rcpt["slow@customer.example"] = "450 4.2.0 greylisted"
    outcome = session.send(mail(to=("slow@customer.example", "carla@customer.example")))
    assert isinstance(outcome, Later) and outcome.after_seconds == 300
    assert peer.mails == []


def test_a_server_that_nobody_runs_means_later():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        account = SmtpAccount("127.0.0.1", unused.getsockname()[1], security="none")
    outcome = SmtpSession(account).send(mail())
    assert isinstance(outcome, Later) and "127.0.0.1" in outcome.reason


def test_a_silent_server_means_later():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = SmtpAccount("127.0.0.1", silent.getsockname()[1], security="none", timeout_seconds=0.3)
        assert isinstance(SmtpSession(account).send(mail()), Later)


def test_the_password_is_used_and_a_wrong_one_means_later():
    with smtp_peer(user="desk", password="right") as peer:
        with SmtpSession(account_from(peer.settings, secrets=lambda: ["right"])) as session:
            assert isinstance(session.send(mail()), Sent)
        with SmtpSession(account_from(peer.settings, secrets=lambda: ["wrong"])) as session:
            outcome = session.send(mail())
        assert isinstance(outcome, Later) and "login" in outcome.reason and "wrong" not in outcome.reason
    assert [one.user for one in peer.mails] == ["desk"]


def certificate(folder):
    """A self-signed certificate for localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1)
    )
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


def test_the_password_goes_only_inside_the_encryption(tmp_path):
    with smtp_peer(user="desk", password="right", tls=certificate(tmp_path)) as peer:
        settings = {**peer.settings, "security": "starttls"}
        with SmtpSession(account_from(settings, secrets=lambda: ["right"])) as session:
            assert isinstance(session.send(mail()), Sent)
        with SmtpSession(account_from(peer.settings, secrets=lambda: ["right"])) as session:
            assert not isinstance(session.send(mail()), Sent)
    assert len(peer.mails) == 1 and peer.mails[0].user == "desk"


def test_a_server_that_hides_starttls_gets_neither_password_nor_mail():
    with smtp_peer(user="desk", password="right") as peer:
        asked = []
        settings = {**peer.settings, "security": "starttls"}
        with SmtpSession(account_from(settings, secrets=lambda: asked.append(1) or ["right"])) as session:
            assert isinstance(session.send(mail()), Later)
    assert peer.mails == [] and asked == []


def test_beyond_this_machine_a_certificate_that_nobody_signed_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(SmtpAccount, "is_loopback", property(lambda self: False))
    with smtp_peer(tls=certificate(tmp_path)) as peer:
        settings = {**peer.settings, "security": "starttls"}
        with SmtpSession(account_from(settings, secrets=list)) as session:
            outcome = session.send(mail())
    assert isinstance(outcome, Later) and "certificate" in outcome.reason.lower() and peer.mails == []


def test_an_access_token_logs_in_by_xoauth2():
    with smtp_peer(user="desk@radhaus.example", password="token-1") as peer:
        settings = {**peer.settings, "auth": "xoauth2"}
        with SmtpSession(account_from(settings, secrets=lambda: ["token-1"])) as session:
            assert isinstance(session.send(mail()), Sent)
        with SmtpSession(account_from(settings, secrets=lambda: ["stale"])) as session:
            assert isinstance(session.send(mail()), Later)
    assert len(peer.mails) == 1


def test_an_automatic_mail_has_the_null_return_path_where_the_server_allows(peer, session):
    assert isinstance(session.send(mail(return_path="")), Sent)
    peer.faults.refuse_null_sender = True
    assert isinstance(session.send(mail(return_path="")), Sent)
    assert [one.mail_from for one in peer.mails] == ["", "support@radhaus.example"]


def test_addresses_beyond_ascii_reach_a_server_that_can_carry_them(peer, session):
    assert isinstance(session.send(mail(to=("jörg@bücher.example",))), Sent)
    assert peer.mails[0].rcpt_to == ["jörg@xn--bcher-kva.example"]
    assert isinstance(session.send(mail(to=("carla@bücher.example",))), Sent)
    assert peer.mails[1].rcpt_to == ["carla@xn--bcher-kva.example"]


def test_a_mail_over_the_servers_limit_is_not_even_tried():
    with (
        smtp_peer(size_limit=2000) as peer,
        SmtpSession(account_from(peer.settings, secrets=list)) as session,
    ):
        outcome = session.send(mail(text="much " * 2000))
        assert isinstance(outcome, Never) and "2000" in outcome.reason
        assert isinstance(session.send(mail()), Sent)


def test_a_password_never_goes_over_an_open_connection_beyond_this_machine():
    with pytest.raises(Unconfigured):
        account_from({"host": "mail.example", "security": "none", "user": "desk"}, secrets=list)
    with pytest.raises(Unconfigured):
        account_from({}, secrets=list)
    assert account_from({"host": "mail.example", "user": "desk"}, secrets=list).port == 587
