"""Bring in customers or tickets from a file: prepared, checked without a trace, run in batches that are never done twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.core import files
from careline.core.events import emit
from careline.customers.contracts import CustomersRefused
from careline.customers.events import ImportAsked, ImportFinished
from careline.customers.models import ImportProblem, ImportRun
from careline.customers.slots import Column, RowRefused, tables
from careline.customers.transfer import NotATable, Row, headers_of, read_rows
from careline.fields.contracts import FieldsRefused

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_BYTES = 50 * 1024 * 1024
MOST_PROBLEMS = 1000
BATCH = 100
LEFT_AFTER = timedelta(days=7)
State = ImportRun.State


class TakenBack(Exception):
    """Ends the savepoint of a row that was only checked."""


@transaction.atomic
def prepare_import(kind: str, *, file_name: str, content: bytes, by: Agent) -> ImportRun:
    """Keep a file to be brought in, with a guess which column is which. Refuses what is no table (CustomersRefused)."""
    by.require(Right.MANAGE_DATA)
    by.require(Right.READ_ALL_TEAMS)
    if kind not in tables() or not content or len(content) > MOST_BYTES:
        raise CustomersRefused(_("Choose a file of at most 50 MB."))
    try:
        headers, total, _first = headers_of(content, file_name=file_name)
    except NotATable as error:
        raise CustomersRefused(str(error)) from None
    return ImportRun.objects.create(
        kind=kind,
        file_name=file_name[-200:],
        file=files.store(content, "text/plain"),
        headers=headers,
        mapping=guess_mapping(headers, tables()[kind].columns()),
        total=total,
        started_by=by,
    )


def guess_mapping(headers: list[str], columns: list[Column]) -> dict[str, str]:
    """Which header is which column, by the keys, names and other names of the columns; each column once."""
    known: dict[str, str] = {}
    for column in columns:
        for name in (column.key, str(column.label), *column.aliases):
            known.setdefault(_plain(name), column.key)
    guessed: dict[str, str] = {}
    for header in headers:
        key = known.get(_plain(header))
        if key and key not in guessed.values():
            guessed[header] = key
    return guessed


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "", name.lower())


@transaction.atomic
def start_import(run: ImportRun, mapping: Mapping[str, str], *, is_check: bool, by: Agent) -> ImportRun:
    """Have a file checked or run by a job. Refuses a mapping without what is required, and a run under way.

    Emits ImportAsked.
    """
    by.require(Right.MANAGE_DATA)
    by.require(Right.READ_ALL_TEAMS)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (State.NEW, State.CHECKED) or run.file_id is None:
        raise CustomersRefused(_("This file is being worked on, or done with."))
    columns = {column.key: column for column in tables()[run.kind].columns()}
    chosen = {header: key for header, key in mapping.items() if header in run.headers and key in columns}
    if len({*chosen.values()}) != len(chosen):
        raise CustomersRefused(_("Two columns of the file are meant to be the same thing."))
    missing = [c.label for c in columns.values() if c.is_required and c.key not in chosen.values()]
    if missing:
        raise CustomersRefused(_("Say which column is: %(names)s") % {"names": ", ".join(map(str, missing))})
    run.mapping, run.started_by = chosen, by
    run.state = State.CHECKING if is_check else State.RUNNING
    run.position = run.made = run.changed = run.unchanged = run.refused = 0
    run.save()
    run.problems.all().delete()
    emit(ImportAsked(run.pk, kind=run.kind, is_check=is_check), by=by.actor)
    return run


def work_on(run_id: int) -> None:
    """Check or run a file to its end, from where it was. Emits ImportFinished."""
    run = ImportRun.objects.select_related("file", "started_by").filter(pk=run_id).first()
    if run is None or run.file is None or run.state not in (State.CHECKING, State.RUNNING):
        return
    try:
        content = files.read(run.file)
    except files.ContentLost:
        words = _("The file is no longer there. Bring it in again.")
        ImportRun.objects.filter(pk=run_id).update(state=State.FAILED, error=words)
        return
    rows = read_rows(content, file_name=run.file_name)
    left = islice(rows, run.position, None)
    while batch := [*islice(left, BATCH)]:
        if not _do_batch(run_id, batch):
            return
    _finish(run_id)


@transaction.atomic
def _do_batch(run_id: int, batch: list[Row]) -> bool:
    """Rows and the position behind them in one transaction: a killed worker's batch is done again, never twice."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("started_by").get(pk=run_id)
    is_check = run.state == State.CHECKING
    if run.state not in (State.CHECKING, State.RUNNING):
        return False
    problems = []
    for row in batch:
        outcome, words = _take_in(run, row, is_check)
        setattr(run, outcome, getattr(run, outcome) + 1)
        if words and run.refused <= MOST_PROBLEMS:
            problems.append(ImportProblem(run=run, row=row.number, words=words[:500]))
    ImportProblem.objects.bulk_create(problems)
    run.position += len(batch)
    run.save(update_fields=["position", "made", "changed", "unchanged", "refused"])
    return True


def _take_in(run: ImportRun, row: Row, is_check: bool) -> tuple[str, str]:
    if row.error:
        return "refused", row.error
    values = {key: row.values[header] for header, key in run.mapping.items() if header in row.values}
    outcome = "unchanged"
    try:
        with transaction.atomic():
            outcome = tables()[run.kind].take_in(run.started_by, values)
            if is_check:
                raise TakenBack
    except TakenBack:
        return outcome, ""
    except (RowRefused, CustomersRefused, FieldsRefused, Forbidden) as refusal:
        return "refused", str(refusal)
    except (DataError, IntegrityError, ValueError):
        return "refused", _("This row can’t be stored as it is.")
    return outcome, ""


@transaction.atomic
def _finish(run_id: int) -> None:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == State.CHECKING:
        run.state = State.CHECKED
        run.save(update_fields=["state"])
        return
    file_id = run.file_id
    run.state, run.file, run.finished_at = State.DONE, None, timezone.now()
    run.save(update_fields=["state", "file", "finished_at"])
    fact = ImportFinished(run.pk, kind=run.kind, made=run.made, changed=run.changed, refused=run.refused)
    emit(fact, by=run.started_by.actor)
    if file_id:
        transaction.on_commit(lambda: files.forget_unused([file_id]))


def forget_left_files() -> int:
    """Forget the files of imports that were prepared or checked and left for a week; returns how many."""
    before = timezone.now() - LEFT_AFTER
    left = ImportRun.objects.filter(state__in=[State.NEW, State.CHECKED], created_at__lt=before).exclude(
        file=None
    )
    ids = [*left.values_list("file_id", flat=True)]
    left.update(file=None)
    files.forget_unused(one for one in ids if one)
    return len(ids)
