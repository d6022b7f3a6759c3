"""Splits the text of a mail into what its sender wrote, what is quoted, and the signature. One pass over the lines.

Every line goes to exactly one of the three, so nothing is lost. Words by language are in `quoting_words`.
"""

import re
from dataclasses import dataclass

from careline.channels.email.parsing import quoting_words as words
from careline.channels.email.parsing.limits import MAX_TEXT_LINES
from careline.channels.email.parsing.quoting_alignment import quoted_by_html
from careline.channels.email.parsing.signature import signature_start
from careline.channels.email.parsing.text_cleaning import without_directions

REPLY_MARKER = "## Please write your reply above this line ##"
"""The line that our own notification mails carry: what stands from it on is not part of an answer."""

_WROTE = re.compile(
    "(?:"
    + "|".join(re.escape(each) for each in sorted(set(words.WROTE), key=len, reverse=True))
    + r")\b|写道|寫道|작성|씀",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:.h時点]\s?\d{2}")
_MANY_DIGITS = re.compile(r"\d\D{0,30}\d\D{0,30}\d")
_MAILBOX = re.compile(r"[\w.+-]@[\w-]")
_ANGLE_MAILBOX = re.compile(r"<[^<>\s]{1,100}@[^<>\s]{1,100}>")
_SEPARATOR = re.compile(r"^[>\s]{0,6}[-_=*─—]{2,}\s*(.{4,80}?)\s*[-_=*─—]{2,}\s*$")
_RULE = re.compile(r"^[\s]*[_─—-]{5,}\s*$")
_KIND_OF_LABEL = {
    label.replace("_", " "): kind for kind, labels in words.HEADER_LABELS.items() for label in labels.split()
}
_LAST_WORDS = tuple(word.lower() for word in words.WROTE)
_SEPARATORS = tuple(each.lower() for each in words.SEPARATORS)
_MAX_LINE = 1000
_SHARED_LINE = re.compile(
    r"(?P<said>\S.{0,300}?[^\s>,(-])\s+(?P<opening>(?:On|Am|Le|El|Il|Op|Em)\s+(?:[^\W\d]{2,12}[.,]{0,2}\s+){0,3}\d{1,4}[ ,./-].{10,300})"
)
_BARE_OPENING = re.compile(r"\d{2,4}[./-]\d{1,2}[./-]\d{1,4}\s.{0,120}<[^<>\s]{1,100}@[^<>\s]{1,100}>")


@dataclass(frozen=True, slots=True)
class Split:
    """The three parts of a text, each stripped of blank lines at its ends."""

    reply: str
    quoted: str
    signature: str


def split(text: str, *, raw_html: str = "") -> Split:
    """Split a text; where no rule for plain text finds a quote, the marks in `raw_html` (as it came) are tried."""
    lines = _own_lines(text.split("\n"))
    quoted = _quoted_lines(lines)
    if raw_html and not any(quoted):
        quoted = quoted_by_html(lines, raw_html)
    return _gathered(lines, quoted)


def _own_lines(lines: list[str]) -> list[str]:
    """Give an introduction a line of its own where it follows the sender's words in theirs."""
    for place, line in enumerate(lines[:MAX_TEXT_LINES]):
        if not line.endswith(":") or len(line) > _MAX_LINE or not _WROTE.search(line[-40:]):
            continue
        if found := _SHARED_LINE.fullmatch(line):
            said, opening = found["said"], found["opening"]
            return [*lines[:place], said, opening, *lines[place + 1 :]]
    return lines


def _quoted_lines(lines: list[str]) -> list[bool]:
    """Mark the lines that are quoted."""
    quoted = [False] * len(lines)
    place = 0
    while place < len(lines):
        line = lines[place]
        bare = line.strip()
        if not bare:
            pass
        elif bare.startswith(">") and not bare.startswith(">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>"):
            quoted[place] = True
        elif place > MAX_TEXT_LINES:
            pass
        elif (start := _start_of_rest(lines, place, bare)) is not None:
            quoted[start:] = [True] * (len(lines) - start)
            break
        elif (start := _attribution(lines, place, bare)) is not None:
            quoted[start : place + 1] = [True] * (place + 1 - start)
            if not _next_is_quoted(lines, place):
                quoted[place:] = [True] * (len(lines) - place)
                break
        place += 1
    return quoted


def _start_of_rest(lines: list[str], place: int, bare: str) -> int | None:
    """Give where the rest of the mail begins to be quoted, if this line says so."""
    if "#" in bare and REPLY_MARKER in bare:
        return place
    if len(bare) > 200:
        return None
    if _is_separator(bare):
        return place
    if ":" in bare[:40] or "：" in bare[:40]:
        if bare.rstrip(" :：").lower() in words.FORWARD_LINES:
            return place
        if _is_header_block(lines, place):
            return place - 1 if place and _RULE.match(lines[place - 1]) else _before_blank_rule(lines, place)
    return None


