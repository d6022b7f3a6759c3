"""What of a message is the customer's own and new: no quoted text, no signature, nothing that was forwarded along."""

import re

MOST_CHARACTERS = 20_000
_QUOTED = re.compile(r"^\s*(>|\|).*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_WROTE = re.compile(
    r"^\s*(on .{4,120} wrote:|am .{4,120} schrieb.{0,80}:|el .{4,120} escribió:|-{2,}\s*(original message|ursprüngliche nachricht"
    r"|mensaje original|forwarded message|weitergeleitete nachricht).*)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_GREETING = re.compile(
    r"^\s*(kind regards|best regards|regards|best wishes|yours (sincerely|faithfully)|sent from my .*|mit freundlichen grüßen"
    r"|freundliche grüße|viele grüße|von meinem .* gesendet|saludos( cordiales)?|un saludo|atentamente|enviado desde mi .*)[,.!]?\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def own_words(text: str) -> str:
    """The part of a message that its writer wrote now; typographic apostrophes become plain, so that places stay."""
    text = text[:MOST_CHARACTERS].replace("’", "'").replace("\r", "\n")
    ends = [match.start() for pattern in (_SIGNATURE, _WROTE) if (match := pattern.search(text))]
    if closing := _GREETING.search(text):
        ends.append(closing.end())
    return _QUOTED.sub("", text[: min(ends, default=len(text))]).strip()
