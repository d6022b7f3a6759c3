"""Parameters of Content-Type and Content-Disposition: quoted, continued and charset-marked ones (RFC 2045, RFC 2231)."""

import re
from urllib.parse import unquote_to_bytes

from careline.channels.email.parsing.charsets import decode_bytes

_PARAMETER = re.compile(
    rb';[\s;]*([!#$&+\-^_`|~.0-9A-Za-z%*\']{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)("?)|([^;]*))', re.DOTALL
)
_PIECE = re.compile(r"^([^*]+)(?:\*(\d{1,3}))?(\*?)$")
_FOLD = re.compile(rb"\r*\n[ \t]?")


def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """Split a header value into what stands before the first `;` and its parameters, names in lower case.

    Text that is not ASCII is read as UTF-8, else by detection. Encoded words are left as they are.
    """
    value = _FOLD.sub(b" ", value[:16_384])
    head = value.partition(b";")[0].decode("ascii", "replace").strip()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for matched in _PARAMETER.finditer(value):
        name = matched.group(1).decode("ascii").lower()
        piece = _PIECE.match(name)
        content = _content(matched)
        if piece and (piece.group(2) or piece.group(3)):
            place = int(piece.group(2) or 0)
            pieces.setdefault(piece.group(1), {}).setdefault(place, (content, bool(piece.group(3))))
        else:
            plain.setdefault(name, decode_bytes(content))
    for name, parts in pieces.items():
        plain[name] = _continued(parts)
    return head, plain


def _content(matched: re.Match[bytes]) -> bytes:
    if matched.group(2) is not None:
        return re.sub(rb'\\(["\\])', rb"\1", matched.group(2))
    return (matched.group(4) or b"").strip()


def _continued(parts: dict[int, tuple[bytes, bool]]) -> str:
    """Join the pieces of an RFC 2231 value; the first encoded one names the charset."""
    charset, joined = "", b""
    for place in sorted(parts):
        content, encoded = parts[place]
        if encoded:
            if not joined and content.count(b"'") >= 2:
                name, _, rest = content.split(b"'", 2)
                charset, content = name.decode("ascii", "replace"), rest
            content = unquote_to_bytes(content)
        joined += content
    return decode_bytes(joined, charset)
