"""The header block of a message or part: bytes into (name, raw value) pairs, bounded (RFC 5322 section 2.2)."""

import re
from collections.abc import Iterator

from careline.channels.email.parsing.limits import (
    MAX_HEADER_BYTES,
    MAX_HEADER_LINES,
    MAX_HEADERS,
    MAX_VALUE_BYTES,
    Cuts,
)

_BLANK_LINE = re.compile(rb"\n\r*\n")
_LEADING_BLANK = re.compile(rb"(?:[ \t]*\r*\n)*")
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_ENVELOPE = re.compile(rb"(?:>?From (?![ \t]*:)[^\n]*\n)+")
_USUAL_NAME = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|sender|reply-to|message-id|in-reply-to|references|mime-version|received"
    rb"|return-path|delivered-to|auto-submitted|precedence|content-[a-z-]+|x-[a-z0-9-]+|list-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)


class Headers:
    """The headers of one part, in order; names compare without case, values are raw bytes, still folded."""

    __slots__ = ("_first", "items")

    def __init__(self, items: list[tuple[str, bytes]]) -> None:
        self.items = items
        first: dict[str, bytes] = {}
        for name, value in items:
            first.setdefault(name.lower(), value)
        self._first = first

    def get(self, name: str) -> bytes:
        """Give the first value of the lower-case `name`, or b""."""
        return self._first.get(name, b"")

    def has(self, name: str) -> bool:
        """Tell whether the lower-case `name` is present."""
        return name in self._first

    def all(self, name: str) -> list[bytes]:
        """Give all values of the lower-case `name`, in order."""
        if name not in self._first:
            return []
        return [value for key, value in self.items if key.lower() == name]


def read_headers(raw: bytes, start: int, end: int, *, cuts: Cuts) -> tuple[Headers, int]:
    """Read the headers of raw[start:end]; give them and the position where the body begins."""
    begin = start
    if raw[begin : begin + 1] in (b"\n", b"\r"):
        return Headers([]), min(_after_newline(raw, begin), end)
    blank = _BLANK_LINE.search(raw, begin, min(end, begin + MAX_HEADER_BYTES))
    block_end, body = (blank.start() + 1, blank.end()) if blank else (end, end)
    if block_end - begin > MAX_HEADER_BYTES:
        cuts.note("headers")
    block = raw[begin : min(block_end, begin + MAX_HEADER_BYTES)]
    items, used = _items(block, cuts)
    return Headers(items), body if used is None else begin + used


def message_start(raw: bytes) -> int:
    """Find where a message begins: after blank lines and the `From ` line of an mbox."""
    blank = _LEADING_BLANK.match(raw)
    start = blank.end() if blank else 0
    envelope = _ENVELOPE.match(raw, start)
    return envelope.end() if envelope else start


def _after_newline(raw: bytes, position: int) -> int:
    newline = raw.find(b"\n", position, position + 4)
    return newline + 1 if newline >= 0 else position + 1


def _items(block: bytes, cuts: Cuts) -> tuple[list[tuple[str, bytes]], int | None]:
    """Split a block into headers; the second value is where the body begins if a line is no header at all."""
    items: list[tuple[str, list[bytes]]] = []
    position = 0
    for count, line in enumerate(_lines(block)):
        if count > MAX_HEADER_LINES or len(items) > MAX_HEADERS:
            cuts.note("headers")
            break
        matched = None if line[:1] in b" \t" else _NAME.match(line)
        if matched:
            items.append((matched.group(1).decode("ascii"), [line[matched.end() :]]))
        elif line[:1] in b" \t" or (items and _USUAL_NAME.match(block, position + len(line))):
            if items:
                items[-1][1].append(line)
        else:
            return _joined(items, cuts), position
        position += len(line)
    return _joined(items, cuts), None


def _lines(block: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(block):
        newline = block.find(b"\n", start)
        stop = newline + 1 if newline >= 0 else len(block)
        yield block[start:stop]
        start = stop


def _joined(items: list[tuple[str, list[bytes]]], cuts: Cuts) -> list[tuple[str, bytes]]:
    joined = []
    for name, lines in items:
        value = lines[0] if len(lines) == 1 else b"".join(lines)
        if len(value) > MAX_VALUE_BYTES:
            cuts.note("header " + name.lower()[:60])
            half = MAX_VALUE_BYTES // 2
            value = value[:half].rpartition(b" ")[0] + b" " + value[-half:].partition(b" ")[2]
        joined.append((name, value))
    return joined
