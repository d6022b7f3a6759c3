"""Words of a PDF, page by page, by pypdf. Runs in the child only."""

import io
import logging

from pypdf import PdfReader

from careline.core.extraction.contracts import MOST_PAGES, Collector, Unreadable


def read(content: bytes, found: Collector) -> None:
    """Collect the text of the first pages. Raises Unreadable for one that asks for a password."""
    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("encrypted")
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            break
        found.add(page.extract_text() + "\n")
