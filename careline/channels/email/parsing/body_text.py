"""One text part into text, within what is left of the message's limits."""

import html
import re

from careline.channels.email.parsing.charsets import charset_of_html, decode_bytes
from careline.channels.email.parsing.flowed import unflow
from careline.channels.email.parsing.limits import MAX_HTML_CHARS, MAX_HTML_TAGS, MAX_TEXT_CHARS, Cuts
from careline.channels.email.parsing.mime import Part
from careline.channels.email.parsing.text_cleaning import many_lines
from careline.channels.email.parsing.transfer import UuencodedFile, decoded, uuencoded

_RICH_COMMAND = re.compile(r"<param>[^<]{0,200}</param>|</?[a-z][a-z0-9-]{0,30}>", re.IGNORECASE)
_MAX_SIGNATURES = 3
_DATA_IMAGE = re.compile(r"data:[a-zA-Z0-9/+.-]{0,60};base64,[A-Za-z0-9+/=\s%]{64,}")


class Reader:
    """Reads the text parts of one message; knows its charset, and how much text it may still hold."""

    def __init__(self, cuts: Cuts) -> None:
        self.cuts = cuts
        self.charset = ""
        self.uuencoded: list[UuencodedFile] = []
        self._text_room = MAX_TEXT_CHARS
        self._html_room = MAX_HTML_CHARS
        self._tag_room = MAX_HTML_TAGS
        self._signatures = 0

    def has_room(self, part: Part, *, is_html: bool) -> bool:
        """Tell whether a further part fits at all; one that doesn't becomes a file."""
        room = min(self._html_room, self._tag_room) if is_html else self._text_room
        if room <= 0 and part.end > part.start:
            self.cuts.note("html" if is_html else "text")
            return False
        return True

    def may_open(self) -> bool:
        """Count a signed message that is opened; tell whether that was not yet too many."""
        self._signatures += 1
        return self._signatures <= _MAX_SIGNATURES

    def html(self, part: Part) -> str:
        """Give a text/html part as it came, decoded, cut to the room that is left; embedded image data is dropped."""
        raw = self._decoded(part, MAX_HTML_CHARS * 8, "html")
        text = many_lines(decode_bytes(raw, self._charset(part), hint=charset_of_html(raw)))
        if "data:" in text:
            text, dropped = _DATA_IMAGE.subn("", text)
            if dropped:
                self.cuts.note("images inside the HTML")
        tags = text.count("<")
        if tags > self._tag_room:
            text = text[: len(text) - len(text.split("<", self._tag_room)[-1]) - 1]
            self.cuts.note("html")
        self._tag_room -= tags
        text = self._cut(text, self._html_room, "html")
        self._html_room -= len(text)
        return text

    def plain(self, part: Part) -> str:
        """Give a text part, uuencoded files taken out, flowed lines joined, cut to the room that is left."""
        raw = self._decoded(part, MAX_TEXT_CHARS * 4, "text")
        if b"begin" in raw:
            raw = self._without_uuencoded(raw)
        text = self._cut(many_lines(decode_bytes(raw, self._charset(part))), self._text_room, "text")
        self._text_room -= len(text)
        if part.content_type in ("text/enriched", "text/richtext"):
            return html.unescape(_RICH_COMMAND.sub("", text.replace("<<", "&lt;")))
        if part.parameters.get("format", "").lower() == "flowed":
            return unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        return text

    def _charset(self, part: Part) -> str:
        charset = part.parameters.get("charset", "")
        self.charset = self.charset or charset
        return charset

    def _decoded(self, part: Part, limit: int, name: str) -> bytes:
        if part.end - part.start > limit:
            self.cuts.note(name)
        return decoded(part, limit=limit)

    def _cut(self, text: str, room: int, name: str) -> str:
        if len(text) <= room:
            return text
        self.cuts.note(name)
        return text[: max(room, 0)]

    def _without_uuencoded(self, raw: bytes) -> bytes:
        found = uuencoded(raw)
        self.uuencoded += found
        kept, position = [], 0
        for file in found:
            kept.append(raw[position : file.start])
            position = file.end
        return b"\n".join([*kept, raw[position:]]) if found else raw
