"""Take the figures of every ticket of a period out as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.events import TableExported
from careline.insight.queries.rows import COLUMNS, rows_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.insight.contracts import Slice


@transaction.atomic
def export_tickets(asked: Slice, *, by: Agent) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The head of the file and its rows, read as they are fetched. Emits TableExported.

    Refuses (Forbidden) those who may not read tickets; the slice holds no more than the viewer may see.
    """
    by.require(Right.READ_TICKETS)
    emit(TableExported(kind="ticket figures", columns=COLUMNS), by=by.actor)
    return COLUMNS, rows_of(asked)
