"""What is wrong with a playbook is said with its line and column."""

import pytest

from careline.playbooks.procedure.check import check

GOOD = """\
playbook: small
title: {en: "Small", de: "Klein"}
about: {en: "A small one", de: "Ein kleines"}
languages: [en, de]
applies: {types: [question]}
facts:
  days:
    ask: {en: "How many days?", de: "Wie viele Tage?"}
    kind: number
    source: ask
  paid:
    ask: {en: "Was it paid?", de: "Bezahlt?"}
    kind: yes_no
    source: look_up
decision:
  policy: unique
  rows:
    - when: {days: at most 14, paid: yes}
      then: refund
      why: {en: "In time", de: "Rechtzeitig"}
    - when: {days: more than 14}
      then: no
      why: {en: "Late", de: "Zu spät"}
    - when: {days: at most 14, paid: no}
      then: no
      why: {en: "Unpaid", de: "Unbezahlt"}
outcomes:
  refund: {title: {en: "Refund", de: "Erstattung"}, kind: refund, limit: 50, first: pay}
  no: {title: {en: "Nothing", de: "Nichts"}, kind: refusal, first: tell}
steps:
  find_out:
    kind: ask
    title: {en: "Find out", de: "Klären"}
    facts: [days, paid]
    next: decide
  pay:
    kind: do
    title: {en: "Pay", de: "Zahlen"}
    next: tell
  tell:
    kind: say
    title: {en: "Tell", de: "Sagen"}
    text: {en: "Hello", de: "Hallo"}
    next: end
""".replace("then: no\n", "then: nothing\n").replace("  no: {title", "  nothing: {title")

CASES = [
    ("a key that nobody knows", "    kind: number\n", "    kind: number\n    colour: red\n", 10, 5, "no key “colour”"),
    ("a missing key", "    source: ask\n", "", 7, 3, "“source” is missing"),
    ("a kind that there isn’t", "kind: number", "kind: colour", 9, 5, "“kind” must be one of"),
    ("text that must be quoted", 'title: {en: "Pay", de', "title: {en: 12, de", 38, 13, "must be text"),
    ("no YAML", "languages: [en, de]", "languages: [en, de", 5, 8, "expected"),
    ("a key twice", "languages: [en, de]", "languages: [en, de]\ntitle: {en: x}", 5, 1, "stands here twice"),
    ("an alias", "languages: [en, de]", "languages: *all", 4, 12, "Aliases"),
    ("a tag", "languages: [en, de]", "currency: !!python/none EUR", 4, 1, "can’t be"),
    ("a fact that there isn’t", "{days: more than 14}", "{weeks: more than 2}", 21, 14, "no fact “weeks”"),
    ("an outcome that there isn’t", "then: refund", "then: money", 19, 7, "no outcome “money”"),
    ("a step that there isn’t", "    next: tell\n", "    next: shout\n", 39, 5, "no step “shout”"),
    ("a condition that can’t be read", "{days: more than 14}", "{days: many}", 21, 14, "Write such as"),
    ("yes or no asked as a number", "paid: no}", "paid: 3}", 24, 32, "none of: yes, no"),
    ("a gap", "{days: at most 14, paid: no}", "{days: at most 13, paid: no}", 17, 3, "No row fits: days: 14, paid: no"),
    ("a contradiction", "{days: at most 14, paid: no}", "{paid: no}", 24, 7, "Rows 2 and 3"),
    ("two rows that contradict each other", "{days: more than 14}", "{days: at least 14}", 21, 7, "Rows 1 and 2 contradict each other: days: 14"),
    ("a row that can never count", "{days: at most 14, paid: no}", "{days: less than 0, paid: no}", 24, 14, "Nothing can ever"),
    ("a step that can’t be reached", "first: pay}", "first: tell}", 36, 3, "can’t be reached"),
    ("no way out", "    next: end\n", "    next: tell\n", 40, 3, "no way out"),
    ("no limit", "kind: refund, limit: 50,", "kind: refund,", 28, 3, "needs a limit"),
    ("a limit that is none", "limit: 50", "limit: much", 28, 67, "must be an amount"),
    ("a fact that nobody asks for", "facts: [days, paid]", "facts: [days]", 11, 3, "No step asks"),
    ("a decision never come to", "    next: decide\n", "    next: pay\n", 30, 1, "No step leads to the decision"),
    ("a decision come to again", "    next: end\n", "    next: find_out\n", 15, 1, "decided again"),
    ("an outcome without a row", "then: refund", "then: nothing", 28, 3, "No row"),
    ("words missing in the first language", 'title: {en: "Pay", de: "Zahlen"}', 'title: {de: "Zahlen"}', 38, 5, "“en” are missing"),
    ("a wording with words that must not be said", 'text: {en: "Hello", de: "Hallo"}\n    next: end\n', 'text: {en: "Hello", de: "Hallo"}\n    next: end\nmust_not_say:\n  - {why: {en: "X", de: "X"}, words: {en: [hello], de: [nie]}}\n', 43, 12, "“Hello” stand here"),
    ("words that must be said and must not", 'text: {en: "Hello", de: "Hallo"}\n    next: end\n', 'text: {en: "Hello", de: "Hallo"}\n    next: end\nmust_say:\n  - {title: {en: "X", de: "X"}, words: {en: [sorry], de: [leid]}}\nmust_not_say:\n  - {why: {en: "X", de: "X"}, words: {en: [sorry], de: [nie]}}\n', 46, 41, "“sorry” must be said, and must not"),
    ("choices missing", "kind: yes_no", "kind: choice", 11, 3, "needs choices"),
]  # fmt: skip


