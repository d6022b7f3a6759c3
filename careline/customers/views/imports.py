"""Settings: bring customers and tickets in from a file, and take them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.core import files
from careline.customers.actions.export_table import export_table
from careline.customers.actions.run_import import MOST_BYTES, prepare_import, start_import
from careline.customers.contracts import CustomersRefused
from careline.customers.models import ImportRun
from careline.customers.slots import tables
from careline.customers.transfer import headers_of, write_csv

if TYPE_CHECKING:
    from careline.accounts.models import Agent

SHOWN_PROBLEMS = 100
UNDER_WAY = (ImportRun.State.CHECKING, ImportRun.State.RUNNING)


def _manager(request: HttpRequest) -> Agent:
    agent = agent_of(request)
    agent.require(Right.MANAGE_DATA)
    agent.require(Right.READ_ALL_TEAMS)
    return agent


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show the latest imports and what can be exported; take a file."""
    agent = _manager(request)
    if request.method == "POST":
        given = request.FILES.get("file")
        content = given.read() if given and (given.size or 0) <= MOST_BYTES else b""
        try:
            run = prepare_import(
                request.POST.get("kind", ""),
                file_name=given.name or "" if given else "",
                content=content,
                by=agent,
            )
            return redirect("customers:import", pk=run.pk)
        except CustomersRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("customers:imports")
    shown = {
        "tables": [
            {"kind": kind, "label": table.label, "columns": table.columns()}
            for kind, table in tables().items()
        ],
        "runs": ImportRun.objects.select_related("started_by").order_by("-pk")[:20],
    }
    return render(request, "customers/imports.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import: which column is which, what a check found, how far it is; have it checked or run."""
    agent = _manager(request)
    run = get_object_or_404(ImportRun.objects.select_related("started_by", "file"), pk=pk)
    if request.method == "POST":
        chosen = [(header, request.POST.get(f"column-{n}", "")) for n, header in enumerate(run.headers)]
        try:
            start_import(
                run,
                {header: key for header, key in chosen if key},
                is_check=request.POST.get("do") != "run",
                by=agent,
            )
        except CustomersRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("customers:import", pk=pk)
    template = "customers/_import.html" if request.headers.get("HX-Request") else "customers/import.html"
    return render(request, template, _context(run))


def _context(run: ImportRun) -> dict[str, Any]:
    columns = [*tables()[run.kind].columns()]
    may_choose = run.state in (ImportRun.State.NEW, ImportRun.State.CHECKED) and run.file is not None
    samples = _samples(run) if may_choose else {}
    return {
        "run": run,
        "label": tables()[run.kind].label,
        "columns": columns,
        "is_under_way": run.state in UNDER_WAY,
        "may_choose": may_choose,
        "percent": min(100, run.position * 100 // run.total) if run.total else 0,
        "headers": [
            {"n": n, "name": header, "chosen": run.mapping.get(header, ""), "sample": samples.get(header, "")}
            for n, header in enumerate(run.headers)
        ],
        "problems": run.problems.order_by("row")[:SHOWN_PROBLEMS],
    }


def _samples(run: ImportRun) -> dict[str, str]:
    """The first words under each header, so that people recognise what it holds."""
    found: dict[str, str] = {}
    try:
        rows = headers_of(files.read(run.file), file_name=run.file_name)[2] if run.file else []
    except files.ContentLost:
        return {}
    for row in rows:
        for header, value in row.values.items():
            found.setdefault(header, str(value)[:60])
    return found


@require_safe
def problems(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the rows that could not be taken in, as a file."""
    _manager(request)
    run = get_object_or_404(ImportRun, pk=pk)
    rows = ({"row": one.row, "problem": one.words} for one in run.problems.order_by("row"))
    return _file(write_csv(["row", "problem"], rows), f"import-{run.pk}-problems.csv", "text/csv")


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand out customers or tickets with the chosen columns, as they are read."""
    agent = _manager(request)
    kind, form = request.POST.get("kind", ""), request.POST.get("format", "csv")
    try:
        pieces = export_table(kind, columns=request.POST.getlist("columns"), form=form, by=agent)
    except CustomersRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("customers:imports")
    name = f"{kind}-{timezone.localdate():%Y-%m-%d}.{form}"
    return _file(pieces, name, "text/csv" if form == "csv" else "application/x-ndjson")


def _file(pieces: Any, name: str, content_type: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
