"""Words of plain text, CSV, HTML and mail. Runs in the child only."""

from __future__ import annotations

import codecs
import email
import email.policy

from inscriptis import get_text

from careline.core.extraction.contracts import Collector

_MOST_HTML = 3_000_000
_MOST_TEXT = 2_000_000
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read(content: bytes, found: Collector) -> None:
    """Collect a text as it stands."""
    found.add(_decoded(content[:_MOST_TEXT]))


def read_html(content: bytes, found: Collector) -> None:
    """Collect the text of an HTML page."""
    found.add(get_text(_decoded(content[:_MOST_HTML])))


def read_mail(content: bytes, found: Collector) -> None:
    """Collect subject and body of a mail; what is attached to it in turn is left alone."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    found.add(f"{message.get('subject', '')}\n")
    body = message.get_body(("plain", "html"))
    if body is None:
        return
    text = str(body.get_content())
    found.add(get_text(text[:_MOST_HTML]) if body.get_content_subtype() == "html" else text)


def _decoded(content: bytes) -> str:
    mark = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(mark)
    except UnicodeDecodeError as error:
        is_cut = len(content) >= _MOST_TEXT and error.start > len(content) - 4
        return content.decode(mark if is_cut else "cp1252", "replace")
