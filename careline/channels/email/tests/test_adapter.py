"""The one entry of parsing: pure, bounded, and never failing but for what is no message."""

import base64
import time
from collections.abc import Callable

import pytest

from careline.channels.email.adapter import Unreadable, parse
from careline.tickets.contracts import Machine

HEAD = b"From: Ana <ana@Example.org>\r\nTo: desk@shop.example\r\nSubject: Hello\r\n"
MEGABYTE = 1024 * 1024
BOUNCE = HEAD.replace(b"ana@Example.org", b"mailer-daemon@mx.example") + (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    b"Final-Recipient: rfc822; a@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    b"Diagnostic-Code: smtp; 550 5.1.1 No such user\r\n\r\n"
    b"Final-Recipient: rfc822; b@example.net\r\nAction: delayed\r\nStatus: 4.4.1\r\n--b\r\n"
    b"Content-Type: message/rfc822\r\n\r\nFrom: desk@shop.example\r\nMessage-ID: <ours@shop.example>\r\n\r\nx\r\n--b--\r\n"
)


def with_headers(*lines: bytes) -> bytes:
    return HEAD + b"".join(line + b"\r\n" for line in lines) + b"\r\nWhere is it?\r\n"


def test_nothing_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse(b"\r\n \r\n")


def test_plain_mail_is_understood() -> None:
    message = parse(with_headers())
    assert message.sender.email == "ana@example.org"
    assert message.sender.name == "Ana"
    assert message.text == message.reply_text == "Where is it?"
    assert message.headers[0] == ("From", "Ana <ana@Example.org>")
    assert message.machine is Machine.NONE
    assert message.truncated == ()


def test_place_of_delivery_is_kept() -> None:
    message = parse(
        with_headers(
            b"Delivered-To: one@shop.example",
            b"X-Original-To: two@shop.example",
            b"Envelope-To: one@shop.example",
        )
    )
    assert message.delivered_to == ("one@shop.example", "two@shop.example")


def test_references_keep_their_order_and_the_newest_of_too_many() -> None:
    ids = [f"<{number}@example.org>".encode() for number in range(5000)]
    message = parse(
        with_headers(
            b"References: " + b"\r\n ".join(ids), b"In-Reply-To: Your mail of today <4999@example.org>"
        )
    )
    assert message.references[0] == "0@example.org"
    assert message.references[-1] == "4999@example.org"
    assert message.in_reply_to == ("4999@example.org",)
    assert "references" in message.truncated


def test_bounce_tells_who_and_which_message() -> None:
    message = parse(BOUNCE)
    failed, delayed = message.bounced
    assert message.machine is Machine.BOUNCE
    assert (failed.email, failed.status, failed.diagnostic, failed.permanent) == (
        "a@example.net",
        "5.1.1",
        "550 5.1.1 No such user",
        True,
    )
    assert (delayed.email, delayed.permanent) == ("b@example.net", False)
    assert message.bounced_message_id == "ours@shop.example"


def test_signature_is_taken_off_the_reply() -> None:
    message = parse(HEAD + b"\r\nYes please\r\n-- \r\nAna\r\n")
    assert (message.reply_text, message.signature) == ("Yes please", "-- \nAna")


def test_list_of_our_own_domain_is_a_person() -> None:
    raw = with_headers(b"List-Id: Support <support.shop.example>", b"Precedence: list")
    assert parse(raw).machine is Machine.LIST
    own = parse(raw, own_domains=frozenset(("shop.example",)))
    assert own.machine is Machine.NONE
    assert own.list_id == "support.shop.example"


@pytest.mark.parametrize(
    "line",
    [
        b"X-Spam-Flag: YES",
        b"X-Spam-Status: Yes, score=9.1 required=5.0",
        b"X-Spam-Level: ********",
        b"X-MS-Exchange-Organization-SCL: 9",
        b"X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:DE;SCL:6;SRV:",
        b"X-Rspamd-Action: add header",
    ],
)
def test_spam_is_known_by_its_header(line: bytes) -> None:
    message = parse(with_headers(line))
    assert message.is_spam
    assert message.spam_reason


@pytest.mark.parametrize(
    "line",
    [
        b"X-Spam-Flag: NO",
        b"X-Spam-Status: No, score=-1.0",
        b"X-Spam-Level: **",
        b"X-MS-Exchange-Organization-SCL: -1",
    ],
)
def test_headers_of_filters_that_say_no_are_no_spam(line: bytes) -> None:
    assert not parse(with_headers(line)).is_spam


RESULTS = b"mx.shop.example; spf=fail smtp.mailfrom=x.example; dkim=pass header.d=example.org; dmarc=pass header.from=example.org"


