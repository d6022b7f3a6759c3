"""The playbooks that come with Careline, as files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from careline.playbooks.procedure.check import check
from careline.playbooks.procedure.schema import Playbook

BEGINNING = """\
playbook: my-playbook
title: {en: "My playbook"}
about: {en: "What it is for."}
languages: [en]
applies:
  types: [question]
  words: {en: [example]}
facts:
  wish:
    ask: {en: "What would the customer like?"}
    kind: choice
    source: ask
    choices: {help: {en: "Help"}, nothing: {en: "Nothing"}}
decision:
  policy: unique
  rows:
    - {when: {wish: help}, then: help, why: {en: "They ask for help."}}
    - {when: {wish: nothing}, then: done, why: {en: "They want nothing."}}
outcomes:
  help: {title: {en: "Help"}, kind: information, first: answer}
  done: {title: {en: "Nothing to do"}, kind: information, first: end}
steps:
  find_out: {kind: ask, title: {en: "Find out"}, facts: [wish], next: decide}
  answer:
    kind: say
    title: {en: "Answer"}
    within: 1d
    text: {en: "Hello {{customer.first_name|there}},"}
    next: end
"""


@dataclass(frozen=True, slots=True)
class Shipped:
    """One that comes with Careline."""

    key: str
    text: str
    playbook: Playbook


@cache
def shipped() -> tuple[Shipped, ...]:
    """All that come with Careline, by key."""
    found = []
    for file in sorted(files("careline.playbooks").joinpath("library").iterdir(), key=lambda one: one.name):
        text = file.read_text(encoding="utf-8")
        document = check(text).playbook
        assert document is not None, f"{file.name} is checked by the tests"
        found.append(Shipped(document.playbook, text, document))
    return tuple(found)


def shipped_text(key: str) -> str | None:
    """What one that comes with Careline says."""
    return next((one.text for one in shipped() if one.key == key), None)