def _before_blank_rule(lines: list[str], place: int) -> int:
    """Include the rule that Outlook draws above its header lines, with a blank line between."""
    if place > 1 and not lines[place - 1].strip() and _RULE.match(lines[place - 2]):
        return place - 2
    return place


def _is_separator(bare: str) -> bool:
    if bare[0] not in "-_=*─—>":
        return False
    found = _SEPARATOR.match(bare)
    if not found:
        return False
    inner = found.group(1).lower()
    if _WROTE.search(inner) and inner.endswith(_LAST_WORDS):
        return True
    return any(inner.startswith(each) for each in _SEPARATORS) or inner in words.FORWARD_LINES


def _label_kind(line: str) -> str:
    head = line[:40].replace("：", ":").partition(":")
    if not head[1]:
        return ""
    label = without_directions(head[0]).strip(" *_\t").replace("\xa0", " ").lower()
    return _KIND_OF_LABEL.get(label, "")


def _is_header_block(lines: list[str], place: int) -> bool:
    """Tell whether three kinds of header line stand together here, a sender or a date among them."""
    if not _label_kind(lines[place].strip()):
        return False
    kinds = {_label_kind(line.strip()) for line in lines[place : place + 8] if line.strip()} - {""}
    return len(kinds) >= 3 and ("from" in kinds or "date" in kinds)


def _attribution(lines: list[str], place: int, bare: str) -> int | None:
    """Give the first line of "On <date>, <name> wrote:" if it ends in this line; it may be broken over four."""
    if _BARE_OPENING.fullmatch(bare) and _next_is_quoted(lines, place):
        return place
    if bare[-1] not in ":：" and not bare.endswith((":\u200f", ":\u202c", ":*", "wrote", "写道", "寫道")):
        return None
    before_quote = _next_is_quoted(lines, place)
    joined = ""
    for start in range(place, max(-1, place - 4), -1):
        line = lines[start].strip()
        if (not line and start < place) or line.startswith(">") or len(line) > _MAX_LINE:
            break
        joined = f"{line} {joined}" if joined else line
        if _introduces(without_directions(joined), before_quote):
            return _widened(lines, start)
    return None


def _introduces(text: str, before_quote: bool) -> bool:
    """Tell whether a text introduces a quote: by verb and date, by address and time, or loosely before `>` lines."""
    text = text[-400:]
    has_date = bool(_TIME.search(text) or _MANY_DIGITS.search(text))
    has_verb = bool(_WROTE.search(text))
    if before_quote and (has_verb or (has_date and _MAILBOX.search(text))):
        return True
    if has_verb and _ANGLE_MAILBOX.search(text):
        return True
    if has_date and has_verb:
        return text.lower().startswith(words.OPENERS) or bool(_MAILBOX.search(text)) or text[:1].isdigit()
    return bool(_TIME.search(text) and _MAILBOX.search(text) and _MANY_DIGITS.search(text))


def _widened(lines: list[str], start: int) -> int:
    """Take the line above in where it is the beginning of the same introduction."""
    for _ in range(2):
        above = lines[start - 1].strip() if start else ""
        if above.endswith("<") and _MANY_DIGITS.search(above) and ">" in lines[start][:200]:
            return start - 1  # an address broken over two lines
        opens = lines[start].strip().lower().startswith(words.OPENERS)
        if opens or not above or len(above) > 200 or not above.lower().startswith(words.OPENERS):
            break
        if not re.search(r"\d", above) and "<" not in above:
            break
        start -= 1
    return start


def _next_is_quoted(lines: list[str], place: int) -> bool:
    for line in lines[place + 1 : place + 4]:
        if line.strip():
            return line.lstrip().startswith(">")
    return False


def _gathered(lines: list[str], quoted: list[bool]) -> Split:
    reply: list[str] = []
    quote: list[str] = []
    signature: list[str] = []
    place = 0
    while place < len(lines):
        stop = place
        while stop < len(lines) and (
            quoted[stop] == quoted[place] or (not lines[stop].strip() and quoted[place])
        ):
            stop += 1
        stretch = lines[place:stop]
        if quoted[place]:
            quote += stretch
        else:
            cut = signature_start(stretch)
            reply += stretch[:cut]
            signature += stretch[cut:]
        place = stop
    return Split(_stripped(reply), _stripped(quote), _stripped(signature))


def _stripped(lines: list[str]) -> str:
    return "\n".join(lines).strip()
