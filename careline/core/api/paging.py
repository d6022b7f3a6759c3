"""Lists page by page: opaque cursors, which say where the next page begins."""

import base64
import binascii
from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")
LONGEST = 2000


class BadCursor(ValueError):
    """This is no cursor that we gave out for this list."""


class PageOf(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(
        None, description="Give it as `cursor` for the next page; null at the end."
    )


def seal(kind: str, place: str | int) -> str | None:
    """A cursor for a place in a list of some kind; None for no place ("" or 0)."""
    return base64.urlsafe_b64encode(f"{kind}:{place}".encode()).decode().rstrip("=") if place else None


def unseal(kind: str, cursor: str | None) -> str:
    """The place that a cursor stands for, "" for none. Raises BadCursor."""
    if not cursor:
        return ""
    try:
        padded = cursor[:LONGEST] + "=" * (-len(cursor[:LONGEST]) % 4)
        found, _, place = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise BadCursor(cursor) from error
    if found != kind or len(cursor) > LONGEST:
        raise BadCursor(cursor)
    return place


def unseal_id(kind: str, cursor: str | None) -> int:
    """The id that a cursor stands for, 0 for none. Raises BadCursor."""
    place = unseal(kind, cursor)
    if place and not (place.isascii() and place.isdigit() and len(place) < 19):
        raise BadCursor(cursor)
    return int(place or 0)
