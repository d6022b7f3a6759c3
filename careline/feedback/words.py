"""Moods and their evidence in words, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from careline.feedback.contracts import Level
from careline.feedback.mood.draft import Warning

LEVEL_WORDS = {
    Level.CALM: gettext_lazy("Calm"),
    Level.ANNOYED: gettext_lazy("Annoyed"),
    Level.UPSET: gettext_lazy("Upset"),
    Level.FURIOUS: gettext_lazy("Furious"),
}
MARKED = (Level.UPSET, Level.FURIOUS)
"""The moods that rows of queues show."""
KIND_WORDS = {
    "anger": gettext_lazy("anger"),
    "insult": gettext_lazy("hard words"),
    "frustration": gettext_lazy("frustration"),
    "leaving": gettext_lazy("wants to leave or the money back"),
    "legal": gettext_lazy("lawyers and authorities"),
    "accusation": gettext_lazy("says what we did to them"),
    "disbelief": gettext_lazy("disbelief"),
    "sarcasm": gettext_lazy("bitter irony"),
    "ultimatum": gettext_lazy("sets a limit"),
    "demand": gettext_lazy("demands"),
    "long_wait": gettext_lazy("has waited long"),
    "ignored": gettext_lazy("feels ignored"),
    "again": gettext_lazy("not for the first time"),
    "broken_word": gettext_lazy("a word that was not kept"),
    "treatment": gettext_lazy("feels treated badly"),
    "harm": gettext_lazy("what it cost them"),
    "let_down": gettext_lazy("disappointment"),
    "limit": gettext_lazy("sets a limit"),
    "bitter": gettext_lazy("bitter irony"),
    "short_no": gettext_lazy("one no after the other"),
    "blunt": gettext_lazy("told bluntly, without a request or a kind word"),
    "urgency": gettext_lazy("urgency"),
    "care": gettext_lazy("may need special care"),
    "capitals": gettext_lazy("in capitals"),
    "stressed": gettext_lazy("in capitals"),
    "marks": gettext_lazy("many marks"),
    "repeated": gettext_lazy("said again and again"),
}


DETAIL_WORDS = {
    "summary": gettext_lazy("What it is about"),
    "category": gettext_lazy("Category"),
    "severity": gettext_lazy("Severity"),
    "cause": gettext_lazy("Root cause"),
    "finding": gettext_lazy("What was found out"),
    "remedy": gettext_lazy("Remedy"),
    "admitted": gettext_lazy("Our fault"),
    "cost_minor": gettext_lazy("Cost"),
    "currency": gettext_lazy("Cost"),
    "outside_body": gettext_lazy("Outside body"),
    "outside_reference": gettext_lazy("Their reference"),
    "consent": gettext_lazy("The customer’s consent to close"),
    "lessons": gettext_lazy("What we learn"),
    "owner_id": gettext_lazy("Looked after by"),
    "about_id": gettext_lazy("About a member of staff"),
    "acknowledge_by": gettext_lazy("Acknowledge by"),
    "respond_by": gettext_lazy("Answer by"),
}
"""What stands of a complaint, as its page names it."""


def reason_words(one: Mapping[str, Any]) -> str:
    """Why something counts, in plain words."""
    words, n = str(one.get("words", "")), str(one.get("words", ""))
    number = int(n) if n.isdigit() else 0
    if one["kind"] == "contacts":
        return _("message number %(n)s within seven days") % {"n": number}
    if one["kind"] == "waiting":
        return ngettext("waiting for %(n)s day", "waiting for %(n)s days", number) % {"n": number}
    if one["kind"] == "reopened":
        return ngettext("was thought solved %(n)s time", "was thought solved %(n)s times", number) % {
            "n": number
        }
    return _("“%(words)s”: %(kind)s") % {"words": words, "kind": KIND_WORDS[one["kind"]]}


def quoted(evidence: list[Mapping[str, Any]], *, most: int = 3) -> str:
    """The strongest words themselves, in quotation marks."""
    said = [one["words"] for one in evidence if one.get("start", -1) >= 0 and one.get("points", 0) > 0]
    return ", ".join(f"“{words}”" for words in said[:most])


def warning_words(one: Warning) -> str:
    """A soft warning as a sentence."""
    sentences = {
        "greeting": _("There is no greeting."),
        "apology": _("There is no word of regret yet."),
        "blame": _("“%(words)s” may sound like blame."),
        "no_way_out": _("“%(words)s” says no: what can you offer instead?"),
        "asked_order": _("The number that you ask for stands in the conversation: %(words)s."),
        "asked_phone": _("The phone number stands in the conversation: %(words)s."),
        "asked_photo": _("The customer sent a picture already."),
    }
    return sentences[one.kind] % {"words": one.words}
