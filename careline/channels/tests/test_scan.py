"""The first look at a raw mail can't fail, since nothing may stand between a mail and its journal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.channels.intake.scan import scan_mail


@pytest.mark.parametrize(
    "subject",
    [
        b"=?x-nobody-kn\xff\xfeows?q?Gr=FC=DFe?=",
        b"=?utf-8?b?abc?= =?utf-8?b?!!?=",
        b"=?no-such-charset?q?a?=",
        b"=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=",
        b"=?utf-8?q?=00=ED=A0=80?=",
    ],
)
def test_an_odd_subject_is_taken_as_it_stands(subject: bytes) -> None:
    seen = scan_mail(
        b"From: Ana <ana@example.org>\r\nSubject: " + subject + b"\r\nMessage-ID: <a@b>\r\n\r\nHello"
    )
    assert (
        seen.sender == "ana@example.org" and seen.subject and seen.fingerprint and "\x00" not in seen.subject
    )


@given(st.binary(max_size=60), st.sampled_from([b"Subject", b"From", b"Date", b"Message-ID"]))
def test_no_bytes_in_a_header_make_it_fail(odd: bytes, name: bytes) -> None:
    scan_mail(b"From: a@b.example\n" + name + b": =?" + odd + b"?q?=41?= " + odd + b"\n\nx")
