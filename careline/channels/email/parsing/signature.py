"""Where a signature begins in lines that a person wrote: `-- ` (RFC 3676), a telephone's footer, a list's footer."""

import re

from careline.channels.email.parsing.quoting_words import DEVICE_SENT

_RULE = re.compile(r"^(?:_{20,}|-{20,})$")
_DEVICE = re.compile(
    r"^[\W_]{0,3}(?:" + "|".join(DEVICE_SENT) + r")[\W_]{0,3}(?:<https?://\S+>)?$", re.IGNORECASE
)
_LIST_FOOTER = re.compile(
    r"mailing list|unsubscribe|to unsubscribe|listinfo|abmelden|désabonner", re.IGNORECASE
)
_MAX_DEVICE_LINE = 110
_MAX_LINES = 30


def signature_start(lines: list[str]) -> int:
    """Give the index of the first line of the signature in `lines`, or their number if there is none."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    found = len(lines)
    for place in range(end - 1, max(-1, end - _MAX_LINES), -1):
        line = lines[place].rstrip("\r")
        if line == "-- ":
            return place
        bare = line.strip()
        if bare in ("--", "—", "–") or _is_device_line(bare, end - place) or _is_list_footer(lines, place):
            found = place
    first = next((place for place, line in enumerate(lines) if line == "-- "), None)
    return min(found, first) if first is not None else found


def _is_device_line(bare: str, from_end: int) -> bool:
    return 0 < len(bare) <= _MAX_DEVICE_LINE and from_end <= 6 and bool(_DEVICE.match(bare))


def _is_list_footer(lines: list[str], place: int) -> bool:
    if not _RULE.match(lines[place].strip()):
        return False
    return bool(_LIST_FOOTER.search("\n".join(lines[place + 1 : place + 8])))
