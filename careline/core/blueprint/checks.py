"""What the values of a configuration file may be: each check returns the value, or raises ValueError in plain words."""

import json
from collections.abc import Callable, Iterable
from typing import Any

Check = Callable[[Any], Any]


def text(longest: int, *, is_required: bool = False) -> Check:
    """Text of at most `longest` characters."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("must be text; put it in quotes")
        if len(value) > longest or "\x00" in value:
            raise ValueError(f"may have at most {longest} characters")
        if is_required and not value.strip():
            raise ValueError("must not be empty")
        return value

    return check


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def whole(least: int, most: int, *, may_be_none: bool = False) -> Check:
    """A whole number from `least` to `most`."""

    def check(value: Any) -> int | None:
        if value is None and may_be_none:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return check


def choice(values: Iterable[str]) -> Check:
    """One of these words."""
    known = [str(value) for value in values]

    def check(value: Any) -> str:
        if value not in known or not isinstance(value, str):
            raise ValueError(f"must be one of: {', '.join(one or repr(one) for one in known)}")
        return value

    return check


def several(each: Check, *, is_sorted: bool = False) -> Check:
    """A list whose members each pass; sorted where their order means nothing."""

    def check(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError("must be a list")
        checked = [each(one) for one in value]
        return sorted(set(checked)) if is_sorted else checked

    return check


def plain(value: Any) -> Any:
    """Anything that JSON can hold; the room that it belongs to looks closer."""
    try:
        json.dumps(value)
    except TypeError:
        raise ValueError("holds something that is no text, number, list or mapping") from None
    return value


def mapping(value: Any) -> dict[str, Any]:
    """A mapping of plain values."""
    if not isinstance(value, dict):
        raise ValueError("must be a mapping")
    checked: dict[str, Any] = plain(value)
    return checked
