"""The first steps: the mailbox's servers are found, tried for real, and kept; the team is asked; the first ticket answered."""

import time

import pytest

from careline.accounts.models import Agent, Company, Invitation
from careline.channels.email.name_service import Unavailable
from careline.channels.first_run.finding import find_servers
from careline.channels.first_run.providers import GOOGLE, MICROSOFT, Servers
from careline.channels.models import Inbox
from careline.core.http import Answer, Blocked
from careline.testing import dovecot
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_message, make_ticket

NOWHERE = Answer(404, {}, b"")
AUTOCONFIG = b"""<clientConfig><emailProvider id="x"><incomingServer type="pop3"><hostname>pop.x</hostname><port>995</port>
<socketType>SSL</socketType></incomingServer><incomingServer type="imap"><hostname>in.shop.example</hostname><port>993</port>
<socketType>SSL</socketType></incomingServer><outgoingServer type="smtp"><hostname>out.shop.example</hostname><port>587</port>
<socketType>STARTTLS</socketType></outgoingServer></emailProvider></clientConfig>"""


def find(records=None, *, answer=NOWHERE, address="help@shop.example"):
    records = records or {}

    def ask(url):
        assert url == "https://autoconfig.shop.example/mail/config-v1.1.xml?emailaddress=help%40shop.example"
        if isinstance(answer, Exception):
            raise answer
        return answer

    return find_servers(address, lookup=lambda name, kind: records.get((name, kind), []), ask=ask)


def test_known_providers_are_found_without_asking_anybody():
    def never(*_asked):
        raise AssertionError("asked")

    assert find_servers("shop@GMail.com", lookup=never, ask=never) is GOOGLE
    assert find_servers("nobody", lookup=never, ask=never) is None


def test_the_provider_is_known_by_where_mail_is_delivered():
    assert find({("shop.example", "MX"): ["alt1.aspmx.l.google.com"]}) is GOOGLE
    assert find({("shop.example", "MX"): ["shop-example.mail.protection.outlook.com"]}) is MICROSOFT
    assert find({("shop.example", "MX"): ["notgoogle.com.evil.example", "mygoogle.com"]}) is None


def test_dns_says_where_by_priority_and_weight():
    records = {
        ("_imaps._tcp.shop.example", "SRV"): [
            "20 0 993 b.example",
            "10 1 993 c.example",
            "10 5 994 a.example",
        ],
        ("_submission._tcp.shop.example", "SRV"): ["0 1 587 out.example"],
    }
    assert find(records) == Servers(("a.example", 994, "tls"), ("out.example", 587, "starttls"))


def test_a_service_that_is_not_offered_is_not_taken():
    records = {
        ("_imaps._tcp.shop.example", "SRV"): ["0 0 0 "],
        ("_submission._tcp.shop.example", "SRV"): ["0 1 587 out.example"],
    }
    assert find(records) is None


def test_what_the_domain_publishes_is_read():
    found = find(answer=Answer(200, {}, AUTOCONFIG))
    assert found == Servers(("in.shop.example", 993, "tls"), ("out.shop.example", 587, "starttls"))


@pytest.mark.parametrize(
    "answer",
    [
        NOWHERE,
        Blocked("no"),
        Answer(200, {}, b"<html>"),
        Answer(200, {}, b"<clientConfig/>"),
        Answer(200, {}, AUTOCONFIG.replace(b"STARTTLS", b"plain")),
        Answer(200, {}, b'<!DOCTYPE x [<!ENTITY a "b">]>' + AUTOCONFIG),
        Answer(200, {}, AUTOCONFIG.replace(b"993", b"a port")),
    ],
)
def test_what_can_not_be_read_is_nothing(answer):
    assert find(answer=answer) is None


def test_a_name_service_that_is_away_is_no_error():
    def away(_name, _kind):
        raise Unavailable

    assert find_servers("help@shop.example", lookup=away) is None


STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")


@pytest.mark.django_db
def test_only_who_manages_inboxes_sees_the_steps_and_acts(client, world):
    for who in STAFF:
        client.force_login(getattr(world, who))
        wanted = 200 if who == "owner" else 403
        assert client.get("/start/").status_code == wanted
        if wanted == 403:
            for step in ("mailbox/", "team/", "skip/team/"):
                assert client.post(f"/start/{step}", {"addresses": "eve@evil.example"}).status_code == 403
    assert not Invitation.objects.exists()
    assert client.get("/start/mailbox/").status_code == 405


@pytest.fixture
def alone(world):
    """A desk just set up: its owner and nobody else."""
    Agent.objects.exclude(pk=world.owner.pk).update(is_active=False)
    return world


@pytest.mark.django_db
def test_who_leaves_the_mailbox_out_is_led_to_the_inbox_after_the_team(client, alone):
    client.force_login(alone.owner)
    page = client.post("/start/skip/mailbox/", follow=True).text
    assert "To the inbox" not in page
    page = client.post("/start/skip/team/", follow=True).text
    assert "To the inbox" in page and "As soon as a mailbox is connected" in page


