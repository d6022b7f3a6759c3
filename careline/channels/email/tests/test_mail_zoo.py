"""Every mail of the zoo is understood as a person would: `fixtures/<group>/<name>.eml` in, `.json` expected."""

import json
import re
from pathlib import Path

import pytest

from careline.channels.email.report import FIELDS, report

ZOO = Path(__file__).parent / "fixtures"
MAILS = sorted(ZOO.rglob("*.eml"))
SPECIAL = {"html_contains", "html_lacks", "text_contains", "text_lacks", "reply_contains", "quoted_contains"}


def described(mail: Path) -> dict:
    return report(mail.name, mail.read_bytes())


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: f"{mail.parent.name}/{mail.stem}")
def test_mail_is_understood(mail: Path) -> None:
    expected = json.loads(mail.with_suffix(".json").read_text("utf-8"))
    found = described(mail)
    assert set(expected) <= set(FIELDS) | SPECIAL | {"note"}
    differing = {
        key: (found[key], value) for key, value in expected.items() if key in FIELDS and found[key] != value
    }
    assert not differing, "found, expected"
    for key in SPECIAL & set(expected):
        field = {"html": "html", "text": "text", "reply": "reply_text", "quoted": "quoted_text"}[
            key.split("_")[0]
        ]
        for piece in expected[key]:
            assert (piece in found[field]) is not key.endswith("lacks"), (key, piece, found[field])


def test_zoo_is_large_and_each_mail_has_its_expectation() -> None:
    assert len(MAILS) >= 150
    assert all(mail.with_suffix(".json").exists() for mail in MAILS)


def test_nothing_in_the_zoo_gives_unsafe_html() -> None:
    unsafe = re.compile(
        r"<(?:script|style|svg|math|form|base|meta|iframe|object)|\son\w+\s*=|javascript:", re.I
    )
    for mail in MAILS:
        assert not unsafe.search(described(mail)["html"]), mail


def test_parsing_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        for mail in MAILS:
            described(mail)
    assert not caplog.records
