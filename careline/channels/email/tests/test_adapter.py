"""The one entry of parsing: pure, bounded, and never failing but for what is no message."""

import pytest

from careline.channels.email.adapter import Unreadable, parse


def test_nothing_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse(b"\r\n \r\n")


def test_plain_mail_is_understood() -> None:
    message = parse(
        b"From: Ana <ana@Example.org>\r\nTo: desk@shop.example\r\nSubject: Hello\r\n\r\nWhere is it?\r\n"
    )
    assert message.sender.email == "ana@example.org"
    assert message.sender.name == "Ana"
    assert message.text == message.reply_text == "Where is it?"
