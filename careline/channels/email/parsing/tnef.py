"""winmail.dat, in which Outlook wraps files and sometimes the text (MS-OXTNEF). The library is wrapped and bounded."""

import logging
import re
import struct
from dataclasses import dataclass

from tnefparse import TNEF

from careline.channels.email.parsing.charsets import decode_bytes
from careline.channels.email.parsing.file_types import true_type
from careline.channels.email.parsing.filenames import clean_filename, name_for
from careline.channels.email.parsing.limits import MAX_HTML_CHARS, MAX_TEXT_CHARS, Cuts
from careline.channels.email.parsing.text_cleaning import many_lines
from careline.tickets.contracts import InboundFile

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MAPI_PROPERTIES = frozenset((0x9003, 0x9005))
_MAX_BYTES = 64 * 1024 * 1024
_MAX_COPIED_BYTES = 512 * 1024 * 1024
_MAX_OBJECTS = 1000
_MAX_PROPERTY_BYTES = 2 * 1024 * 1024
_NAME = re.compile(r"winmail(?:\d+)?\.dat$", re.IGNORECASE)
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What a winmail.dat holds: files, and the text or HTML of the message where it has them."""

    files: tuple[InboundFile, ...]
    text: str
    html: str


def is_tnef(content_type: str, name: str) -> bool:
    """Tell whether a file claims to be winmail.dat."""
    return content_type in ("application/ms-tnef", "application/vnd.ms-tnef") or bool(_NAME.search(name))


def unwrap(content: bytes, *, cuts: Cuts) -> Wrapped | None:
    """Open a winmail.dat; None if it is broken or beyond the limits, so that the wrapper itself is kept as a file."""
    if not content.startswith(_SIGNATURE):
        return None
    if not _is_affordable(content):
        cuts.note("winmail.dat")
        return None
    try:
        opened = TNEF(content, do_checksum=False)
        files = tuple(_file(attachment, place) for place, attachment in enumerate(opened.attachments, 1))
        text, html = _text(opened.body)[:MAX_TEXT_CHARS], _text(opened.htmlbody)[:MAX_HTML_CHARS]
    except Exception:  # the library fails in many ways on broken input
        cuts.note("winmail.dat")
        return None
    return Wrapped(files, text, html) if files or text or html else None


def _is_affordable(content: bytes) -> bool:
    """Walk over the objects first: the library copies the rest of the file for each, and reads properties slowly."""
    if len(content) > _MAX_BYTES:
        return False
    position, objects, properties = 6, 0, 0
    while position + 12 < len(content):
        name, _, length = struct.unpack_from("<HHI", content, position + 1)
        objects += 1
        properties += length if name in _MAPI_PROPERTIES else 0
        if (
            objects > _MAX_OBJECTS
            or objects * len(content) > _MAX_COPIED_BYTES
            or properties > _MAX_PROPERTY_BYTES
        ):
            return False
        position += length + 11
    return True


def _file(attachment: object, place: int) -> InboundFile:
    data = bytes(getattr(attachment, "data", b"") or b"")
    long_name = getattr(attachment, "long_filename", None)
    name = clean_filename(_text(long_name() if callable(long_name) else "")) or name_for("", position=place)
    return InboundFile(name, true_type(data, "application/octet-stream", name), data)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = decode_bytes(value)
    return many_lines(value).strip("\0") if isinstance(value, str) else ""
