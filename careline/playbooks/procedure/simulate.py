"""Going through a playbook on paper: the steps that given facts lead to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from careline.playbooks.procedure.flow import DONE, Position, Procedure, ways
from careline.playbooks.procedure.schema import DECIDE
from careline.playbooks.procedure.values import Value, read_value

MOST_STEPS = 500


def simulate(
    procedure: Procedure, given: Mapping[str, Value], answers: Mapping[str, str], *, today: date
) -> Position:
    """Do every step, as far as the facts carry: the end, or the step at which facts are missing.

    `answers` say what becomes of steps with several ways; where nothing is said, or what a step has not, the first.
    """
    done: dict[str, list[str]] = {}
    position = procedure.position(given, done, today=today)
    while not position.is_end and position.step != DECIDE and not position.open_facts:
        offered = ways(procedure.playbook.steps[position.step])
        said = answers.get(position.step, "")
        said = said if said in offered else next(iter(offered))
        times = done.setdefault(position.step, [])
        times.append(_other(offered, said) if len(times) > MOST_STEPS // 100 else said)
        position = procedure.position(given, done, today=today)
    return position


def read_answers(procedure: Procedure, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What becomes of steps, as people wrote it: what makes sense, and for each other why not."""
    found, trouble = dict[str, str](), dict[str, str]()
    for key, said in given.items():
        step = procedure.playbook.steps.get(key)
        if step is None:
            trouble[key] = _("There is no step “%(name)s”.") % {"name": key}
        elif said not in ways(step):
            trouble[key] = _("Choose one of: %(choices)s") % {"choices": ", ".join(ways(step))}
        else:
            found[key] = said
    return found, trouble


def _other(offered: Mapping[str, str], said: str) -> str:
    """Another way than the one taken so often: or a loop would be gone round for ever."""
    return next((one for one in reversed([*offered]) if one != said), DONE)


def read_facts(procedure: Procedure, given: Mapping[str, Any]) -> tuple[dict[str, Value], dict[str, str]]:
    """Facts as people wrote them: those that could be read, and for each other why not. Empty ones are left out."""
    found, trouble = dict[str, Value](), dict[str, str]()
    for key, words in given.items():
        fact = procedure.playbook.facts.get(key)
        if str(words).strip() == "":
            continue
        try:
            if fact is None:
                raise ValueError(_("There is no fact “%(name)s”.") % {"name": key})
            found[key] = read_value(fact, words)
        except ValueError as error:
            trouble[key] = str(error)
    return found, trouble
