"""Words of Office Open XML (docx, xlsx, pptx) and OpenDocument (odt, ods, odp) files. Runs in the child only.

Only the members that hold words are unpacked, each under a limit; XML by defusedxml, which refuses entities and DTDs.
"""

from __future__ import annotations

import io
import re
import zipfile

from defusedxml.ElementTree import DefusedXMLParser

from careline.core.extraction.contracts import LARGEST_UNPACKED_BYTES, Collector, Unreadable

_MEMBERS = re.compile(
    r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    r"|ppt/(slides|notesSlides)/\w+\.xml|xl/(sharedStrings|worksheets/\w+)\.xml|content\.xml"
)
_WORDS = frozenset({"t", "v", "delText"})
_BREAKS = frozenset(
    {"p", "h", "br", "tab", "cr", "si", "row", "c", "table-cell", "table-row", "line-break", "s"}
)
_CHUNK = 65_536


def read(content: bytes, found: Collector) -> None:
    """Collect the text. Raises Unreadable for a bomb; nothing is found in archives of other kinds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(one.flag_bits & 1 for one in archive.infolist()):
            raise Unreadable("encrypted")
        wanted = [one for one in archive.infolist() if _MEMBERS.fullmatch(one.filename)]
        if sum(one.file_size for one in wanted) > LARGEST_UNPACKED_BYTES:
            raise Unreadable("too large when unpacked")
        left = LARGEST_UNPACKED_BYTES
        for member in sorted(wanted, key=lambda one: _in_order(one.filename)):
            left = _read_member(archive, member, found, left)


def _in_order(name: str) -> list[tuple[int, str]]:
    """Slide 2 before slide 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, found: Collector, left: int) -> int:
    """Feed one member to the parser piece by piece; returns how many bytes may still be unpacked."""
    parser = DefusedXMLParser(
        target=_Words(found, everything=member.filename == "content.xml"), forbid_dtd=True
    )
    with archive.open(member) as source:
        while piece := source.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise Unreadable("too large when unpacked")
            parser.feed(piece)
    parser.close()
    return left


class _Words:
    """Keeps the text of word-holding elements (Office), or of everything (OpenDocument), and parts paragraphs."""

    def __init__(self, found: Collector, *, everything: bool) -> None:
        self._found, self._everything, self._inside = found, everything, 0
        self._is_shared = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name == "c":
            self._is_shared = attributes.get("t") == "s"  # the cell holds only a place in the shared strings
        if name in _WORDS and not (name == "v" and self._is_shared):
            self._inside += 1
        if name in _BREAKS:
            self._found.add("\n")

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        if name in _WORDS and self._inside:
            self._inside -= 1
        if name in _BREAKS:
            self._found.add("\n")

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._everything or self._inside:
            self._found.add(text)

    def close(self) -> None:
        """Nothing is left to do."""
