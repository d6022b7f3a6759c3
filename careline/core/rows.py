"""Rows that came as JSON beside others in one statement, as instances of their models. Reads nothing itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def row_from_json(model: type[Row], data: dict[str, Any]) -> Row:
    """A row as `to_jsonb` tells it: moments are read, the rest is taken as it is. Raises KeyError for a missing column."""
    values = {one.attname: _read(one, data[str(one.column)]) for one in model._meta.concrete_fields}
    row = model(**values)
    row._state.adding = False
    return row


def _read(field: models.Field[Any, Any], value: Any) -> Any:
    is_moment = isinstance(field, models.DateTimeField) and value is not None
    return datetime.fromisoformat(value) if is_moment else value
