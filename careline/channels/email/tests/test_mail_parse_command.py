"""`careline mail parse`: files, folders, mboxes, Maildirs and standard input; a bad message never stops the others."""

import json
import mailbox
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from careline.channels.email import commands
from careline.channels.email.report import FIELDS

MAIL = b"From: Ana <ana@example.org>\nTo: desk@shop.example\nSubject: %s\n\nWhere is it?\n"
app = typer.Typer()
commands.register(app)


def run(*arguments: str | Path, given: bytes = b"") -> list[dict]:
    result = CliRunner().invoke(app, ["mail", "parse", "--jsonl", *map(str, arguments)], input=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_object_has_exactly_the_documented_fields(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL % b"one")
    (found,) = run(tmp_path / "a.eml")
    assert tuple(found) == FIELDS
    assert (found["id"], found["from"], found["subject"], found["error"]) == (
        str(tmp_path / "a.eml"),
        "ana@example.org",
        "one",
        None,
    )


def test_folder_is_read_in_order_without_what_is_no_mail(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.eml", "sub/c.eml", "a.eml", "a.json"):
        (tmp_path / name).write_bytes(MAIL % name.encode())
    assert [each["subject"] for each in run(tmp_path)] == ["a.eml", "b.eml", "sub/c.eml"]


def test_bad_message_is_an_object_with_its_error(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"")
    (tmp_path / "b.eml").write_bytes(MAIL % b"good")
    bad, good = run(tmp_path)
    missing = run(tmp_path / "none.eml")[0]
    assert (bad["error"], good["error"]) == ("the message is empty", None)
    assert missing["error"] == "No such file or directory"
    assert tuple(missing) == FIELDS


def test_an_outlook_file_is_named_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "offer.msg"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00\x01" * 600)
    (found,) = run(path)
    assert "save it as .eml" in found["error"]


def test_mbox_gives_each_message_with_its_position(tmp_path: Path) -> None:
    path = tmp_path / "box"
    box = mailbox.mbox(path)
    for subject in (b"one", b"two", b"three"):
        box.add(MAIL % subject + b"\nFrom here it is far.\n")
    box.close()
    found = run(path)
    assert [(each["id"], each["subject"]) for each in found] == [
        (f"{path}:{n}", s) for n, s in enumerate(("one", "two", "three"), 1)
    ]
    assert found[2]["text"].endswith("From here it is far.")


def test_maildir_gives_what_was_delivered(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(MAIL % b"new")
    (tmp_path / "box" / "tmp" / "half").write_bytes(MAIL % b"half written")
    assert [each["subject"] for each in run(tmp_path / "box")] == ["new"]


@pytest.mark.parametrize(
    ("given", "ids"),
    [(MAIL % b"one", ["-"]), (b"From ana Tue Mar  5 10:00:00 2024\n" + MAIL % b"one", ["-:1"])],
)
def test_standard_input_is_read(given: bytes, ids: list[str]) -> None:
    found = run("-", given=given)
    assert [each["id"] for each in found] == ids
    assert found[0]["subject"] == "one"


def test_without_the_option_objects_are_indented(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL % b"one")
    result = CliRunner().invoke(app, ["mail", "parse", str(tmp_path / "a.eml")])
    assert json.loads(result.stdout)["subject"] == "one"
    assert '\n  "from": "ana@example.org"' in result.stdout
