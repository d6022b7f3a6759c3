"""Messages out of files, folders, Maildirs, mboxes and standard input, for the command line."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_NOT_MAIL = frozenset((
    ".json", ".jsonl", ".csv", ".tsv", ".md", ".rst", ".py", ".pyc", ".sh", ".yaml", ".yml", ".toml",
    ".html", ".htm", ".xml", ".zip", ".gz", ".bz2", ".xz", ".tar", ".sqlite", ".db", ".pdf", ".png",
    ".jpg", ".jpeg", ".gif", ".lock", ".log",
))  # fmt: skip
_MBOX_SUFFIXES = frozenset((".mbox", ".mbx"))
_TIME = re.compile(rb"\d{1,2}:\d{2}")
_HEADER = re.compile(rb"[!-9;-~]{1,80}:")
_ESCAPED = re.compile(rb"^>+From ")


def mail_paths(path: Path) -> list[Path]:
    """Give the files below a folder that can hold mail, in order of their names; a file gives itself."""
    if not path.is_dir():
        return [path]
    found = sorted(
        each for each in path.rglob("*") if each.is_file() and _may_be_mail(each.relative_to(path))
    )
    return [each for each in found if each.parent.name != "tmp" or not (each.parent.parent / "cur").is_dir()]


def messages_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give the messages of a file, each with its id: the path, or for an mbox the path and position, from 1.

    Raises OSError if the file can't be read.
    """
    with path.open("rb") as stream:
        if _is_mbox(path, stream):
            for position, raw in enumerate(mbox_messages(stream), 1):
                yield f"{path}:{position}", raw
        else:
            yield str(path), stream.read()


def messages_on_standard_input() -> Iterator[tuple[str, bytes]]:
    """Give the message (or the messages of an mbox) on standard input; their ids are `-` or `-:1`, `-:2`, …"""
    raw = sys.stdin.buffer.read()
    lines = raw.splitlines(keepends=True) if raw.startswith(b"From ") else []
    if not lines:
        yield "-", raw
    for position, message in enumerate(_split_mbox(iter(lines)), 1):
        yield f"-:{position}", message


def mbox_messages(stream: BinaryIO) -> Iterator[bytes]:
    """Give the messages of an mbox (RFC 4155; `>From ` is unescaped)."""
    return _split_mbox(iter(stream))


def _may_be_mail(path: Path) -> bool:
    return not any(
        name.startswith(".") and name not in (".Sent", ".INBOX") and len(path.parts) == 1
        for name in path.parts
    ) and (path.suffix.lower() not in _NOT_MAIL)


def _is_mbox(path: Path, stream: BinaryIO) -> bool:
    begins = stream.read(5) == b"From "
    stream.seek(0)
    return begins and (path.suffix.lower() in _MBOX_SUFFIXES or path.suffix.lower() != ".eml")


def _split_mbox(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Split before each `From ` line that follows a blank line and has a time, or a header after it."""
    current: list[bytes] = []
    pending = b""
    after_blank, started = True, False
    for line in lines:
        if pending:
            if _TIME.search(pending) or _HEADER.match(line):
                if started:
                    yield b"".join(current)
                current, started = [], True
            else:
                current.append(pending)
            pending = b""
        if after_blank and line.startswith(b"From "):
            pending = line
            after_blank = False
            continue
        current.append(line[1:] if _ESCAPED.match(line) else line)
        after_blank = not line.strip(b"\r\n")
    if pending and not _TIME.search(pending):
        current.append(pending)
    if started:
        yield b"".join(current)