@pytest.mark.django_db
def test_what_is_no_address_is_told_in_quotes(client, alone):
    client.force_login(alone.owner)
    page = client.post("/start/team/", {"addresses": "eve at desk"}).text
    assert "“eve at desk” is not an address." in page


@pytest.fixture
def mail(dovecot_server):
    """A mailbox that works, and its way out."""
    address = f"help-{time.time_ns()}@desk.example"
    with smtp_peer(user=address, password=dovecot.PASSWORD) as peer:
        yield {
            "address": address, "password": dovecot.PASSWORD, "incoming_host": "127.0.0.1",
            "incoming_port": dovecot_server.imap, "incoming_security": "none", "outgoing_host": "127.0.0.1",
            "outgoing_port": peer.port, "outgoing_security": "none",
        }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.peers
def test_a_mailbox_that_works_is_kept_and_the_next_step_opens(client, alone, mail):
    client.force_login(alone.owner)
    page = client.post("/start/mailbox/", {**mail, "team": alone.support.pk}, follow=True).text

    inbox = Inbox.objects.get()
    assert (inbox.address, inbox.team, inbox.incoming_secret) == (
        mail["address"],
        alone.support,
        dovecot.PASSWORD,
    )
    assert inbox.incoming["begins"] == "new", "years of old mail are brought only when asked for"
    assert "receiving and sending were tried" in page
    assert 'name="addresses"' in page


@pytest.mark.django_db
@pytest.mark.peers
def test_the_servers_are_found_and_a_refusal_is_told_in_plain_words(client, alone, mail, monkeypatch):
    places = Servers(
        ("127.0.0.1", mail["incoming_port"], "none"),
        ("127.0.0.1", mail["outgoing_port"], "none"),
        "app-password",
    )
    monkeypatch.setattr("careline.channels.views.start.find_servers", lambda _address: places)
    client.force_login(alone.owner)
    said = {"address": mail["address"], "password": "wrong", "team": alone.support.pk}
    answer = client.post("/start/mailbox/", said)

    assert answer.status_code == 422
    assert "refuses this user name or password" in answer.text
    assert "app password" in answer.text
    assert f'value="{mail["incoming_port"]}"' in answer.text, "what was found can be mended"
    assert "wrong" not in answer.text.replace("went wrong", "")
    assert not Inbox.objects.exists()

    client.post("/start/mailbox/", {**said, "password": dovecot.PASSWORD})
    assert Inbox.objects.exists()


@pytest.mark.django_db
def test_where_nothing_is_found_the_servers_are_asked_for(client, alone, monkeypatch):
    monkeypatch.setattr("careline.channels.views.start.find_servers", lambda _address: None)
    client.force_login(alone.owner)
    said = {"address": "help@shop.example", "password": "x", "team": alone.support.pk}
    answer = client.post("/start/mailbox/", said)
    assert answer.status_code == 422
    assert "name its servers" in answer.text


@pytest.mark.django_db
def test_a_provider_without_passwords_leads_to_the_page_for_tokens(client, alone):
    client.force_login(alone.owner)
    said = {"address": "help@outlook.com", "password": "x", "team": alone.support.pk}
    assert "Connect it by token" in client.post("/start/mailbox/", said).text


@pytest.mark.django_db
def test_the_team_is_asked_and_wrong_addresses_are_told(client, alone):
    client.force_login(alone.owner)
    assert client.post("/start/team/", {"addresses": "ana@x"}).status_code == 422
    client.post("/start/team/", {"addresses": "nia@shop.example\nolga@desk.example, tom@shop.example"})
    assert {*Invitation.objects.values_list("email", flat=True)} == {"nia@shop.example", "tom@shop.example"}


@pytest.mark.django_db
def test_steps_can_be_left_out_and_taken_up_again(client, alone):
    client.force_login(alone.owner)
    for step in ("mailbox", "nonsense", "team"):
        client.post(f"/start/skip/{step}/")
    assert Company.objects.get().skipped_steps == ["mailbox", "team"]
    page = client.get("/start/").text
    assert page.count("Left out.") == 2
    assert "/settings/inboxes/new/" in page


@pytest.mark.django_db
def test_the_first_ticket_is_led_to_and_after_its_answer_the_desk_is_open(client, alone):
    client.force_login(alone.owner)
    assert "Go on with the first steps" in client.get("/").text
    ticket = make_ticket(alone.support, alone.customer)
    assert f"/tickets/{ticket.pk}/" in client.get("/start/").text

    make_message(ticket, agent=alone.owner)

    assert "the desk is open" in client.get("/start/").text
    assert "Go on with the first steps" not in client.get("/").text


@pytest.mark.django_db
def test_the_page_costs_little(client, alone, django_assert_max_num_queries):
    client.force_login(alone.owner)
    client.get("/start/")
    with django_assert_max_num_queries(13):
        client.get("/start/")
