"""Initials and a steady colour for a name: what an avatar shows where there is no picture."""

from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString

HUES = 8
SIZES = {"small": " avatar--small", "large": " avatar--large", "": ""}


def initials(name: str) -> str:
    """Return one or two capital letters for `name`: of its first and last word that begin with a letter."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalpha()]
    if not words:
        return name.strip()[:1].upper() or "?"
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def hue(text: str) -> int:
    """Return the number of a hue, 1 to 8: always the same for the same text."""
    return crc32(text.strip().casefold().encode()) % HUES + 1


def avatar(name: str, *, size: str = "", presence: str = "", label: str = "") -> SafeString:
    """Return the markup of an avatar for `name`.

    `size` is small, large or nothing; `presence` is available, away or offline. With a `label` the avatar
    speaks for itself; without, the name stands beside it and the avatar is hidden from assistive technology.
    """
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    dot = format_html(' data-presence="{}"', presence) if presence else ""
    return format_html(
        '<span class="avatar{}" data-hue="{}"{} {}>{}</span>',
        SIZES[size],
        hue(name),
        dot,
        spoken,
        initials(name),
    )
