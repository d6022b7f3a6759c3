"""The kinds of value that go over the wire, and the two base schemas: what callers give, and what they are shown."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PlainSerializer

LARGEST_ID = 2**53 - 1  # the largest integer that every JSON reader keeps exactly (RFC 8259, 6)
NO_NUL = r"^[^\x00]*$"
_LONE = re.compile("[\ud800-\udfff]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _rfc_3339(value: Any) -> Any:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("Give a date and time with its zone, such as 2026-01-31T09:00:00Z (RFC 3339).")
    return value


def _full_date(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("Give a day such as 2026-01-31 (RFC 3339, full-date).")
    return value


def _in_utc(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z") if value else None


def _storable(value: Any) -> Any:
    """JSON of any shape that a database can hold: no NUL characters, no numbers beyond what JSON keeps exactly."""
    if isinstance(value, str) and ("\x00" in value or (not value.isprintable() and _LONE.search(value))):
        raise ValueError("This text has characters that can't be kept.")
    if isinstance(value, (int, float)) and not -LARGEST_ID <= value <= LARGEST_ID:
        raise ValueError("This number is too large.")
    parts = (
        [*value.keys(), *value.values()]
        if isinstance(value, dict)
        else value
        if isinstance(value, list)
        else ()
    )
    for part in parts:
        _storable(part)
    return value


# In addresses and queries everything is text; in a body a number is a number.
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
BodyId = Annotated[int, Field(ge=1, le=LARGEST_ID, strict=True)]
Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Flag = Annotated[bool, Field(strict=True)]
Line = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=300)]
Words = Annotated[str, Field(pattern=NO_NUL, max_length=500)]
Cursor = Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_-]*$", max_length=2000)]
Anything = Annotated[Any, AfterValidator(_storable)]
Long = Annotated[str, Field(pattern=NO_NUL, max_length=500_000)]
Moment = Annotated[
    datetime,
    PlainSerializer(_in_utc, return_type=str),
    Field(description="RFC 3339 in UTC.", json_schema_extra={"type": "string", "format": "date-time"}),
]
GivenMoment = Annotated[datetime, BeforeValidator(_rfc_3339), Field(description="RFC 3339 with a time zone.")]
GivenDay = Annotated[date, BeforeValidator(_full_date), Field(description="A day, such as 2026-01-31.")]


class Given(Schema):
    """What a caller sends: a field we don't know is a mistake, and is said to be one."""

    model_config = ConfigDict(extra="forbid")


class Shown(Schema):
    """What a caller is shown."""
