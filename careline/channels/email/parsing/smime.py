"""The message inside an opaque-signed S/MIME part (RFC 8551, RFC 5652): read, not verified."""

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_MAX_CHUNKS = 100_000
_OCTET_STRING, _CONSTRUCTED_OCTET_STRING, _CONTEXT_0 = 0x04, 0x24, 0xA0


def signed_content(der: bytes) -> bytes | None:
    """Give the MIME message that a SignedData structure (DER or BER) carries; None if it carries none or is broken."""
    signed = der.find(_SIGNED_DATA, 0, 64)
    data = der.find(_DATA, signed + len(_SIGNED_DATA), signed + 1024) if signed >= 0 else -1
    if data < 0:
        return None
    try:
        position = data + len(_DATA)
        tag, start, _ = _element(der, position)
        if tag != _CONTEXT_0:
            return None
        return b"".join(_octets(der, start)) or None
    except IndexError:
        return None


def _octets(der: bytes, position: int) -> Iterator[bytes]:
    """Give the chunks of an octet string: one, or many inside a constructed one (chunks don't nest further)."""
    tag, start, end = _element(der, position)
    if tag == _OCTET_STRING and end is not None:
        yield der[start:end]
    if tag != _CONSTRUCTED_OCTET_STRING:
        return
    limit = len(der) if end is None else end
    for _ in range(_MAX_CHUNKS):
        if start >= limit or der[start] != _OCTET_STRING:
            return
        _, begin, stop = _element(der, start)
        if stop is None:
            return
        yield der[begin:stop]
        start = stop


def _element(der: bytes, position: int) -> tuple[int, int, int | None]:
    """Read a tag and length: give the tag, where the content begins, and where it ends (None if indefinite)."""
    tag, length = der[position], der[position + 1]
    if length == 0x80:
        return tag, position + 2, None
    if length < 0x80:
        return tag, position + 2, position + 2 + length
    size = length & 0x7F
    start = position + 2 + size
    return tag, start, start + int.from_bytes(der[position + 2 : start], "big")
