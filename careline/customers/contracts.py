"""Frozen values that cross the border of the customers app. No behaviour, no database."""

from dataclasses import dataclass


class CustomersRefused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""


@dataclass(frozen=True, slots=True)
class CustomerEdit:
    """What is known of a customer and may be edited; None leaves a field as it is."""

    name: str | None = None
    language: str | None = None
    time_zone: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
