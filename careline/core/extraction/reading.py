"""The child's side: bind itself to limits, read a file from standard input, write its words as JSON, and end.

Run as `python -m careline.core.extraction.reading NAME`. Imports the readers only when limits are set.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

from careline.core.extraction.contracts import (
    LARGEST_BYTES,
    MOST_MEMORY_BYTES,
    MOST_SECONDS,
    Collector,
    Enough,
    Unreadable,
)

_HTML = (".html", ".htm", ".xhtml")


def main() -> None:
    """Read one file."""
    _bind()
    content = sys.stdin.buffer.read(LARGEST_BYTES)
    try:
        said = {"text": words_of(content, sys.argv[1].lower() if len(sys.argv) > 1 else "")}
    except Unreadable as error:
        said = {"reason": str(error)}
    except MemoryError:
        said = {"reason": "took too much memory"}
    except Exception as error:
        said = {"reason": f"damaged ({type(error).__name__})"}
    sys.stdout.write(json.dumps(said))


def words_of(content: bytes, name: str) -> str:
    """The words of a file by what it is, not by what it says it is. Raises Unreadable, or whatever a reader raises."""
    found = Collector()
    with suppress(Enough):
        _reader_of(content, name)(content, found)
    return found.text


def _reader_of(content: bytes, name: str) -> Callable[[bytes, Collector], None]:
    from careline.core.extraction import office, pdf, plain

    if b"%PDF-" in content[:1024]:
        return pdf.read
    if content.startswith(b"PK\x03\x04"):
        return office.read
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _nothing
    if name.endswith(_HTML) or content[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return plain.read_html
    return plain.read_mail if name.endswith(".eml") else plain.read


def _nothing(content: bytes, found: Collector) -> None:
    """Binary: no words."""


def _bind() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


if __name__ == "__main__":
    main()
