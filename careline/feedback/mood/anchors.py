"""Which words a text must hold for a pattern to be found in it, so that most patterns need not be tried. Pure text work.

Knows what the lexicons use: letters, groups, alternatives, `?`, `*`, `{n,m}`, classes, escapes and looks ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

BEFORE = "'.!?\n"
"""Signs that something may begin with."""
_SHORTEST, _MANY = 2, 3
_PIECE = re.compile(r"\\.|\[[^\]]*\]|.", re.DOTALL)
_COUNT = re.compile(r"[?*+]|\{[^}]*\}")


@cache
def anchors(pattern: str) -> frozenset[str]:
    """One of these stands in every text that the pattern is found in; none where that can't be told."""
    alternatives = [*_split(pattern)]
    if len(alternatives) > 1:
        each = [anchors(one) for one in alternatives]
        return frozenset().union(*each) if all(each) else frozenset()
    return max(_candidates(pattern), key=_worth, default=frozenset())


def needs(pattern: str) -> tuple[frozenset[str], ...]:
    """All that must be there: of each of these words one, the most telling first; nothing where that can't be told."""
    if len([*_split(pattern)]) > 1:
        return (found,) if (found := anchors(pattern)) else ()
    return tuple(sorted((one for one in _candidates(pattern) if one), key=_worth, reverse=True))


@cache
def firsts(pattern: str) -> frozenset[str]:
    """With one of these, of one or two small letters, all that a pattern finds begins; none where that can't be told."""
    alternatives = [*_split(pattern)]
    if len(alternatives) > 1:
        each = [firsts(one) for one in alternatives]
        return frozenset().union(*each) if all(each) else frozenset()
    if not pattern:
        return frozenset()
    end = _group_end(pattern, 0) if pattern[0] == "(" else _PIECE.match(pattern).end()  # type: ignore[union-attr]
    count = _COUNT.match(pattern, end)
    rest = pattern[count.end() if count else end :]
    if pattern.startswith(("(?!", "(?=", "(?<")):
        return firsts(rest)
    found = firsts(pattern[1 : end - 1].removeprefix("?:")) if pattern[0] == "(" else _letters(pattern, count)
    if count is None or count[0][:2] not in {"?", "*", "{0"}:
        return found
    others = firsts(rest)
    return found | others if found and others else frozenset()


def _letters(pattern: str, count: re.Match[str] | None) -> frozenset[str]:
    """The first letter, with the second where that is sure too; any digit is "#", the beginning of a text "^"."""
    if pattern.startswith("\\d"):
        return frozenset("#")
    if pattern[0] == "[":
        each = pattern[1 : pattern.index("]")].replace("\\n", "\n").lower()
        return frozenset(each) if all(one.isalnum() or one in BEFORE for one in each) else frozenset()
    if not (pattern[0].isalnum() or pattern[0] in "^'"):
        return frozenset()
    is_followed = (
        count is None and pattern[0].isalnum() and pattern[1:2].isalnum() and not _COUNT.match(pattern, 2)
    )
    return frozenset({pattern[: 2 if is_followed else 1].lower()})


def spread(pattern: str) -> list[str]:
    """A pattern as several, one for each way of its longest list of words: together they find what it finds."""
    groups, at = [], 0
    while at < len(pattern):
        end = _group_end(pattern, at) if pattern[at] == "(" else _PIECE.match(pattern, at).end()  # type: ignore[union-attr]
        if pattern[at] == "(" and pattern[at + 1] != "?" and not _COUNT.match(pattern, end):
            groups.append((len([*_split(pattern[at + 1 : end - 1])]), at, end))
        at = end
    most, start, end = max(groups, key=lambda one: one[0], default=(0, 0, 0))
    if most < _MANY or len([*_split(pattern)]) > 1:
        return [pattern]
    return [f"{pattern[:start]}({one}){pattern[end:]}" for one in _split(pattern[start + 1 : end - 1])]


def _worth(found: frozenset[str]) -> float:
    """Long words before short ones, few before many."""
    return min(len(one) for one in found) - len(found) / 8 if found else -99.0


def _split(pattern: str) -> Iterator[str]:
    """The alternatives at the top of a pattern."""
    depth = start = 0
    for piece in _PIECE.finditer(pattern):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if piece[0] == "|" and not depth:
            yield pattern[start : piece.start()]
            start = piece.end()
    yield pattern[start:]


def _candidates(pattern: str) -> Iterator[frozenset[str]]:
    """What must be there, one after the other: runs of letters, and groups that can't be left out."""
    run, at = "", 0
    while at < len(pattern):
        end = _group_end(pattern, at) if pattern[at] == "(" else _PIECE.match(pattern, at).end()  # type: ignore[union-attr]
        piece, count = pattern[at:end], _COUNT.match(pattern, end)
        is_optional = count is not None and count[0][:2] in {"?", "*", "{0"}
        is_letter = len(piece) == 1 and (piece.isalnum() or piece == "'") and piece not in "^$"
        if is_letter and count is None:
            run += piece
        else:
            if len(run) >= _SHORTEST:
                yield frozenset({run})
            run = ""
            if piece[0] == "(" and not is_optional and not piece.startswith("(?"):
                yield anchors(piece[1:-1])
        at = count.end() if count else end
    if len(run) >= _SHORTEST:
        yield frozenset({run})


def _group_end(pattern: str, start: int) -> int:
    depth = 0
    for piece in _PIECE.finditer(pattern, start):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if not depth:
            return piece.end()
    return len(pattern)
