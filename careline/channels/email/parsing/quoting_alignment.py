"""Finds in the plain text what the HTML of the same mail marks as quoted."""

from careline.channels.email.parsing.html_text import quoted_segments

_MAX_SEGMENTS = 40


def quoted_by_html(lines: list[str], raw_html: str) -> list[bool]:
    """Mark the lines from where the text goes on with what the HTML marks as quoted."""
    quoted = [False] * len(lines)
    place, inside = 0, False
    for is_quoted, text in quoted_segments(raw_html)[:_MAX_SEGMENTS]:
        if is_quoted == inside:
            continue
        start = _line_of(lines, text, after=place)
        if start is None:
            continue
        quoted[start:] = [is_quoted] * (len(lines) - start)
        place, inside = start, is_quoted
    return quoted


def _line_of(lines: list[str], text: str, *, after: int = 0) -> int | None:
    """Find the line where a text begins, blanks and marks aside."""
    wanted = _letters(text[:400])[:60]
    if len(wanted) < 3:
        return None
    for place in range(after, len(lines)):
        if not lines[place].strip():
            continue
        here = _letters("".join(lines[place : place + 6])[:600])
        if here.startswith(wanted):
            return place
    return None


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
