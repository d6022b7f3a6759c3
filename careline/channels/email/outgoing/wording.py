"""The words around an answer: greeting-free body, signatures, and the history below it."""

import re
from collections.abc import Iterable
from html import escape
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from inscriptis import get_text

from careline.accounts.queries import spoken_language
from careline.tickets.contracts import QuotedMessage

MOST_QUOTED = 10
LONGEST_QUOTED = 20_000
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


def text_of(html: str) -> str:
    """Return a readable text of clean HTML."""
    shown = get_text(html)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in shown.splitlines())).strip()


def html_of(text: str) -> str:
    """Return a plain text as paragraphs of HTML."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    return "".join(f"<p>{escape(one).replace(chr(10), '<br>')}</p>" for one in paragraphs if one)


def signature_of(parts: Iterable[str]) -> str:
    """Return the signatures that are not empty, one below the other."""
    return "\n".join(part.strip() for part in parts if part.strip())


def attribution(quoted: QuotedMessage, *, time_zone: str) -> str:
    """Return the line above a quote, in the active language, such as "On 3 March 2026, 14:05, Ana wrote:"."""
    at = timezone.localtime(quoted.at, ZoneInfo(time_zone))
    when = date_format(at, "DATETIME_FORMAT")
    return _("On %(when)s, %(who)s wrote:") % {"when": when, "who": quoted.author.name or quoted.author.email}


def quoted_text(history: Iterable[QuotedMessage], *, language: str, time_zone: str) -> str:
    """Return earlier messages below one another, each line behind `> `."""
    with _speaking(language):
        return "\n\n".join(
            attribution(one, time_zone=time_zone)
            + "\n"
            + "\n".join(f"> {line}".rstrip() for line in one.text[:LONGEST_QUOTED].splitlines())
            for one in list(history)[:MOST_QUOTED]
        )


def quoted_html(history: Iterable[QuotedMessage], *, language: str, time_zone: str) -> str:
    """Return earlier messages as quotes; their HTML was sanitised when it came in."""
    with _speaking(language):
        return "".join(
            f'<p class="attribution">{escape(attribution(one, time_zone=time_zone))}</p>'
            f'<blockquote type="cite">{_within_limits(one)}</blockquote>'
            for one in list(history)[:MOST_QUOTED]
        )


def _within_limits(one: QuotedMessage) -> str:
    """Their words, without images: those are not ours to send on, and may tell the sender who reads."""
    if one.html and len(one.html) <= LONGEST_QUOTED:
        return _IMAGE.sub("", one.html)
    return html_of(one.text[:LONGEST_QUOTED])


def _speaking(language: str) -> translation.override:
    return translation.override(spoken_language(language, otherwise=settings.LANGUAGE_CODE))
