"""Content-Transfer-Encoding undone, however broken (RFC 2045 section 6), and uuencoded files inside text."""

import binascii
import re
from dataclasses import dataclass

from careline.channels.email.parsing.mime import Part

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(byte for byte in range(256) if byte not in _BASE64)
_MAX_RUNS = 1000
_UU_BEGIN = re.compile(rb"(?:^|\n)begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_SOFT_BREAK_BLANKS = re.compile(rb"[ \t]+(?=\r?\n)")


def decoded(part: Part, *, limit: int | None = None) -> bytes:
    """Give the body of a part with its transfer encoding undone; of the raw body at most `limit` bytes are looked at."""
    end = part.end if limit is None else min(part.end, part.start + limit)
    return decode_transfer(part.raw[part.start : end], encoding(part))


def encoding(part: Part) -> str:
    """Give the transfer encoding of a part, lower-case, "" if none or unknown."""
    words = (
        part.headers.get("content-transfer-encoding")[:100]
        .decode("ascii", "replace")
        .lower()
        .strip(" \t\r\n\"';")
    )
    return {
        "base-64": "base64",
        "b64": "base64",
        "quotedprintable": "quoted-printable",
        "qp": "quoted-printable",
    }.get(words, words.partition(";")[0].strip())


def decode_transfer(body: bytes, name: str) -> bytes:
    """Undo the transfer encoding `name`; what can't be decoded stays as it is."""
    if name == "base64":
        return _base64(body)
    if name == "quoted-printable":
        return binascii.a2b_qp(body)
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        found = uuencoded(body, limit=1)
        return found[0].content if found else body
    return body


def _base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body, strict_mode=False) if _is_whole(body) else _each_run(body)
    except binascii.Error:
        return _each_run(body)


def _is_whole(body: bytes) -> bool:
    """Tell whether padding stands only at the end: elsewhere several encoded runs were put together."""
    padding = body.find(b"=")
    return padding < 0 or not body[padding : padding + 200_000].strip(b"= \t\r\n-")


def _each_run(body: bytes) -> bytes:
    """Decode runs of base64 that end in padding one by one; stop where text follows that is none."""
    result = []
    for run in re.split(rb"=+", body, maxsplit=_MAX_RUNS):
        letters = run.translate(None, _NOT_BASE64)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        if letters:
            result.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    return b"".join(result)


@dataclass(frozen=True, slots=True)
class UuencodedFile:
    """One uuencoded file found in text, with the place that it took there."""

    name: bytes
    content: bytes
    start: int
    end: int


def uuencoded(body: bytes, *, limit: int = 50) -> list[UuencodedFile]:
    """Find uuencoded files (`begin 644 name` … `end`) in a plain body."""
    found: list[UuencodedFile] = []
    position = 0
    while len(found) < limit and (begin := _UU_BEGIN.search(body, position)):
        content, end = _uu_lines(body, begin.end())
        if content:
            found.append(UuencodedFile(begin.group(1).strip(), content, begin.start(), end))
        position = max(end, begin.end())
    return found


def _uu_lines(body: bytes, position: int) -> tuple[bytes, int]:
    pieces: list[bytes] = []
    while position < len(body):
        newline = body.find(b"\n", position)
        stop = newline + 1 if newline >= 0 else len(body)
        line = body[position:stop].rstrip(b"\r\n")
        position = stop
        if line in (b"end", b"`", b"", b"===="):
            if line in (b"end", b"===="):
                break
            continue
        try:
            pieces.append(_uu_line(line))
        except binascii.Error:
            return b"", position
    return b"".join(pieces), position


def _uu_line(line: bytes) -> bytes:
    if len(line) > 90:
        raise binascii.Error
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = ((line[0] - 32) & 63) * 4 // 3 + 5
        return binascii.a2b_uu(line[:length])
