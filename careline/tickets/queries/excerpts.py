"""Excerpts of messages with the found words marked: escaped first, marked after."""

import html
import re

from django.db import connection
from django.utils.safestring import SafeString, mark_safe

from careline.tickets.models.words import CONFIGURATIONS

Excerpt = SafeString
BEGIN, END = "\ue000", "\ue001"
_OPTIONS = f"StartSel={BEGIN}, StopSel={END}, MaxWords=28, MinWords=12, MaxFragments=1"
_LANGUAGES = " ".join(f"WHEN '{code}' THEN 'careline_{name}'" for code, name in CONFIGURATIONS.items())
_HEADLINES = f"""
SELECT m.ticket_id, left(m.text, 400), ts_headline(
    (CASE split_part(m.language, '-', 1) {_LANGUAGES} ELSE 'careline_simple' END)::regconfig,
    translate(left(m.text, 5000), '{BEGIN}{END}', ''), %(q)s::tsquery, %(options)s)
FROM tickets_message m WHERE m.id = ANY(%(messages)s)
"""  # noqa: S608 - built from our own table of languages


def excerpts(best: dict[int, int], query: str, wanted: str) -> dict[int, Excerpt]:
    """For each ticket (by its best message's id; 0 for none) a safe excerpt with <mark> round what was found."""
    messages = [message_id for message_id in best.values() if message_id]
    if not messages:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, {"q": query, "options": _OPTIONS, "messages": messages})
        return {ticket_id: _marked(headline, text, wanted) for ticket_id, text, headline in cursor.fetchall()}


def _marked(headline: str, text: str, wanted: str) -> Excerpt:
    if BEGIN not in headline:
        headline = _by_hand(text, wanted)
    safe = html.escape(" ".join(headline.split())).replace(BEGIN, "<mark>").replace(END, "</mark>")
    return mark_safe(safe)  # noqa: S308 - escaped above, only our own marks inside


def _by_hand(text: str, wanted: str) -> str:
    """Mark the words as they were typed: for scripts that the database does not split into words."""
    text = text.replace(BEGIN, "").replace(END, "")[:200]
    words = [re.escape(word) for word in wanted.split()[:10]]
    if not words:
        return text
    return re.sub("|".join(words), lambda m: f"{BEGIN}{m.group()}{END}", text, flags=re.IGNORECASE)
