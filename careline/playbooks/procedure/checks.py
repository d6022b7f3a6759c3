"""Everything that must hold of a playbook beyond its shape: that names mean something, and that nobody gets stuck."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from careline.playbooks.procedure.findings import Findings, Place
from careline.playbooks.procedure.flow import edges, reached, turned
from careline.playbooks.procedure.schema import DECIDE, END, Ask, Playbook
from careline.playbooks.procedure.values import minor

COSTLY = frozenset({"refund", "price_reduction", "goodwill"})
LOOK_UP = re.compile(
    r"ticket\.(type|priority|channel|language|subject|created)|customer\.(name|language|email)|(customer_)?field\.[a-z][a-z0-9_]*"
)


def check_names(playbook: Playbook, findings: Findings) -> None:
    """Whatever is named must be there: facts, outcomes, steps, law."""
    for r, row in enumerate(playbook.decision.rows):
        at: Place = ("decision", "rows", r)
        for fact in row.when:
            _known(fact, playbook.facts, (*at, "when", fact), _("There is no fact “%(name)s”."), findings)
        _known(row.then, playbook.outcomes, (*at, "then"), _("There is no outcome “%(name)s”."), findings)
        _check_law(playbook, row.law, at, findings)
    for key, outcome in playbook.outcomes.items():
        first: Place = ("outcomes", key, "first")
        _known(outcome.first, {*playbook.steps, END}, first, _("There is no step “%(name)s”."), findings)
        _check_law(playbook, outcome.law, ("outcomes", key), findings)
    for n, must in enumerate(playbook.must_say):
        for one in must.outcomes:
            _known(one, playbook.outcomes, ("must_say", n), _("There is no outcome “%(name)s”."), findings)
    _check_steps(playbook, findings)


def _check_steps(playbook: Playbook, findings: Findings) -> None:
    steps = {*playbook.steps, DECIDE, END}
    for key, step in playbook.steps.items():
        if key in (DECIDE, END):
            findings.error(("steps", key), _("No step can be called “%(name)s”.") % {"name": key})
        for part in ("next", "late", "if_yes", "if_no"):
            if (to := getattr(step, part, None)) is not None:
                _known(to, steps, ("steps", key, part), _("There is no step “%(name)s”."), findings)
        for fact in step.facts if isinstance(step, Ask) else ():
            _known(fact, playbook.facts, ("steps", key, "facts"), _("There is no fact “%(name)s”."), findings)


def _check_law(playbook: Playbook, named: Iterable[str], at: Place, findings: Findings) -> None:
    for one in named:
        _known(one, playbook.law, (*at, "law"), _("There is no law “%(name)s”."), findings)


def _known(name: str, known: Iterable[str], place: Place, words: str, findings: Findings) -> None:
    if name not in known:
        findings.error(place, words % {"name": name})


def check_facts(playbook: Playbook, findings: Findings) -> None:
    """Choices have choices, what the desk looks up it can look up, and every fact is asked for in some step."""
    asked = {fact for step in playbook.steps.values() if isinstance(step, Ask) for fact in step.facts}
    for key, fact in playbook.facts.items():
        at: Place = ("facts", key)
        if (fact.kind == "choice") != bool(fact.choices):
            words = (
                _("A fact of the kind choice needs choices.")
                if fact.kind == "choice"
                else _("Only the kind choice has choices.")
            )
            findings.error(at, words)
        if fact.look_up and not LOOK_UP.fullmatch(fact.look_up):
            findings.error(
                (*at, "look_up"),
                _(
                    "It can be looked up in: ticket.created, ticket.type, customer.language, field.… and the like."
                ),
            )
        if key not in asked:
            findings.error(at, _("No step asks for this fact."))
        for bound in ("least", "most"):
            if getattr(fact, bound) is not None and fact.kind not in ("money", "number"):
                findings.error((*at, bound), _("Only numbers and amounts have a least and a most."))


def check_outcomes(playbook: Playbook, findings: Findings) -> None:
    """Every outcome follows from some row, and one that costs money has its limit."""
    named = {row.then for row in playbook.decision.rows}
    for key, outcome in playbook.outcomes.items():
        if key not in named:
            findings.error(("outcomes", key), _("No row of the decision leads to this outcome."))
        if outcome.kind in COSTLY and outcome.limit is None:
            findings.error(
                ("outcomes", key),
                _("An outcome that costs money needs a limit: an amount, or a fact that is one."),
            )
        if outcome.limit is not None:
            _check_limit(playbook, key, outcome.limit, findings)


def _check_limit(playbook: Playbook, key: str, limit: object, findings: Findings) -> None:
    fact = playbook.facts.get(str(limit))
    if fact is not None and fact.kind == "money":
        return
    try:
        if fact is None and minor(limit) > 0:
            return
    except ValueError:
        pass
    findings.error(
        ("outcomes", key, "limit"),
        _("The limit must be an amount above nothing, or a fact of the kind money."),
    )


def check_flow(playbook: Playbook, findings: Findings) -> None:
    """Every step can be reached, from every step there is a way to the end, and what was decided isn't decided again."""
    graph = edges(playbook)
    from_start = reached([playbook.begin], graph)
    to_end = reached([END], turned(graph))
    for key in playbook.steps:
        if key not in from_start:
            findings.error(("steps", key), _("This step can’t be reached."))
        elif key not in to_end:
            findings.error(("steps", key), _("There is no way out from here: the end can’t be reached."))
    if DECIDE not in from_start:
        findings.error(("steps",), _("No step leads to the decision (next: decide)."))
    if DECIDE in reached(graph[DECIDE], graph):
        findings.error(
            ("decision",),
            _("What was decided would be decided again: no step after an outcome may lead to it."),
        )
    before = {key: nexts for key, nexts in graph.items() if key != DECIDE}
    _check_asked_first(playbook, before, findings)


def _check_asked_first(playbook: Playbook, before: dict[str, tuple[str, ...]], findings: Findings) -> None:
    """On every way to the decision, every fact that it rests on is asked for."""
    decided_on = {fact for row in playbook.decision.rows for fact in row.when}
    for fact in decided_on & set(playbook.facts):
        asking = {k for k, step in playbook.steps.items() if isinstance(step, Ask) and fact in step.facts}
        around = {key: nexts for key, nexts in before.items() if key not in asking}
        if asking and DECIDE in reached([playbook.begin], around):
            findings.error(
                ("facts", fact), _("One can come to the decision without being asked for this fact.")
            )
