"""Encoded words in headers, and unencoded 8-bit text there (RFC 2047, RFC 6532, and how they are broken)."""

import binascii
import re

from careline.channels.email.parsing.charsets import decode_bytes, known_codec
from careline.channels.email.parsing.text_cleaning import one_line

_FOLD = re.compile(rb"\r*\n[ \t]*|\r[ \t]*")
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]{0,80}){0,3})\?=")
_Q_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")


def unfold(value: bytes, *, hint: str = "") -> str:
    """Give a raw header value as one line of text, encoded words untouched."""
    if b"\n" in value or b"\r" in value:
        value = _FOLD.sub(b" ", value)
    return decode_bytes(value, hint=hint).strip()


def decode_value(value: bytes, *, hint: str = "") -> str:
    """Give a raw header value as readable text on one line. `hint` is the charset of the body."""
    return decode_words(unfold(value, hint=hint))


def decode_words(text: str) -> str:
    """Decode the encoded words in `text`; neighbours lose the blank between them, even where a character is split."""
    if "=?" not in text:
        return one_line(text)
    result: list[str] = []
    waiting: tuple[str, bytes] | None = None
    position = 0
    for matched in _WORD.finditer(text):
        between = text[position : matched.start()]
        charset, content = matched.group(1), _content(matched)
        if waiting is not None and not between.strip():
            if known_codec(waiting[0]) == known_codec(charset) and not _ends_cleanly(waiting[1], charset):
                content = waiting[1] + content
            else:
                result.append(decode_bytes(waiting[1], waiting[0]))
        else:
            if waiting is not None:
                result.append(decode_bytes(waiting[1], waiting[0]))
            result.append(between)
        waiting, position = (charset, content), matched.end()
    if waiting is not None:
        result.append(decode_bytes(waiting[1], waiting[0]))
    result.append(text[position:])
    return one_line("".join(result))


def _content(matched: re.Match[str]) -> bytes:
    payload = matched.group(3)
    if matched.group(2) in "bB":
        return _base64(payload)
    raw = payload.replace("_", " ").encode("utf-8", "surrogateescape")
    return _Q_ESCAPE.sub(lambda found: bytes((int(found.group(1), 16),)), raw)


def _base64(payload: str) -> bytes:
    letters = re.sub(r"[^A-Za-z0-9+/]", "", payload)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    try:
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def _ends_cleanly(content: bytes, charset: str) -> bool:
    """Tell whether a word can be decoded alone; if not, its last character goes on in the next word."""
    codec = known_codec(charset)
    if codec.startswith("iso2022"):
        return content.rfind(b"\x1b(") >= content.rfind(b"\x1b$")
    try:
        content.decode(codec or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True
