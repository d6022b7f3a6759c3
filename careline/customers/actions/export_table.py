"""Take customers or tickets out as one file, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.contracts import CustomersRefused
from careline.customers.events import TableExported
from careline.customers.slots import tables
from careline.customers.transfer import write_csv, write_jsonl

if TYPE_CHECKING:
    from careline.accounts.models import Agent

FORMATS = {"csv": write_csv, "jsonl": write_jsonl}


@transaction.atomic
def export_table(kind: str, *, columns: Sequence[str], form: str, by: Agent) -> Iterator[bytes]:
    """The file in pieces, `form` csv or jsonl; rows are read as it is written. Emits TableExported.

    Refuses who may not manage data (Forbidden), unknown kinds and columns.
    """
    by.require(Right.MANAGE_DATA)
    table = tables().get(kind)
    known = [column.key for column in table.columns()] if table else []
    chosen = [key for key in known if key in columns]
    if table is None or not chosen or form not in FORMATS:
        raise CustomersRefused(_("Choose at least one column."))
    emit(TableExported(kind=kind, columns=tuple(chosen)), by=by.actor)
    return FORMATS[form](chosen, table.rows(by))
