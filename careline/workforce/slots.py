"""What upper rooms hand in: the things of theirs that can go by business hours of their own, and the channels there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class HoursUser:
    """A kind of things that go by business hours: `every` lists them (id, name) for a person who manages hours."""

    kind: str
    label: _StrOrPromise
    every: Callable[[Agent], list[tuple[int, str]]]


_users: dict[str, HoursUser] = {}
_channels: dict[str, _StrOrPromise] = {}


def register_hours_user(user: HoursUser) -> None:
    """Say that things of a kind can go by hours of their own."""
    _users[user.kind] = user


def hours_users() -> list[HoursUser]:
    """All kinds of things that are listed one by one."""
    return [*_users.values()]


def register_channel(channel: str, label: _StrOrPromise) -> None:
    """Say that messages travel by this channel, so that people can have a capacity for it."""
    _channels[channel] = label


def channels() -> dict[str, _StrOrPromise]:
    """All channels, by name, with what they are called."""
    return dict(_channels)
