"""The tree of parts of a message: where each begins and ends (RFC 2046). Nothing is decoded here.

Written by hand because the standard library recurses, and goes quadratic at some 20,000 parts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from careline.channels.email.parsing.header_block import Headers, read_headers
from careline.channels.email.parsing.limits import (
    MAX_BOUNDARY_HITS,
    MAX_DEPTH,
    MAX_PARTS,
    MAX_SCANNED_BYTES,
    Cuts,
)
from careline.channels.email.parsing.parameters import parameters

_TYPE = re.compile(r"([a-z0-9!#$&^_.+-]{1,80})\s*/\s*([a-z0-9!#$&^_.+-]{1,120})")
_FIRST_DELIMITER = re.compile(
    rb"(?:\A|\n)--([0-9A-Za-z'()+_,./:=?-][0-9A-Za-z'()+_,./:=? -]{0,68})[ \t]*\r*\n"
)


@dataclass(slots=True)
class Part:
    """One part: its headers, its content type, and where its body stands in `raw`."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    depth: int = 0
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    declared: bool = False
    children: list["Part"] = field(default_factory=list)
    parent: "Part | None" = None

    @property
    def body(self) -> bytes:
        """Give the body as it was sent, still encoded."""
        return self.raw[self.start : self.end]

    def walk(self) -> Iterator["Part"]:
        """Give this part and all below it, in the order of the message."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))


class _Splitter:
    """Carries the limits of one message through the splitting of its parts."""

    def __init__(self, cuts: Cuts) -> None:
        self.cuts = cuts
        self.parts = 0
        self.hits = 0
        self.scanned = 0

    def tree(self, raw: bytes, start: int, end: int) -> Part:
        root = self.part(raw, start, end, parent=None)
        waiting = [root]
        while waiting:
            part = waiting.pop()
            if part.content_type.startswith("multipart/"):
                self.divide(part)
                waiting.extend(reversed(part.children))
        return root

    def part(self, raw: bytes, start: int, end: int, *, parent: Part | None) -> Part:
        self.parts += 1
        headers, body = read_headers(raw, start, end, cuts=self.cuts)
        part = Part(raw, headers, body, max(body, end), parent.depth + 1 if parent else 0, parent=parent)
        part.declared = headers.has("content-type")
        if part.declared:
            part.content_type, part.parameters = content_type(headers.get("content-type"))
        elif parent and parent.content_type == "multipart/digest":
            part.content_type = "message/rfc822"
        return part

    def divide(self, part: Part) -> None:
        self.scanned += part.end - part.start
        if part.depth >= MAX_DEPTH or self.scanned > MAX_SCANNED_BYTES:
            self.cuts.note("depth")
            part.content_type = "application/octet-stream"
            return
        for start, end in self.sections(part):
            if self.parts >= MAX_PARTS:
                self.cuts.note("parts")
                break
            part.children.append(self.part(part.raw, start, end, parent=part))
        if not part.children:
            part.content_type = "text/html" if _looks_like_html(part) else "text/plain"

    def sections(self, part: Part) -> Iterator[tuple[int, int]]:
        begin = None
        for line_start, line_end, closing in self.delimiters(part):
            if begin is not None:
                yield begin, max(begin, _before_newline(part.raw, line_start))
            begin = None if closing else line_end
            if closing:
                break
        if begin is not None and begin < part.end:
            yield begin, part.end

    def delimiters(self, part: Part) -> Iterator[tuple[int, int, bool]]:
        boundary = part.parameters.get("boundary", "").strip().encode("utf-8", "surrogateescape")
        found = False
        if boundary:
            for delimiter in self.find(part, boundary):
                found = True
                yield delimiter
        if not found and (guess := _FIRST_DELIMITER.search(part.raw, max(part.start - 1, 0), part.end)):
            yield from self.find(part, guess.group(1).rstrip())

    def find(self, part: Part, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
        raw, needle = part.raw, b"--" + boundary
        position = (
            part.start if raw.startswith(needle, part.start) else _next(raw, needle, part.start, part.end)
        )
        while 0 <= position < part.end:
            self.hits += 1
            if self.hits > MAX_BOUNDARY_HITS:
                self.cuts.note("parts")
                return
            after = position + len(needle)
            newline = raw.find(b"\n", after, part.end)
            line_end = newline + 1 if newline >= 0 else part.end
            rest = raw[after : min(line_end, after + 200)].strip()
            if rest in (b"", b"--"):
                yield position, line_end, rest == b"--"
            position = _next(raw, needle, line_end - 1, part.end)


def split(raw: bytes, start: int, end: int, *, cuts: Cuts) -> Part:
    """Give the tree of parts of the message in raw[start:end]; `cuts` learns of what was beyond the limits."""
    return _Splitter(cuts).tree(raw, start, end)


def content_type(value: bytes) -> tuple[str, dict[str, str]]:
    """Read a Content-Type header: lower-case `type/subtype` and its parameters; text/plain if it is no type."""
    head, found = parameters(value)
    matched = _TYPE.match(head.lower())
    if matched:
        return f"{matched.group(1)}/{matched.group(2)}", found
    lone = head.strip().lower()
    return {"text": "text/plain", "html": "text/html", "pdf": "application/pdf"}.get(
        lone, "text/plain"
    ), found


def _next(raw: bytes, needle: bytes, start: int, end: int) -> int:
    found = raw.find(b"\n" + needle, start, end)
    return found + 1 if found >= 0 else -1


def _before_newline(raw: bytes, position: int) -> int:
    if raw[position - 1 : position] == b"\n":
        position -= 1
        while raw[position - 1 : position] == b"\r":
            position -= 1
    return position


def _looks_like_html(part: Part) -> bool:
    return bool(
        re.match(rb"\s*<(?:!doctype html|html|body|div|p)\b", part.raw[part.start : part.start + 200], re.I)
    )
