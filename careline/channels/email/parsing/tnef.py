"""winmail.dat, in which Outlook wraps files and sometimes the text (MS-OXTNEF). The library is wrapped and bounded."""

import logging
import re

from tnefparse import TNEF

from careline.channels.email.parsing.file_types import true_type
from careline.channels.email.parsing.filenames import clean_filename, name_for
from careline.channels.email.parsing.limits import Cuts
from careline.tickets.contracts import InboundFile

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MAX_BYTES = 32 * 1024 * 1024
_MAX_FILES = 200
_NAME = re.compile(r"winmail(?:\d+)?\.dat$", re.IGNORECASE)
logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)


def is_tnef(content_type: str, name: str) -> bool:
    """Tell whether a file claims to be winmail.dat."""
    return content_type in ("application/ms-tnef", "application/vnd.ms-tnef") or bool(_NAME.search(name))


def unwrap(content: bytes, *, cuts: Cuts) -> list[InboundFile]:
    """Give the files inside a winmail.dat; none if it is broken, so that the wrapper itself is kept."""
    if not content.startswith(_SIGNATURE):
        return []
    if len(content) > _MAX_BYTES:
        cuts.note("winmail.dat")
        return []
    try:
        found = TNEF(content).attachments
    except Exception:  # the library fails in many ways on broken input
        cuts.note("winmail.dat")
        return []
    files = []
    for position, attachment in enumerate(found[:_MAX_FILES], 1):
        data = bytes(attachment.data or b"")
        name = clean_filename(_name(attachment)) or name_for("", position=position)
        files.append(InboundFile(name, true_type(data, "application/octet-stream", name), data))
    return files


def _name(attachment: object) -> str:
    long_name = getattr(attachment, "long_filename", None)
    name = long_name() if callable(long_name) else getattr(attachment, "name", "")
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name or "")
