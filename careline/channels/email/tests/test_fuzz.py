"""Hostile and broken bytes: parsing neither crashes nor takes long, and always gives a whole message."""

import os
import random
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.channels.email.adapter import Unreadable, parse
from careline.tickets.contracts import InboundMessage

RUNS = int(os.environ.get("CARELINE_FUZZ_RUNS", "300"))
MAILS = [path.read_bytes() for path in sorted((Path(__file__).parent / "fixtures").rglob("*.eml"))]
MAILS = [mail for mail in MAILS if len(mail) < 20_000]
NASTY = [
    b"\0", b"\r", b"\n\n", b"--", b"=?utf-8?B?", b"?=", b"<", b">", b'"', b"(", b"&#", b"\xff\xfe", b"\x1b$B", b"<!--", b"<div>" * 50,
    b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Transfer-Encoding: base64\n", b"charset=utf-16", b"begin 644 x\n", b"=",
    b"<b><p>" * 40, b"> " * 30, b"cid:", b"From: ", b"\xe2\x80\xae",
]  # fmt: skip
OUTLOOK_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONGEST_SECONDS = 2.0


def check(raw: bytes) -> None:
    began = time.process_time()
    try:
        message = parse(raw)
    except Unreadable:
        is_empty = not raw.strip(b"\0 \t\r\n") or raw.lstrip().startswith((b"From ", b">From "))
        assert is_empty or raw.startswith(OUTLOOK_FILE)
        return
    finally:
        assert time.process_time() - began < LONGEST_SECONDS
    check_whole(message)


def check_whole(message: InboundMessage) -> None:
    for text in (
        message.text,
        message.html,
        message.reply_text,
        message.quoted_text,
        message.signature,
        message.subject,
    ):
        assert isinstance(text, str)
        text.encode("utf-8")
        assert "\0" not in text
    one_line = [
        message.subject,
        message.message_id,
        message.sender.email,
        message.sender.name,
        *message.references,
    ]
    one_line += [file.name for file in message.files]
    assert not any(set("\r\n\0") & set(text) for text in one_line)
    assert all(file.name and "/" not in file.name and len(file.name) <= 200 for file in message.files)
    assert "<script" not in message.html.lower()


def mutated(chance: random.Random) -> bytes:
    """Make one mail from those of the zoo: flipped bits, cut, spliced, parts doubled, headers shuffled, nasty bytes."""
    raw = bytearray(chance.choice(MAILS))
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(raw) + 1) if raw else 0
        stop = min(len(raw), place + chance.randint(0, 400))
        change = chance.randrange(7)
        if change == 0 and raw:
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        elif change == 1:
            del raw[place:stop]
        elif change == 2:
            other = chance.choice(MAILS)
            start = chance.randrange(len(other) + 1)
            raw[place:place] = other[start : start + chance.randint(0, 3000)]
        elif change == 3:
            raw[place:place] = raw[place:stop] * chance.randint(1, 20)
        elif change == 4:
            raw[place:place] = chance.choice(NASTY) * chance.randint(1, 30)
        elif change == 5:
            del raw[place:]
        else:
            raw = shuffled(raw, chance)
    return bytes(raw[:300_000])


def shuffled(raw: bytearray, chance: random.Random) -> bytearray:
    head, blank, body = bytes(raw).partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    chance.shuffle(lines)
    return bytearray(b"\r\n".join(lines) + blank + body)


def test_mutated_mails_are_survived() -> None:
    for seed in range(RUNS):
        raw = mutated(random.Random(seed))
        try:
            check(raw)
        except Exception as problem:
            raise AssertionError(f"seed {seed}: {problem!r}") from problem


header = st.sampled_from(
    [
        "From",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Message-ID",
        "References",
        "In-Reply-To",
        "Reply-To",
        "Content-Type",
        "Content-Disposition",
        "List-Id",
        "Content-Transfer-Encoding",
        "Return-Path",
        "Authentication-Results",
        "X-Spam-Level",
        "Auto-Submitted",
    ]
)
value = st.one_of(
    st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=80),
    st.sampled_from(
        [b"multipart/mixed; boundary=x", b"text/html", b"base64", b"message/delivery-status", b"a@b.c"]
    ),
)


@settings(
    max_examples=max(RUNS // 10, 50), deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(
    st.lists(st.tuples(header, value), max_size=12), st.one_of(st.binary(max_size=300), st.text(max_size=300))
)
def test_made_up_mails_are_survived(headers: list[tuple[str, bytes]], body: bytes | str) -> None:
    content = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
    check(b"".join(name.encode() + b": " + text + b"\n" for name, text in headers) + b"\n" + content)


@settings(
    max_examples=max(RUNS // 10, 50), deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_are_survived(raw: bytes) -> None:
    check(raw)