def test_a_good_one_has_no_findings():
    checked = check(GOOD)
    assert checked.findings == ()
    assert checked.is_good


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column", "words"), CASES, ids=[case[0] for case in CASES]
)
def test_what_is_wrong_is_said_where_it_stands(name, old, new, line, column, words):
    assert old in GOOD
    checked = check(GOOD.replace(old, new, 1))
    told = [(one.line, one.column) for one in checked.findings if words in one.words]
    assert (line, column) in told, [str(one) for one in checked.findings]


def test_a_missing_translation_is_only_a_warning():
    checked = check(GOOD.replace('{en: "Pay", de: "Zahlen"}', '{en: "Pay"}'))
    assert checked.is_good
    assert [(str(one), one.is_warning) for one in checked.findings] == [
        ("38:5: warning: The words in “de” are missing.", True)
    ]


def test_rows_that_overlap_with_the_same_outcome_are_only_a_warning():
    checked = check(GOOD.replace("{days: at most 14, paid: no}", "{paid: no}"))
    assert checked.is_good
    assert [one.is_warning for one in checked.findings] == [True]


def test_the_first_row_counts_where_the_policy_is_first():
    checked = check(
        GOOD.replace("policy: unique", "policy: first").replace("{days: at most 14, paid: no}", "{}")
    )
    assert checked.findings == ()


def test_under_first_a_row_that_earlier_ones_take_all_of_can_never_count():
    checked = check(GOOD.replace("policy: unique", "policy: first").replace("{days: more than 14}", "{}"))
    assert [one.line for one in checked.errors] == [24]


@pytest.mark.parametrize(
    "text", ["", "- a", "7", "a: " * 40, "[" * 500, "\x00", "x" * 300_000, "a: !!python/object:os.system {}"]
)
def test_whatever_is_written_it_is_told_and_nothing_raises(text):
    checked = check(text)
    assert checked.errors
    assert not checked.is_good


def test_a_fact_that_one_can_come_around_is_an_error():
    around = GOOD.replace(
        "  find_out:\n",
        '  begin:\n    kind: check\n    title: {en: "X", de: "X"}\n    question: {en: "X", de: "X"}\n    if_yes: find_out\n    if_no: decide\n  find_out:\n',
    )
    assert {(one.line, one.words) for one in check(around).errors} == {
        (7, "One can come to the decision without being asked for this fact."),
        (11, "One can come to the decision without being asked for this fact."),
    }
