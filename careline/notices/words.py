"""Notices in words, in the active language: why somebody is told, who did it, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from careline.accounts.queries import find_names
from careline.notices.absences import absence_words
from careline.notices.contracts import Kind
from careline.notices.queries.absences import absences_told

if TYPE_CHECKING:
    from careline.notices.models import Notice
    from careline.workforce.events import AbsenceFact

# What happened, with and without the name of who did it.
SENTENCES: dict[Kind, tuple[str | Promise, str | Promise]] = {
    Kind.ASSIGNED: (
        gettext_lazy("%(who)s assigned this ticket to you"), gettext_lazy("This ticket was assigned to you"),
    ),
    Kind.MINE: (
        gettext_lazy("%(who)s wrote in your ticket"), gettext_lazy("There is a new message in your ticket"),
    ),
    Kind.WATCHED: (
        gettext_lazy("%(who)s wrote in a ticket that you watch"),
        gettext_lazy("There is a new message in a ticket that you watch"),
    ),
    Kind.CHANGED: (
        gettext_lazy("%(who)s changed a ticket that you follow"), gettext_lazy("A ticket that you follow changed"),
    ),
    Kind.NOTED: (
        gettext_lazy("%(who)s wrote a note in your ticket"), gettext_lazy("There is a new note in your ticket"),
    ),
    Kind.MENTIONED: (
        gettext_lazy("%(who)s mentioned you in a note"), gettext_lazy("You were mentioned in an internal note"),
    ),
    Kind.UNDELIVERED: (
        gettext_lazy("Your message could not be delivered"), gettext_lazy("Your message could not be delivered"),
    ),
    Kind.RULE: (
        gettext_lazy("A rule asks you to look at this ticket"), gettext_lazy("A rule asks you to look at this ticket"),
    ),
    Kind.HANDED: (
        gettext_lazy("%(who)s handed you the draft of an answer"),
        gettext_lazy("A colleague handed you the draft of an answer"),
    ),
    Kind.REMINDED: (
        gettext_lazy("You wanted to be reminded of this ticket"),
        gettext_lazy("You wanted to be reminded of this ticket"),
    ),
    Kind.MEASURE: (
        gettext_lazy("A measure against abuse is to be kept or lifted"),
        gettext_lazy("A measure against abuse is to be kept or lifted"),
    ),
    Kind.COMPLAINT: (
        gettext_lazy("A deadline of a complaint has come"), gettext_lazy("A deadline of a complaint has come"),
    ),
    Kind.TARGET_NEAR: (
        gettext_lazy("A service target of a ticket comes near"), gettext_lazy("A service target of a ticket comes near"),
    ),
    Kind.TARGET_LATE: (
        gettext_lazy("A service target of a ticket was missed"), gettext_lazy("A service target of a ticket was missed"),
    ),
    Kind.PROMISE_HANDED: (
        gettext_lazy("%(who)s handed you a promise to a customer"),
        gettext_lazy("You stand for a promise of somebody who is absent"),
    ),
    Kind.PROMISE_NEAR: (
        gettext_lazy("A promise of yours is due soon"), gettext_lazy("A promise of yours is due soon"),
    ),
    Kind.PROMISE_BROKEN: (
        gettext_lazy("A promise to a customer was broken"), gettext_lazy("A promise to a customer was broken"),
    ),
    Kind.STEP_LATE: (
        gettext_lazy("A step of a playbook is late on a ticket"), gettext_lazy("A step of a playbook is late on a ticket"),
    ),
    Kind.COVER: (
        gettext_lazy("%(who)s changed something about an absence that you cover"),
        gettext_lazy("Somebody is absent and you cover, or that changes"),
    ),
    Kind.ABSENCE: (
        gettext_lazy("%(who)s changed something about your absence"),
        gettext_lazy("Your absence was planned or changed by somebody else, or is over"),
    ),
    Kind.TASK_DUE: (gettext_lazy("A task of yours is due"), gettext_lazy("A task of yours is due")),
    Kind.TASK: (gettext_lazy("%(who)s gave you a task"), gettext_lazy("You were given a task")),
    Kind.WOKE: (gettext_lazy("A snoozed ticket is back"), gettext_lazy("A snoozed ticket is back")),
    Kind.TEAM: (
        gettext_lazy("%(who)s moved a ticket to your team"), gettext_lazy("A ticket came to your team"),
    ),
    Kind.SIDE: (
        gettext_lazy("%(who)s answered in a side conversation"),
        gettext_lazy("There is an answer in a side conversation"),
    ),
    Kind.APPROVAL: (
        gettext_lazy("%(who)s asks you to approve an answer"), gettext_lazy("An answer waits for approval"),
    ),
    Kind.APPROVED: (gettext_lazy("%(who)s approved your answer"), gettext_lazy("Your answer was approved")),
    Kind.RETURNED: (
        gettext_lazy("%(who)s returned your answer to you"), gettext_lazy("Your answer was returned to you"),
    ),
    Kind.DECISION: (
        gettext_lazy("%(who)s asks you for a decision"), gettext_lazy("A decision waits for you"),
    ),
    Kind.DECISION_NEAR: (
        gettext_lazy("The deadline of a decision that waits for you comes near"),
        gettext_lazy("The deadline of a decision that waits for you comes near"),
    ),
    Kind.DECIDED: (
        gettext_lazy("%(who)s decided what you asked for"), gettext_lazy("What you asked for was decided"),
    ),
    Kind.ESCALATED: (
        gettext_lazy("%(who)s escalated a ticket to you"), gettext_lazy("A ticket was escalated to you"),
    ),
    Kind.FINISHED: (gettext_lazy("What you ordered is done"), gettext_lazy("What you ordered is done")),
    Kind.EXPORTED: (
        gettext_lazy("An export of a customer’s data that you asked for is ready"),
        gettext_lazy("An export of a customer’s data that you asked for is ready"),
    ),
    Kind.BROWSER: (
        gettext_lazy("One of your browsers takes no pushes any more"),
        gettext_lazy("One of your browsers takes no pushes any more"),
    ),
    Kind.INBOX: (gettext_lazy("A mailbox does not work"), gettext_lazy("A mailbox does not work")),
    Kind.STUCK: (
        gettext_lazy("An automatic mail could not be delivered"),
        gettext_lazy("An automatic mail could not be delivered"),
    ),
    Kind.WEBHOOK: (gettext_lazy("A webhook was switched off"), gettext_lazy("A webhook was switched off")),
    Kind.READS: (
        gettext_lazy("Somebody opened very many tickets within an hour"),
        gettext_lazy("Somebody opened very many tickets within an hour"),
    ),
}  # fmt: skip
AWAY = frozenset({Kind.ABSENCE, Kind.COVER})
# Kinds that, where they name something, name a side conversation.
ASIDE = frozenset({Kind.SIDE, Kind.UNDELIVERED})


@dataclass(frozen=True, slots=True)
class Said:
    """A notice, ready to be shown: its sentence, and the address where it leads."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Known:
    """What words need of some notices: the names of the staff by id, and the facts of events by id, where they tell more."""

    names: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[int, AbsenceFact] = field(default_factory=dict)


