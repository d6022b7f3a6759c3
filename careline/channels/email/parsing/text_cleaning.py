"""Characters that have no place in a header, a name or a text: controls, direction overrides, broken line ends."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ANY_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e]")
_LINE_END = re.compile("\r+\n|\r|\x0b|\x0c|\u2028|\u2029|\x85")


def one_line(text: str) -> str:
    """Give text fit for one line: no line ends, controls or direction overrides; ends stripped."""
    if not text.isprintable():
        text = _ANY_CONTROL.sub(" ", text)
        text = _DIRECTION.sub("", text).replace("\ufeff", "")
    return text.strip()


def without_directions(text: str) -> str:
    """Give text without direction overrides and invisible characters, for names that people must be able to trust."""
    return _INVISIBLE.sub("", _DIRECTION.sub("", text))


def many_lines(text: str) -> str:
    """Give text with `\\n` line ends and without control characters (tabs stay)."""
    text = (
        _LINE_END.sub("\n", text)
        if not text.isascii() or "\r" in text or "\x0b" in text or "\x0c" in text
        else text
    )
    return _CONTROL.sub("", text).replace("\ufeff", "")
