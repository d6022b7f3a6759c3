"""A desk with playbooks."""

from pathlib import Path

import pytest

from careline.authority.models import DecisionKind
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.testing.world import make_customer, make_ticket

LIBRARY = Path(__file__).parents[1] / "library"
SMALL = """\
playbook: small
title: {en: "A small one", de: "Ein kleines"}
about: {en: "For tests", de: "Zum Prüfen"}
languages: [en, de]
applies:
  types: [question, complaint]
  words: {en: [broken], de: [kaputt]}
facts:
  wish:
    ask: {en: "What do they want?", de: "Was wünschen sie?"}
    kind: choice
    source: ask
    choices: {money: {en: "Money", de: "Geld"}, new: {en: "A new one", de: "Ein neues"}}
  paid:
    ask: {en: "Was it paid?", de: "Bezahlt?"}
    kind: yes_no
    source: look_up
  channel:
    ask: {en: "How did it come?", de: "Wie kam es?"}
    kind: choice
    source: look_up
    look_up: ticket.channel
    optional: true
    choices: {email: {en: "By mail", de: "Per Mail"}, form: {en: "By form", de: "Per Formular"}}
  number:
    ask: {en: "Which order?", de: "Welche Bestellung?"}
    kind: text
    source: ask
decision:
  rows:
    - {when: {wish: money, paid: yes}, then: refund, why: {en: "They paid", de: "Bezahlt"}, law: [crd]}
    - {when: {wish: money, paid: no}, then: sorry, why: {en: "Nothing was paid", de: "Nichts bezahlt"}}
    - {when: {wish: new}, then: again, why: {en: "They want it", de: "Gewünscht"}}
outcomes:
  refund: {title: {en: "Pay back", de: "Zurückzahlen"}, kind: refund, limit: 50, first: pay, law: [crd]}
  sorry: {title: {en: "Explain", de: "Erklären"}, kind: refusal, first: explain}
  again: {title: {en: "Send a new one", de: "Neu senden"}, kind: replacement, first: wait}
steps:
  hello:
    kind: say
    title: {en: "Say sorry", de: "Entschuldigen"}
    within: 4h
    text: {en: "Hello {{customer.first_name}},\\n\\nI’m sorry.", de: "Guten Tag,\\n\\nes tut mir leid."}
    next: find_out
  find_out:
    kind: ask
    title: {en: "Find out", de: "Klären"}
    facts: [wish, paid, channel, number]
    next: decide
  pay:
    kind: do
    title: {en: "Pay back", de: "Zahlen"}
    role: team_lead
    evidence: text
    action: {add_tags: [refund], note: {en: "Paid back", de: "Gezahlt"}}
    next: end
  explain:
    kind: check
    title: {en: "Agreed?", de: "Einverstanden?"}
    question: {en: "Do they agree?", de: "Sind sie einverstanden?"}
    if_yes: end
    if_no: hand
  hand:
    kind: hand_over
    title: {en: "Hand over", de: "Übergeben"}
    to: Workshop
    note: {en: "Please look", de: "Bitte ansehen"}
    next: end
  wait:
    kind: wait
    title: {en: "Wait for the parcel", de: "Auf das Paket warten"}
    for: courier
    at_most: 2d
    next: end
    late: hand
must_say:
  - {title: {en: "An apology", de: "Eine Entschuldigung"}, words: {en: [sorry], de: [leid]}}
must_not_say:
  - {why: {en: "It is our part.", de: "Das ist unsere Sache."}, words: {en: [contact the courier], de: [Paketdienst fragen]}}
law:
  crd: {title: {en: "Withdrawal", de: "Widerruf"}, source: "Directive 2011/83/EU, Article 9", country: EU}
"""


@pytest.fixture
def make_playbook(world):
    """Publish a playbook; tests that empty the tables lose the kinds of decision that the migration made."""

    def make(text=SMALL):
        for key in ("refund", "goodwill"):
            DecisionKind.objects.get_or_create(key=key, defaults={"uses_budget": key == "goodwill"})
        version = create_playbook(text, by=world.owner)
        publish(version, by=world.owner)
        return version.playbook

    return make


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, make_customer("Kim Lee"), subject="My bell is broken", text="Help")