def test_results_of_a_trusted_server_are_believed() -> None:
    raw = with_headers(b"Authentication-Results: " + RESULTS)
    found = parse(raw, trusted_authserv_ids=frozenset(("MX.shop.example",))).authentication
    assert (found.spf, found.dkim, found.dmarc, found.aligned, found.source) == (
        "fail",
        "pass",
        "pass",
        True,
        "mx.shop.example",
    )
    assert parse(raw).authentication.dmarc == ""


def test_results_below_those_of_another_server_are_not_believed() -> None:
    raw = with_headers(
        b"Authentication-Results: other.example; dmarc=fail", b"Authentication-Results: " + RESULTS
    )
    assert parse(raw, trusted_authserv_ids=frozenset(("mx.shop.example",))).authentication.dmarc == ""


def test_results_in_a_comment_are_not_believed() -> None:
    raw = with_headers(
        b"Authentication-Results: mx.shop.example; spf=none (dmarc=pass; dkim=pass header.d=example.org)"
    )
    found = parse(raw, trusted_authserv_ids=frozenset(("mx.shop.example",))).authentication
    assert (found.spf, found.dkim, found.dmarc, found.aligned) == ("none", "", "", False)


@pytest.mark.parametrize(
    "forged",
    [
        b'mx.shop.example; spf=pass smtp.mailfrom="x;dmarc=pass;dkim=pass header.d=example.org"@evil.example',
        b"mx.shop.example; spf=none (helo (nested; dmarc=pass; dkim=pass header.d=example.org))",
        b"mx.shop.example; dkim=pass header.d=evil.example header.from=example.org",
        b"mx.shop.example; spf=none (never ends; dmarc=pass",
    ],
)
def test_results_that_a_sender_wrote_are_not_believed(forged: bytes) -> None:
    found = parse(
        with_headers(b"Authentication-Results: " + forged),
        trusted_authserv_ids=frozenset(("mx.shop.example",)),
    )
    assert found.authentication.dmarc == ""
    assert not found.authentication.aligned


def multipart(piece: bytes, times: int) -> bytes:
    return (
        HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + (b"--x\r\n" + piece + b"\r\n") * times
    )


def html(piece: bytes, times: int) -> bytes:
    return HEAD + b"Content-Type: text/html\r\n\r\n" + piece * times


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "100 MB of text": (lambda: HEAD + b"\r\n" + b"and more of it\r\n" * (100 * MEGABYTE // 16), "text"),
    "100 MB of headers": (lambda: b"a: b\n" * (20 * MEGABYTE), "headers"),
    "100 MB of base64 in small runs": (lambda: HEAD + b"Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\n" + b"AA==\n" * (20 * MEGABYTE), ""),
    "5 MB of references": (lambda: with_headers(b"References: " + b" ".join(b"<%d@example.org>" % n for n in range(250_000))), "header references"),
    "10,000 parts": (lambda: multipart(b"Content-Type: text/plain\r\n\r\nhello", 10_000), "parts"),
    "boundaries without parts": (lambda: multipart(b"--xy\r\n--xy", 2_000_000), "parts"),
    "nested 200 deep": (
        lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
        + b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(200)), "depth",
    ),
    "HTML nested deep": (lambda: html(b"<div>", 300_000), "html"),
    "HTML with open formatting": (lambda: html(b"<font color=a><p>", 50_000), "html nesting"),
    "HTML with endless attributes": (lambda: HEAD + b"Content-Type: text/html\r\n\r\n<a " + b" ".join(b"a%d=x" % n for n in range(100_000)), "html nesting"),
    "HTML of table rows in SVG": (lambda: html(b"<svg><tr>", 30_000), "html nesting"),
    "many HTML parts": (lambda: multipart(b"Content-Type: text/html\r\n\r\n" + b"<p>x" * 10_000, 900), "html"),
    "winmail.dat of nothing": (lambda: HEAD + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22" + b"\0" * (20 * MEGABYTE), "winmail.dat"),
    "lines that look like quotes": (lambda: HEAD + b"\r\n" + b"On 1 Jan 2024 at 10:00 a@b\r\n:\r\n" * 50_000, "text"),
    "commas in Cc": (lambda: with_headers(b"Cc: " + b"a@example.org, " * 300_000), "header cc"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_takes_under_two_seconds_and_says_what_was_cut(name: str) -> None:
    make, cut = HOSTILE[name]
    raw = make()
    began = time.process_time()
    message = parse(raw)
    assert time.process_time() - began < 2
    assert not cut or cut in message.truncated


def test_attachment_of_many_megabytes_is_whole() -> None:
    content = bytes(range(256)) * 40_000
    raw = (
        HEAD
        + b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content)
    )
    assert parse(raw).files[0].content == content
