"""Where a page of a question begins, as words that go into an address: damaged ones begin at the top."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from careline.tickets.queries.questions.orders import Order
from careline.tickets.queries.questions.question import Question
from careline.tickets.queries.queue import EPOCH

_LAST = 253_402_300_799_000_000
"""The end of the year 9999 in microseconds: what is never due stands close to it."""
_NUMERIC = re.compile(r"-?(?:Infinity|\d{1,60}(?:\.\d{1,30})?(?:E[+-]?\d{1,3})?)")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after the row with this group, this key and this number. Nowhere: at the top."""

    group: Any = None
    key: Any = None
    number: int = 0
    is_recent: bool = False


def write_cursor(row: tuple[Any, ...], is_recent: bool) -> str:
    """The place behind a row, whose last columns are group, key and size."""
    packed = json.dumps([_packed(row[-3]), _packed(row[-2]), row[0], int(is_recent)], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_cursor(after: str, question: Question) -> Cursor:
    """The place that was written; one that is damaged, or of another order, begins at the top."""
    try:
        of_group, key, number, is_recent = json.loads(base64.urlsafe_b64decode(after[:_LONGEST] + "=="))
    except (binascii.Error, UnicodeDecodeError, ValueError, TypeError, RecursionError):
        return Cursor()
    group = question.group
    fits = _fits(key, question.order) and (group is None or _fits(of_group, group))
    if not fits or not _is_number(number):
        return Cursor()
    if question.order.type == "timestamptz":
        key = EPOCH + timedelta(microseconds=min(max(key, 0), _LAST))
    return Cursor(of_group if group is None else _unpacked(of_group, group), key, number, bool(is_recent))


def _packed(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return str(value) if isinstance(value, Decimal) else value


def _unpacked(value: Any, order: Order) -> Any:
    return Decimal(value) if order.type == "numeric" else value


def _fits(value: Any, order: Order) -> bool:
    if order.type == "text":
        return isinstance(value, str) and "\x00" not in value
    if order.type == "numeric":
        return isinstance(value, str) and _NUMERIC.fullmatch(value) is not None
    return _is_number(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62
