"""Address lists of From, To, Cc and their kin: one linear pass, whatever is broken (RFC 5322 section 3.4).

Encoded words are decoded only in names, never in addresses, so that no encoded `@` or `>` can forge a sender.
"""

import re
import unicodedata

from careline.channels.email.parsing.encoded_words import decode_words, unfold
from careline.channels.email.parsing.limits import MAX_ADDRESSES, MAX_NAME_CHARS
from careline.channels.email.parsing.text_cleaning import one_line, without_directions
from careline.tickets.contracts import Address

_PIECE = re.compile(
    r'"(?:[^"\\]|\\.){0,1000}"'  # quoted string
    r"|=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]{0,500}\?="  # encoded word
    r"|<[^<>]*>?"  # angle address, perhaps unterminated
    r"|\("  # comment begins
    r"|[,;:]"
    r'|[^"<(,;:]+'
    r"|.",
    re.DOTALL,
)
_COMMENT = re.compile(r"[()\\]")
_BARE = re.compile(r"[^\s<>\"(),;:\[\]]+@[^\s<>\"(),;:]+|\S+@\[[^\]\s]{1,60}\]")
_REST_OF_NAME = re.compile(r"[^,;<\"@:]{0,80}<")
_USABLE = re.compile(r"^[^\s@<>]{1,320}@[^\s@<>]{1,255}$|^\"[^\"]{1,100}\"@[^\s@<>]{1,255}$")


def addresses(value: bytes, *, hint: str = "") -> tuple[Address, ...]:
    """Read an address list, groups opened; what holds no address is left out."""
    if not value.strip():
        return ()
    text = unfold(value, hint=hint)
    found = _read(text)
    if not found and "@" not in text and "=?" in text:
        found = _read(decode_words(text))
    return tuple(found)


def bare_emails(value: bytes) -> tuple[str, ...]:
    """Give only the addresses of a list, such as Delivered-To."""
    return tuple(address.email for address in addresses(value))


class _Entry:
    """What was gathered of one entry of the list until its comma."""

    __slots__ = ("angle", "comments", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.angle: str | None = None
        self.comments: list[str] = []

    def address(self) -> Address | None:
        phrase = "".join(self.words)
        if self.angle is not None:
            email = normal_email(self.angle)
            name = _name(self.words) or _comment_name(self.comments)
            return Address(email, name) if email else _bare(phrase, self.comments)
        return _bare(phrase, self.comments)


def _read(text: str) -> list[Address]:
    found: list[Address] = []
    entry, position = _Entry(), 0
    while position < len(text) and len(found) < MAX_ADDRESSES:
        matched = _PIECE.match(text, position)
        if matched is None:
            break
        piece, position = matched.group(), matched.end()
        if piece == "(":
            comment, position = _read_comment(text, position)
            entry.comments.append(comment)
        elif piece == ":" and not _is_inside_address(entry, text, position):
            entry = _Entry()
        elif piece in ",;":
            if piece == "," and _is_comma_of_a_name(entry, text, position):
                entry.words.append(piece)
                continue
            _finish(entry, found)
            entry = _Entry()
        elif piece[0] == "<" and entry.angle is None:
            entry.angle = piece[1:].removesuffix(">")
        else:
            entry.words.append(piece)
    _finish(entry, found)
    return found


def _finish(entry: _Entry, found: list[Address]) -> None:
    address = entry.address()
    if address is not None:
        found.append(address)


def _is_inside_address(entry: _Entry, text: str, position: int) -> bool:
    """Tell whether a colon belongs to an address or a name (`mailto:`, an X.400 name) and opens no group."""
    return (
        entry.angle is not None or not "".join(entry.words).strip() or text[position : position + 2] == "//"
    )


def _is_comma_of_a_name(entry: _Entry, text: str, position: int) -> bool:
    """Tell whether the comma stands in an unquoted name: `Meier, Anna <anna@example.org>`."""
    words = "".join(entry.words)
    if entry.angle is not None or not words.strip() or "@" in words:
        return False
    ahead = _REST_OF_NAME.match(text, position)
    return bool(ahead and text[position : ahead.end() - 1].strip())


def _read_comment(text: str, position: int) -> tuple[str, int]:
    depth, start = 1, position
    for matched in _COMMENT.finditer(text, position):
        if matched.start() < position:
            continue
        if matched.group() == "\\":
            position = matched.end() + 1
        elif matched.group() == "(":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return text[start : matched.start()], matched.end()
    return text[start : start + 200], len(text)


def _bare(phrase: str, comments: list[str]) -> Address | None:
    matched = _BARE.search(phrase[:2000])
    if matched is None:
        quoted = phrase.strip().strip("\"'")
        email = normal_email(quoted) if _USABLE.match(quoted) else normal_email(phrase)
        return Address(email, _comment_name(comments)) if email else None
    before = phrase[: matched.start()]
    email = normal_email(matched.group().strip("'[]"))
    return Address(email, _name([before]) or _comment_name(comments)) if email else None


def _comment_name(comments: list[str]) -> str:
    return _name([comments[-1]]) if comments else ""


def _name(words: list[str]) -> str:
    """Make a readable name of phrase tokens: quotes and escapes removed, encoded words decoded."""
    parts = []
    for word in words:
        if len(word) > 1 and word.startswith('"'):
            word = re.sub(r"\\(.)", r"\1", word[1:-1])
        elif '"' in word:
            word = word.replace('"', "")
        parts.append(word)
    name = without_directions(decode_words(re.sub(r"\s+", " ", "".join(parts))))
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return unicodedata.normalize("NFC", name)[:MAX_NAME_CHARS].strip("<> ")


def normal_email(text: str) -> str:
    """Give an address in its one form (NFC, domain in lower case, no blanks, no source route), "" if it is none."""
    email = without_directions(one_line(text)).strip("<> \t'")
    email = email.removeprefix("mailto:").removeprefix("MAILTO:")
    if email.startswith("@") and ":" in email:
        email = email.rpartition(":")[2]
    if " " in email and not email.startswith('"'):
        email = email.replace(" ", "")
    if not _USABLE.match(email):
        return ""
    local, _, domain = email.rpartition("@")
    return unicodedata.normalize("NFC", f"{local}@{domain.lower().rstrip('.')}")