def known_for(notices: Iterable[Notice]) -> Known:
    """What the words of these notices need; one statement, and one more where an absence is among them."""
    told = [*notices]
    facts = absences_told([one.event_id for one in told if Kind(one.kind) in AWAY])
    ids = {one.actor_id for one in told if one.actor_kind == "agent"}
    for fact in facts.values():
        ids |= {fact.agent_id, fact.cover_id}
    return Known(find_names(ids - {0}), facts)


def say(notice: Notice, known: Known) -> Said:
    """One notice in words."""
    with_name, without = SENTENCES[Kind(notice.kind)]
    who = known.names.get(notice.actor_id, "") if notice.actor_kind == "agent" else ""
    words = str(with_name) % {"who": who} if who else str(without)
    if fact := known.facts.get(notice.event_id):
        words = absence_words(fact, known.names, to_id=notice.agent_id) or words
    return Said(words, href_of(notice))


def is_aside(notice: Notice) -> bool:
    """Whether it tells of a side conversation: then `about_id` is that."""
    return bool(notice.about_id) and Kind(notice.kind) in ASIDE


def href_of(notice: Notice) -> str:
    """Where a notice leads."""
    if is_aside(notice):
        return reverse("tickets:side_conversation", args=[notice.about_id])
    if notice.about_id and Kind(notice.kind) in (Kind.DECISION, Kind.DECISION_NEAR, Kind.DECIDED):
        return reverse("authority:decision", args=[notice.about_id])
    if notice.ticket_id:
        return reverse("tickets:ticket", args=[notice.ticket_id])
    match Kind(notice.kind):
        case Kind.INBOX:
            return reverse("channels:inbox", args=[notice.about_id or 0])
        case Kind.WEBHOOK:
            return reverse("webhooks:webhook", args=[notice.about_id or 0])
        case Kind.EXPORTED:
            return reverse("customers:personal_data", args=[notice.about_id or 0])
        case Kind.BROWSER:
            return reverse("notices:preferences") + "#push"
        case Kind.ABSENCE | Kind.COVER:
            return reverse("workforce:absences")
        case Kind.READS:
            return reverse("tickets:read_log")
    return reverse("notices:notices")


def reason_words(kind: Kind) -> str:
    """Why, without a name: for the list of kinds, the head of a mail, and pushes."""
    return str(SENTENCES[kind][1])
