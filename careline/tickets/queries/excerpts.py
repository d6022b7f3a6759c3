"""Excerpts of messages, and subjects, with the found words marked: escaped first, marked after."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString, mark_safe

from careline.tickets.models.words import CONFIGURATIONS

_EMPTY = SafeString("")
BEGIN, END = "\ue000", "\ue001"
_OPTIONS = f"StartSel={BEGIN}, StopSel={END}, MaxWords=28, MinWords=12, MaxFragments=1"
_WHOLE = f"StartSel={BEGIN}, StopSel={END}, HighlightAll=true"
_LANGUAGES = " ".join(f"WHEN '{code}' THEN 'careline_{name}'" for code, name in CONFIGURATIONS.items())
_WORDS = f"""
    left(m.text, 400), ts_headline(c.name, translate(left(m.text, 5000), '{BEGIN}{END}', ''), %(q)s::tsquery, %(options)s),
    ts_headline(c.name, translate(t.subject, '{BEGIN}{END}', ''), %(q)s::tsquery, %(whole)s)"""
_CONFIGURATION = f"""CROSS JOIN LATERAL (SELECT
    (CASE split_part(m.language, '-', 1) {_LANGUAGES} ELSE 'careline_simple' END)::regconfig AS name) c
WHERE m.id = ANY(%(messages)s)"""
_HEADLINES = f"""
SELECT t.id, m.id, {_WORDS}, 0 FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id {_CONFIGURATION}
"""  # noqa: S608 - built from our own table of languages
_ASIDE = f"""
SELECT t.id, m.id, {_WORDS}, s.id FROM tickets_sidemessage m JOIN tickets_sideconversation s ON s.id = m.conversation_id
    JOIN tickets_ticket t ON t.id = s.ticket_id {_CONFIGURATION}
"""  # noqa: S608 - built from our own table of languages
_IN_FILES = f"""
SELECT DISTINCT ON (m.id) m.id, a.name, ts_headline(c.name, translate(left(f.text, 50000), '{BEGIN}{END}', ''), %(q)s::tsquery,
    %(options)s) FROM tickets_message m JOIN tickets_attachment a ON a.message_id = m.id
    JOIN tickets_filetext f ON f.file_id = a.file_id CROSS JOIN LATERAL (SELECT
    (CASE split_part(m.language, '-', 1) {_LANGUAGES} ELSE 'careline_simple' END)::regconfig AS name) c
WHERE m.id = ANY(%(messages)s) AND f.text <> '' ORDER BY m.id, to_tsvector(c.name, f.text) @@ %(q)s::tsquery DESC, a.id
"""  # noqa: S608 - built from our own table of languages


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where the words stand in a ticket: safe HTML with <mark>; "" where nothing is to be shown.

    `message_id` is the message that fits best, 0 if the ticket was not found by what was said in it; `file` is the
    name of its attachment that the words stand in, "" where they stand in the message itself. `side_id` is the side
    conversation that the message belongs to, 0 for one of the ticket.
    """

    words: SafeString = _EMPTY
    subject: SafeString = _EMPTY
    message_id: int = 0
    file: str = ""
    side_id: int = 0


NOTHING = Excerpt()


def excerpts(best: dict[int, int], query: str, wanted: str) -> dict[int, Excerpt]:
    """For each ticket (by its best message's id; 0 for none) an excerpt of that message."""
    messages = [message_id for message_id in best.values() if message_id]
    if not messages:
        return {}
    values: dict[str, Any] = {"q": query, "options": _OPTIONS, "whole": _WHOLE, "messages": messages}
    rows = _headlines(_HEADLINES, values)
    found = {row[1] for row in rows}
    if aside := [one for one in messages if one not in found]:
        rows += _headlines(_ASIDE, values | {"messages": aside})
    elsewhere = [row[1] for row in rows if BEGIN not in row[3] and BEGIN not in row[4]]
    files = _in_files(values | {"messages": elsewhere}) if elsewhere else {}
    return {
        ticket_id: files.get(message_id)
        or Excerpt(_marked(headline, text, wanted), _safe(subject), message_id, side_id=side_id)
        for ticket_id, message_id, text, headline, subject, side_id in rows
    }


def _headlines(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [*cursor.fetchall()]


def _in_files(values: dict[str, Any]) -> dict[int, Excerpt]:
    """By message, the excerpt of an attachment that the words stand in."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FILES, values)
        rows = [row for row in cursor.fetchall() if BEGIN in row[2]]
    return {message_id: Excerpt(_safe(found), _EMPTY, message_id, name) for message_id, name, found in rows}


def mark(text: str, wanted: str) -> SafeString:
    """A short text as safe HTML, with the words marked as they were typed."""
    return _safe(_by_hand(text, wanted))


def _marked(headline: str, text: str, wanted: str) -> SafeString:
    return _safe(headline if BEGIN in headline else _by_hand(text[:200], wanted))


def _safe(text: str) -> SafeString:
    safe = html.escape(" ".join(text.split())).replace(BEGIN, "<mark>").replace(END, "</mark>")
    return mark_safe(safe)  # noqa: S308 - escaped above, only our own marks inside


def _by_hand(text: str, wanted: str) -> str:
    """Mark the words as they were typed: for names, and for scripts that the database does not split into words."""
    text = text.replace(BEGIN, "").replace(END, "")
    words = [re.escape(word) for word in wanted.split()[:10]]
    if not words:
        return text
    return re.sub("|".join(words), lambda m: f"{BEGIN}{m.group()}{END}", text, flags=re.IGNORECASE)
