"""Message-ID, In-Reply-To and References, all without angle brackets (RFC 5322 section 3.6.4)."""

import re

from careline.channels.email.parsing.encoded_words import decode_value
from careline.channels.email.parsing.limits import MAX_REFERENCES, Cuts

_MAX_ID_CHARS = 998
_BRACKETED = re.compile(r"<([^<>]{1,998})>")
_BLANKS = re.compile(r"\s+")


def message_id(value: bytes) -> str:
    """Give the one Message-ID of a header, "" if there is none."""
    text = decode_value(value[:4096])
    matched = _BRACKETED.search(text)
    found = matched.group(1) if matched else text.strip("<> ")
    return _BLANKS.sub("", found)[:_MAX_ID_CHARS]


def message_ids(values: list[bytes], *, cuts: Cuts) -> tuple[str, ...]:
    """Give the Message-IDs of In-Reply-To or References in their order; of too many, the newest (last) are kept."""
    found: dict[str, None] = {}
    for value in values[:20]:
        text = decode_value(value)
        ids = _BRACKETED.findall(text) or [word.strip("<>,;") for word in text.split() if "@" in word]
        found.update((_BLANKS.sub("", each)[:_MAX_ID_CHARS], None) for each in ids)
    ordered = tuple(each for each in found if each)
    if len(ordered) > MAX_REFERENCES:
        cuts.note("references")
        return (ordered[0], *ordered[-MAX_REFERENCES + 1 :])
    return ordered
