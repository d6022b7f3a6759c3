"""The mark of an upset customer on the rows of both lists. Reads nothing: the mood lies on the ticket's row."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careline.feedback.contracts import Level
from careline.feedback.words import LEVEL_WORDS
from careline.tickets.slots import register_row_mark
from careline.ui.icons import icon


def mood_mark(value: str) -> SafeString:
    """The mark for a level, such as `upset`; nothing for a word that is none."""
    return _made(value, get_language() or "")


@lru_cache(maxsize=40)
def _made(value: str, language: str) -> SafeString:
    level = Level.__members__.get(value.upper())
    if level is None:
        return SafeString("")
    tone = "late" if level == Level.FURIOUS else "soon"
    title = _("How the customer sounds")
    return format_html(
        '<span class="clock" data-clock="{}" title="{}">{}{}</span>', tone, title, icon("triangle-alert"), LEVEL_WORDS[level],
    )  # fmt: skip


register_row_mark("mood", mood_mark)
