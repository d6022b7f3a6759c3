"""The record of a run, to read, to print and to take along; and how a playbook was followed on all tickets."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.queries import agent_of
from careline.playbooks.actions.export_runs import export_runs
from careline.playbooks.models import Run
from careline.playbooks.phrases import spoken, value_words
from careline.playbooks.procedure.schema import Playbook
from careline.playbooks.procedure.values import amount_words
from careline.playbooks.queries.followed import figures_of, runs_of
from careline.playbooks.queries.playbooks import access_playbook, procedure_of
from careline.playbooks.queries.record import Entry, record_of
from careline.playbooks.queries.runs import access_run
from careline.playbooks.views.doors import agent_page
from careline.playbooks.views.shown import source_words
from careline.tickets.actions.note_read import note_read

MOST = 100


@agent_page
@require_safe
def record(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show all that happened in a run."""
    run, document = _access(request, run_id)
    entries = [_shown(one, document) for one in record_of(run, document)]
    outcome = document.outcomes.get(run.outcome)
    shown = {
        "run": run, "title": spoken(document.title), "entries": entries,
        "outcome": spoken(outcome.title) if outcome else "",
    }  # fmt: skip
    return render(request, "playbooks/record.html", shown)


@agent_page
@require_safe
def record_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """Hand the record out as JSON: the same, with keys instead of words. Noted in the read log."""
    run, document = _access(request, run_id)
    note_read(agent_of(request), "ticket", run.ticket_id, ticket_id=run.ticket_id)
    told = {
        "run": run.pk, "ticket": run.ticket_id, "playbook": run.playbook.key, "version": run.version.number,
        "title": document.title, "state": run.state, "outcome": run.outcome, "opened_on": run.opened_on,
        "entries": [asdict(one) for one in record_of(run, document)], "document": run.version.text,
    }  # fmt: skip
    content = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="playbook-run-{run.pk}.json"'
    return answer


@agent_page
@require_safe
def runs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a playbook was followed, the newest runs, and how often it came to what end."""
    agent = agent_of(request)
    playbook = access_playbook(agent, pk)
    rows = runs_of(agent, playbook)
    figures = figures_of(rows)
    procedure = procedure_of(playbook.published) if playbook.published else None
    names = {key: spoken(one.title) for key, one in procedure.playbook.outcomes.items()} if procedure else {}
    shown = {
        "playbook": playbook, "figures": figures, "took": _span(figures.median) if figures.median else "",
        "outcomes": [(names.get(key, key), count) for key, count in figures.outcomes],
        "runs": [(run, names.get(run.outcome, run.outcome)) for run in rows[:MOST]], "most": MOST,
    }  # fmt: skip
    return render(request, "playbooks/runs.html", shown)


def _span(took: timedelta) -> str:
    """A stretch of time in its largest unit, rounded up: half an hour is one hour."""
    hours = -(-int(took.total_seconds()) // 3600) or 1
    if hours < 48:
        return ngettext("one hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("one day", "%(n)d days", -(-hours // 24)) % {"n": -(-hours // 24)}


@agent_page
@require_POST
def runs_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Hand the runs of a playbook out as a file."""
    agent = agent_of(request)
    playbook = access_playbook(agent, pk)
    answer = StreamingHttpResponse(export_runs(playbook, by=agent), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="playbook-{playbook.key}.csv"'
    return answer


def _access(request: HttpRequest, run_id: int) -> tuple[Run, Playbook]:
    run = access_run(agent_of(request), run_id)
    procedure = procedure_of(run.version)
    if procedure is None:
        raise Http404
    return run, procedure.playbook


def _shown(entry: Entry, document: Playbook) -> dict[str, Any]:
    """One line of the record in the reader's words."""
    shown: dict[str, Any] = {"entry": entry, "words": entry.words, "title": entry.key}
    more = entry.more
    if entry.kind == "fact" and (fact := document.facts.get(entry.key)):
        for name in ("value", "before"):
            value = more.get(name)
            told = {"value": value, "words": fact.choices.get(str(value), {}), "kind": fact.kind}
            shown[name] = value_words(told) if name in more else ""
        shown |= {"title": spoken(fact.ask), "source": source_words(more["source"])}
    elif entry.kind in ("outcome", "asked", "decided", "finished") and entry.key in document.outcomes:
        shown["title"] = spoken(document.outcomes[entry.key].title)
    elif entry.kind == "step" and entry.key in document.steps:
        shown["title"] = spoken(document.steps[entry.key].title)
    if entry.kind == "outcome" and more["row"] <= len(document.decision.rows):
        shown["why"] = spoken(document.decision.rows[more["row"] - 1].why)
    if more.get("amount") is not None:
        shown["amount"] = amount_words(more["amount"], more["currency"])
    return shown
