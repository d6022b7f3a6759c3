"""Tables as CSV, line by line (RFC 4180, UTF-8 with its mark). No cell begins like a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_RUNS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file line by line, its head first."""
    yield _MARK + _line(head)
    for row in rows:
        yield _line([_cell(value) for value in row])


def _line(cells: Sequence[Any]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow(cells)
    return held.getvalue()


def _cell(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, list):
        return " ".join(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNS) else value
