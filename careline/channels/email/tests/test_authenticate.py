"""Our own check of SPF, DKIM and DMARC, against keys and records made here: no network."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from careline.channels.email.authenticate import check
from careline.channels.email.name_service import Unavailable
from careline.channels.email.spf import check_host

MAIL = b"From: Ana <ana@shop.example>\r\nTo: help@desk.example\r\nSubject: Order\r\nDate: Tue, 5 Mar 2024 10:00:00 +0000\r\n\r\nWhere is it?\r\n"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()
RECORDS = {
    ("shop.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 include:_spf.relay.example -all"],
    ("_spf.relay.example", "TXT"): ["v=spf1 ip6:2001:db8::/32 a:mx.relay.example ?all"],
    ("mx.relay.example", "A"): ["198.51.100.7"],
    ("_dmarc.shop.example", "TXT"): ["v=DMARC1; p=reject"],
    ("one._domainkey.shop.example", "TXT"): [f"v=DKIM1; k=rsa; p={PUBLIC}"],
    ("one._domainkey.evil.example", "TXT"): [f"v=DKIM1; k=rsa; p={PUBLIC}"],
    ("evil.example", "TXT"): ["v=spf1 +all"],
    ("loop.example", "TXT"): ["v=spf1 include:loop.example -all"],
    ("redirect.example", "TXT"): ["v=spf1 redirect=shop.example"],
    ("macro.example", "TXT"): ["v=spf1 exists:%{ir}.%{l1r}._spf.%{d} -all"],
    ("1.2.0.192.ana._spf.macro.example", "A"): ["127.0.0.2"],
    ("mx.example", "TXT"): ["v=spf1 mx/24 -all"],
    ("mx.example", "MX"): ["mx.relay.example"],
    ("two.example", "TXT"): ["v=spf1 -all", "v=spf1 +all"],
    ("broken.example", "TXT"): ["v=spf1 ip4:999.1.1.1 -all"],
}


def table(name: str, kind: str) -> list[str]:
    return RECORDS.get((name.rstrip(".").lower(), kind), [])


def silence(name: str, kind: str) -> list[str]:
    raise Unavailable


def signed(domain: bytes) -> bytes:
    return dkim.sign(MAIL, b"one", domain, PEM, include_headers=[b"from", b"subject"]) + MAIL


def checked(raw: bytes, *, ip: str = "203.0.113.9", mail_from: str = "ana@shop.example", lookup=table):
    return check(raw, client_ip=ip, helo="mx.example", mail_from=mail_from, timeout_seconds=2, lookup=lookup)


def test_signature_of_the_author_passes() -> None:
    found = checked(signed(b"shop.example"))
    assert (found.dkim, found.dmarc, found.aligned, found.spf) == ("pass", "pass", True, "fail")


def test_an_ed25519_signature_passes() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    public, private = (
        base64.b64encode(raw) for raw in (key.public_key().public_bytes_raw(), key.private_bytes_raw())
    )
    record = {("ed._domainkey.shop.example", "TXT"): [f"v=DKIM1; k=ed25519; p={public.decode()}"]}
    signature = dkim.sign(
        MAIL,
        b"ed",
        b"shop.example",
        private,
        include_headers=[b"from"],
        signature_algorithm=b"ed25519-sha256",
    )
    found = checked(
        signature + MAIL, lookup=lambda name, kind: record.get((name.rstrip("."), kind)) or table(name, kind)
    )
    assert (found.dkim, found.dmarc, found.aligned) == ("pass", "pass", True)


def test_changed_mail_fails() -> None:
    found = checked(signed(b"shop.example").replace(b"Where", b"There"))
    assert (found.dkim, found.dmarc, found.aligned) == ("fail", "fail", False)


def test_signature_of_another_domain_is_not_aligned() -> None:
    found = checked(signed(b"evil.example"), mail_from="x@evil.example")
    assert (found.dkim, found.spf, found.dmarc, found.aligned) == ("pass", "pass", "fail", False)


def test_listed_server_passes_without_signature() -> None:
    found = checked(MAIL, ip="192.0.2.77")
    assert (found.spf, found.dkim, found.dmarc, found.aligned) == ("pass", "none", "pass", True)


def test_two_authors_of_different_domains_never_pass() -> None:
    found = checked(
        signed(b"shop.example").replace(b"From: Ana", b"From: x@bank.example\r\nFrom: Ana"), ip="192.0.2.77"
    )
    assert found.dmarc == "permerror"
    assert not found.aligned


def test_without_dns_nothing_is_claimed() -> None:
    found = checked(signed(b"shop.example"), lookup=silence)
    assert (found.spf, found.dkim, found.dmarc, found.aligned) == ("", "", "", False)


def test_sender_without_policy_is_none() -> None:
    found = checked(MAIL.replace(b"shop.example", b"quiet.example"), mail_from="ana@quiet.example")
    assert (found.spf, found.dmarc, found.aligned) == ("none", "none", False)


@pytest.mark.parametrize(
    ("ip", "domain", "result"),
    [
        ("192.0.2.1", "shop.example", "pass"),
        ("203.0.113.1", "shop.example", "fail"),
        ("2001:db8::1", "shop.example", "pass"),
        ("::ffff:192.0.2.1", "shop.example", "pass"),
        ("198.51.100.7", "shop.example", "pass"),
        ("203.0.113.1", "_spf.relay.example", "neutral"),
        ("192.0.2.1", "redirect.example", "pass"),
        ("192.0.2.1", "macro.example", "pass"),
        ("192.0.2.2", "macro.example", "fail"),
        ("198.51.100.99", "mx.example", "pass"),
        ("192.0.2.1", "loop.example", "permerror"),
        ("192.0.2.1", "two.example", "permerror"),
        ("192.0.2.1", "broken.example", "permerror"),
        ("192.0.2.1", "nothing.example", "none"),
    ],
)
def test_sender_policy(ip: str, domain: str, result: str) -> None:
    assert check_host(ip, domain=domain, sender="ana@" + domain, helo="h", lookup=table) == result
