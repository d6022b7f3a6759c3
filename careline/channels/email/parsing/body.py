"""Which parts are the text that a person wrote, and which are files (RFC 2046, RFC 2183, and what clients really do)."""

import html
import re
from dataclasses import dataclass, field

from careline.channels.email.parsing.charsets import charset_of_html, decode_bytes
from careline.channels.email.parsing.flowed import unflow
from careline.channels.email.parsing.html_cleaning import clean_html
from careline.channels.email.parsing.html_text import text_of
from careline.channels.email.parsing.limits import MAX_HTML_CHARS, MAX_TEXT_CHARS, Cuts
from careline.channels.email.parsing.mime import Part
from careline.channels.email.parsing.parameters import parameters
from careline.channels.email.parsing.text_cleaning import many_lines
from careline.channels.email.parsing.transfer import UuencodedFile, decoded, uuencoded

_READABLE = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml"))
_ALTERNATIVE_ONLY = frozenset(("text/x-amp-html", "text/watch-html"))
_RICH_COMMAND = re.compile(r"<param>.*?</param>|</?[a-z][a-z0-9-]{0,30}>", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Leaf:
    """One part that holds no others, with its Content-Disposition read."""

    part: Part
    disposition: str
    disposition_parameters: dict[str, str]

    @property
    def has_name(self) -> bool:
        """Tell whether the part asks for a file name."""
        return bool(self.disposition_parameters.get("filename") or self.part.parameters.get("name"))


@dataclass(slots=True)
class Piece:
    """One stretch of the body: its plain text, its HTML, or both as alternatives."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Body:
    """What a message says: text and HTML of its pieces, raw HTML, and the leaves that are files."""

    pieces: list[Piece] = field(default_factory=list)
    files: list[Leaf] = field(default_factory=list)
    uuencoded: list[UuencodedFile] = field(default_factory=list)
    charset: str = ""


def read_body(root: Part, *, cuts: Cuts) -> Body:
    """Sort the leaves below `root` into body and files, and decode what is body."""
    body = Body()
    _gather(root, body, cuts)
    return body


def plain_text(body: Body) -> str:
    """Give the whole text: what was sent as plain text, or else what the HTML says."""
    pieces = [(piece.plain or "").strip("\n") or text_of(piece.html or "") for piece in body.pieces]
    return "\n\n".join(piece for piece in pieces if piece.strip())


def raw_html(body: Body) -> str:
    """Give the HTML of all pieces, unsafe as it came; "" if the message has none."""
    if not any(piece.html for piece in body.pieces):
        return ""
    return "<br>\n".join(
        piece.html or _escaped(piece.plain or "") for piece in body.pieces if piece.html or piece.plain
    )


def safe_html(body: Body, *, cuts: Cuts) -> str:
    """Give the sanitised HTML of the message, "" if it has none."""
    raw = raw_html(body)
    return clean_html(raw, cuts=cuts) if raw else ""


def _escaped(text: str) -> str:
    return "<p>" + html.escape(text.strip("\n")).replace("\n", "<br>\n") + "</p>"


def _gather(part: Part, body: Body, cuts: Cuts) -> None:
    """Walk containers in order. The depth of the tree is limited when it is built."""
    if not part.children:
        if not part.content_type.startswith("multipart/"):
            _leaf(part, body, cuts)
    elif part.content_type == "multipart/alternative":
        _alternative(part, body, cuts)
    else:
        for child in part.children:
            _gather(child, body, cuts)


def _alternative(part: Part, body: Body, cuts: Cuts) -> None:
    """Take plain text and HTML as two forms of one thing; anything else among them is a file."""
    plain = html_text = None
    for child in part.children:
        inner = Body(charset=body.charset)
        _gather(child, inner, cuts)
        body.files += inner.files
        body.uuencoded += inner.uuencoded
        body.charset = body.charset or inner.charset
        plain = plain if (plain or "").strip() else _joined(inner, plain)
        html_text = raw_html(inner) or html_text
    if plain is not None or html_text is not None:
        body.pieces.append(Piece(plain, html_text))


def _joined(inner: Body, before: str | None) -> str | None:
    plain = [piece.plain for piece in inner.pieces if piece.plain is not None]
    return "\n\n".join(plain) if plain else before


def _leaf(part: Part, body: Body, cuts: Cuts) -> None:
    disposition, names = parameters(part.headers.get("content-disposition"))
    leaf = Leaf(part, disposition.lower(), names)
    if not _is_body(leaf, body):
        if not (part.content_type in _ALTERNATIVE_ONLY and part.parent):
            body.files.append(leaf)
        return
    if part.content_type in ("text/html", "application/xhtml+xml"):
        body.pieces.append(Piece(html=_html(part, body, cuts)))
    else:
        body.pieces.append(Piece(plain=_plain(part, body, cuts)))


def _is_body(leaf: Leaf, body: Body) -> bool:
    """Tell whether a leaf is part of the text: readable, not an attachment, not a named file after the first text."""
    if leaf.part.content_type not in _READABLE or leaf.disposition == "attachment":
        return False
    if leaf.disposition_parameters.get("filename"):
        return leaf.part.parent is None
    if leaf.has_name and body.pieces:
        return any(piece.plain is None for piece in body.pieces) and leaf.part.content_type == "text/plain"
    return True


def _html(part: Part, body: Body, cuts: Cuts) -> str:
    raw = decoded(part, limit=MAX_HTML_CHARS * 4)
    if part.end - part.start > MAX_HTML_CHARS * 4:
        cuts.note("html")
    charset = part.parameters.get("charset", "")
    body.charset = body.charset or charset
    return many_lines(decode_bytes(raw, charset, hint=charset_of_html(raw)))


def _plain(part: Part, body: Body, cuts: Cuts) -> str:
    raw = decoded(part, limit=MAX_TEXT_CHARS * 4)
    if part.end - part.start > MAX_TEXT_CHARS * 4:
        cuts.note("text")
    if b"begin" in raw:
        raw = _without_uuencoded(raw, body)
    charset = part.parameters.get("charset", "")
    body.charset = body.charset or charset
    text = many_lines(decode_bytes(raw, charset))
    if len(text) > MAX_TEXT_CHARS:
        cuts.note("text")
        text = text[:MAX_TEXT_CHARS]
    if part.content_type in ("text/enriched", "text/richtext"):
        return html.unescape(_RICH_COMMAND.sub("", text.replace("<<", "&lt;")))
    if part.parameters.get("format", "").lower() == "flowed":
        return unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _without_uuencoded(raw: bytes, body: Body) -> bytes:
    found = uuencoded(raw)
    if not found:
        return raw
    body.uuencoded += found
    kept, position = [], 0
    for file in found:
        kept.append(raw[position : file.start])
        position = file.end
    return b"\n".join([*kept, raw[position:]])
