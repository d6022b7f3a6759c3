"""Tables in files: CSV and JSON Lines, read with patience and written so that no spreadsheet runs what is in them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
LONGEST_FIELD = 4 * 1024 * 1024
MOST_HEADERS = 200


class NotATable(ValueError):
    """The file can't be read as a table; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row by its headers, with its number as people count (the header of a CSV is row 1); or why it is none."""

    number: int
    values: Mapping[str, Any]
    error: str = ""


def read_rows(content: bytes, *, file_name: str) -> Iterator[Row]:
    """The rows of a CSV or JSON Lines file. Raises NotATable for what is neither; a broken row says so itself."""
    text = _decode(content)
    if file_name.lower().endswith((".jsonl", ".ndjson", ".json")) or text.lstrip()[:1] == "{":
        return _json_rows(text)
    return _csv_rows(text)


def headers_of(content: bytes, *, file_name: str) -> tuple[list[str], int, list[Row]]:
    """The headers of a file, how many rows it has, and the first three. Raises NotATable."""
    headers: dict[str, None] = {}
    total, first = 0, []
    for row in read_rows(content, file_name=file_name):
        total += 1
        if total <= 100:
            headers |= dict.fromkeys(row.values)
        if total <= 3:
            first.append(row)
    if not total or not headers:
        raise NotATable(_("There are no rows in this file."))
    return [*headers][:MOST_HEADERS], total, first


def _decode(content: bytes) -> str:
    for name in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return content.decode(name).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1").replace("\x00", "")


def _csv_rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t|", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headers = [header.strip() for header in next(reader)]
    except (StopIteration, csv.Error):
        raise NotATable(_("There are no rows in this file.")) from None
    if len({*headers}) != len(headers):
        raise NotATable(_("Two columns of this file have the same name."))
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, {}, _("This row can’t be read: %(error)s") % {"error": error})
            continue
        if any(cell.strip() for cell in cells):
            yield Row(number, {h: unguarded(c) for h, c in zip(headers, cells, strict=False) if h})


def _json_rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            yield Row(number, found)
        else:
            yield Row(number, {}, _("This line is not a JSON object."))


def guarded(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: a sign that could begin one gets a quote before it."""
    text = "" if value is None else value if isinstance(value, str) else _cell(value)
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that was guarded."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def write_csv(headers: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A CSV file in pieces, as spreadsheets like it (UTF-8 with mark, RFC 4180), its cells guarded."""
    yield "\ufeff".encode() + _line(headers)
    for row in rows:
        yield _line([row.get(header) for header in headers])


def _line(cells: Iterable[Any]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue().encode()


def write_jsonl(headers: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A JSON Lines file in pieces."""
    for row in rows:
        chosen = {header: row.get(header) for header in headers}
        yield json.dumps(chosen, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"
