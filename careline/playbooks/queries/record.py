"""The record of a run: everything that was found out, decided and done, by whom and when, on which version; in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from careline.playbooks.models import Carried, FactGiven, OutcomeDecision, OutcomeReached, Run, StepDone
from careline.playbooks.procedure.schema import Playbook

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a record. `kind` is started, fact, outcome, asked, decided, step, merged, finished or stopped.

    `key` names the fact, outcome or step; `by` who it was ("" for a rule or nobody); `more` what belongs to the kind.
    """

    at: datetime
    kind: str
    by: str = ""
    key: str = ""
    words: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def record_of(run: Run, document: Playbook) -> list[Entry]:
    """The record of an accessed run, oldest first. Six statements, whatever was done."""
    found = [
        Entry(run.started_at, "started", _name(run.started_by), run.playbook.key, "", {"version": run.version.number}),
        *_facts(run), *_outcomes(run, document), *_decisions(run), *_steps(run), *_merges(run),
    ]  # fmt: skip
    if run.ended_at is not None:  # told by the clock of the process, the rest by that of the database
        at = max(run.ended_at, *(one.at for one in found if one.kind != "merged"))
        found.append(Entry(at, run.state, "", run.outcome, run.reason))
    return sorted(found, key=lambda one: one.at)


def _name(agent: Any) -> str:
    return agent.name if agent else ""


def _facts(run: Run) -> Iterable[Entry]:
    before: dict[str, Any] = {}
    for one in FactGiven.objects.filter(run=run).select_related("by").order_by("pk"):
        more = {"value": one.value, "source": one.source}
        if one.key in before:
            more["before"] = before[one.key]
        before[one.key] = one.value
        yield Entry(one.at, "fact", one.by.name, one.key, "", more)


def _outcomes(run: Run, document: Playbook) -> Iterable[Entry]:
    for one in OutcomeReached.objects.filter(run=run).select_related("by").order_by("pk"):
        row = document.decision.rows[one.row] if one.row < len(document.decision.rows) else None
        outcome = document.outcomes.get(one.outcome)
        keys = dict.fromkeys((*(row.law if row else ()), *(outcome.law if outcome else ())))
        law = [f"{document.law[key].source} ({document.law[key].country})" for key in keys]
        yield Entry(one.at, "outcome", _name(one.by), one.outcome, "", {"row": one.row + 1, "law": law})


def _decisions(run: Run) -> Iterable[Entry]:
    rows = OutcomeDecision.objects.filter(run=run).select_related("asked_by", "decided_by").order_by("pk")
    for one in rows:
        told = {"decision": one.decision_id, "kind": one.kind, "currency": one.currency}
        yield Entry(
            one.asked_at, "asked", one.asked_by.name, one.outcome, "", told | {"amount": one.amount_minor}
        )
        if one.decided_at is not None:
            answer = told | {"state": one.state, "amount": one.granted_minor}
            yield Entry(
                max(one.asked_at, one.decided_at),
                "decided",
                _name(one.decided_by),
                one.outcome,
                one.words,
                answer,
            )


def _steps(run: Run) -> Iterable[Entry]:
    rows = StepDone.objects.filter(run=run).select_related("by", "attachment").prefetch_related("files")
    for one in rows.order_by("pk"):
        files = [{"name": file.name, "size": file.size, "key": file.key} for file in one.files.all()]
        more = {"answer": one.answer, "turn": one.turn + 1, "message": one.message_id, "files": files}
        if one.attachment:
            more["attachment"] = one.attachment.name
        yield Entry(one.at, "step", one.by.name, one.step, one.evidence, more)


def _merges(run: Run) -> Iterable[Entry]:
    for one in Carried.objects.filter(run=run).order_by("pk"):
        yield Entry(one.at, "merged", "", "", "", {"from": one.from_id, "into": one.into_id})
