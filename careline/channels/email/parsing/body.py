"""Which parts are the text that a person wrote, and which are files (RFC 2046, RFC 2183, and what clients really do)."""

import html
from dataclasses import dataclass, field

from careline.channels.email.parsing.body_text import Reader
from careline.channels.email.parsing.html_cleaning import clean_html
from careline.channels.email.parsing.html_text import text_of
from careline.channels.email.parsing.limits import Cuts
from careline.channels.email.parsing.mime import Part, split
from careline.channels.email.parsing.parameters import parameters
from careline.channels.email.parsing.smime import signed_content
from careline.channels.email.parsing.tnef import Wrapped, is_tnef, unwrap
from careline.channels.email.parsing.transfer import UuencodedFile, decoded

_HTML = frozenset(("text/html", "application/xhtml+xml"))
_READABLE = frozenset(("text/plain", "text/enriched", "text/richtext")) | _HTML
_ALTERNATIVE_ONLY = frozenset(("text/x-amp-html", "text/watch-html"))
_SIGNED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_MAX_WRAPPERS = 5
_MAX_COMPARED = 100_000


@dataclass(slots=True)
class Leaf:
    """One part that holds no others, with its Content-Disposition read."""

    part: Part
    disposition: str
    disposition_parameters: dict[str, str]
    wrapped: Wrapped | None = None

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
    """What a message says: text and raw HTML of its pieces, and the leaves that are files."""

    pieces: list[Piece] = field(default_factory=list)
    files: list[Leaf] = field(default_factory=list)
    uuencoded: list[UuencodedFile] = field(default_factory=list)
    charset: str = ""


def read_body(root: Part, *, cuts: Cuts) -> Body:
    """Sort the leaves below `root` into body and files, and decode what is body."""
    reader = Reader(cuts)
    body = Body()
    _gather(root, body, reader)
    body.charset, body.uuencoded = reader.charset, reader.uuencoded
    body.pieces = _paired(body.pieces)
    _unwrap(body, cuts)
    return body


def plain_text(body: Body) -> str:
    """Give the whole text: what was sent as plain text, or else what the HTML says."""
    pieces = [(piece.plain or "").strip("\n") or text_of(piece.html or "") for piece in body.pieces]
    return "\n\n".join(piece for piece in pieces if piece.strip())


def raw_html(body: Body) -> str:
    """Give the HTML of all pieces, unsafe as it came; "" if the message has none."""
    if not any(piece.html for piece in body.pieces):
        return ""
    forms = [piece.html or _escaped(piece.plain or "") for piece in body.pieces if piece.html or piece.plain]
    return "<br>\n".join(forms)


def safe_html(body: Body, *, cuts: Cuts) -> str:
    """Give the sanitised HTML of the message, "" if it has none."""
    raw = raw_html(body)
    return clean_html(raw, cuts=cuts) if raw else ""


def _escaped(text: str) -> str:
    return "<p>" + html.escape(text.strip("\n")).replace("\n", "<br>\n") + "</p>"


def _gather(part: Part, body: Body, reader: Reader) -> None:
    """Walk containers in order. The depth of the tree is limited when it is built."""
    if not part.children:
        if not part.content_type.startswith("multipart/"):
            _leaf(part, body, reader)
    elif part.content_type == "multipart/alternative":
        _alternative(part, body, reader)
    else:
        for child in part.children:
            _gather(child, body, reader)


def _alternative(part: Part, body: Body, reader: Reader) -> None:
    """Take plain text and HTML as two forms of one thing; anything else among them is a file."""
    plain = html_text = None
    for child in part.children:
        inner = Body()
        _gather(child, inner, reader)
        body.files += inner.files
        plain = plain if (plain or "").strip() else _joined(inner, plain)
        html_text = raw_html(inner) or html_text
    if plain is not None or html_text is not None:
        body.pieces.append(Piece(plain, html_text))


def _joined(inner: Body, before: str | None) -> str | None:
    plain = [piece.plain for piece in inner.pieces if piece.plain is not None]
    return "\n\n".join(plain) if plain else before


def _leaf(part: Part, body: Body, reader: Reader) -> None:
    disposition, names = parameters(part.headers.get("content-disposition"))
    leaf = Leaf(part, disposition.lower(), names)
    if _is_body(leaf, body) and reader.has_room(part, is_html=part.content_type in _HTML):
        if part.content_type in _HTML:
            body.pieces.append(Piece(html=reader.html(part)))
        else:
            body.pieces.append(Piece(plain=reader.plain(part)))
    elif part.content_type not in _ALTERNATIVE_ONLY or part.parent is None:
        body.files.append(leaf)
        if part.content_type in _SIGNED:
            _open_signed(part, body, reader)


def _open_signed(part: Part, body: Body, reader: Reader) -> None:
    """Read the message inside an opaque signature too; the signature itself stays a file."""
    content = signed_content(decoded(part)) if reader.may_open() else None
    if content:
        _gather(split(content, 0, len(content), cuts=reader.cuts), body, reader)


def _is_body(leaf: Leaf, body: Body) -> bool:
    """Tell whether a leaf is part of the text: readable, not an attachment, not a named file after the first text."""
    if leaf.part.content_type not in _READABLE or leaf.disposition == "attachment":
        return False
    if leaf.disposition_parameters.get("filename"):
        return leaf.part.parent is None
    if leaf.has_name and body.pieces:
        return any(piece.plain is None for piece in body.pieces) and leaf.part.content_type == "text/plain"
    return True


def _paired(pieces: list[Piece]) -> list[Piece]:
    """Join text and HTML that stand beside each other but say the same: a sender meant alternatives."""
    paired: list[Piece] = []
    for piece in pieces:
        before = paired[-1] if paired else None
        if before and before.html is None and piece.plain is None and _say_the_same(before.plain, piece.html):
            before.html = piece.html
        else:
            paired.append(piece)
    return paired


def _say_the_same(plain: str | None, html_text: str | None) -> bool:
    if not plain or not html_text or len(html_text) > _MAX_COMPARED:
        return False
    return "".join(plain.split()) == "".join(text_of(html_text).split())


def _unwrap(body: Body, cuts: Cuts) -> None:
    """Open each winmail.dat; where the message has no text of its own, take the one that is inside."""
    for leaf in body.files[:100]:
        name = leaf.disposition_parameters.get("filename", "") or leaf.part.parameters.get("name", "")
        if not is_tnef(leaf.part.content_type, name):
            continue
        if sum(each.wrapped is not None for each in body.files) >= _MAX_WRAPPERS:
            cuts.note("winmail.dat")
            break
        leaf.wrapped = unwrap(decoded(leaf.part), cuts=cuts)
        if leaf.wrapped and not any((piece.plain or piece.html or "").strip() for piece in body.pieces):
            body.pieces.append(Piece(leaf.wrapped.text or None, leaf.wrapped.html or None))
