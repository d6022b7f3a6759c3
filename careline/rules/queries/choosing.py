"""What the actions of a rule can be given: the choices of each kind, for whoever builds the rule; and the checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.authority.contracts import MOST_STEPS
from careline.fields.queries import clean, fields_for
from careline.playbooks.queries.playbooks import may_see, published
from careline.rules.contracts import Act, Do
from careline.tickets.queries.conditions import choices_of, fields_known
from careline.tickets.queries.macros import shared_macros
from careline.webhooks.queries import active_endpoints

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.fields.contracts import FieldInfo
    from careline.tickets.queries.conditions import Field

Choices = Mapping[str, Mapping[str, str]]
MOST_HOURS = 24 * 365
LONGEST = {Do.NOTE: 2000, Do.TASK: 200, Do.NOTIFY: 300, Do.CHILD: 200, Do.ESCALATE: 500}
_BY_CHOICE = (Do.STATUS, Do.PRIORITY, Do.TYPE, Do.TEAM, Do.ASSIGN, Do.REPLY, Do.PLAYBOOK, Do.WEBHOOK)


def choices_for(agent: Agent, known: Mapping[str, Field] | None = None) -> Choices:
    """What can be chosen for each kind of action, as words by key; kinds that take words are not in it."""
    known = fields_known(agent) if known is None else known
    of = {
        key: choices_of(known[key], agent) or {} for key in ("status", "priority", "type", "team", "assignee")
    }
    people = {key: name for key, name in of["assignee"].items() if key not in ("me", "nobody")}
    return {
        Do.STATUS: {key: name for key, name in of["status"].items() if key != "new"},
        Do.PRIORITY: of["priority"],
        Do.TYPE: of["type"],
        Do.TEAM: of["team"],
        Do.ASSIGN: {"nobody": _("Nobody")} | people,
        Do.NOTIFY: {"assignee": _("Whoever has the ticket")} | people,
        Do.REPLY: {str(macro.pk): macro.name for macro in shared_macros()},
        Do.CHILD: of["team"],
        Do.ESCALATE: levels(),
        Do.PLAYBOOK: playbooks_for(agent),
        Do.WEBHOOK: {str(pk): name for pk, name in active_endpoints().items()},
        Do.FIELD: {info.key: info.label for info in fields_for(agent, "ticket")},
    }


def levels() -> dict[str, str]:
    """How far up its ladder a ticket can be taken, as words by key."""
    fixed = {str(n): _("to level %(n)s") % {"n": n} for n in range(1, MOST_STEPS + 1)}
    return {"next": _("one level up each time")} | fixed


def playbooks_for(agent: Agent) -> dict[str, str]:
    """The titles of the playbooks that are offered and that this person may see, by key."""
    found = ((one.playbook, one.procedure.playbook) for one in published())
    return {row.key: row.title for row, document in found if may_see(agent, document)}


def check_act(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    """An action in its stored form. Raises ValueError with words for people."""
    try:
        do = Do(act.do)
    except ValueError:
        raise ValueError(_("There is no such action.")) from None
    if do in _BY_CHOICE:
        return _chosen(act, choices.get(do, {}))
    return _CHECKS[do](act, choices, infos)


def _chosen(act: Act, choices: Mapping[str, str]) -> Act:
    value = str(act.value[0] if isinstance(act.value, list) and act.value else act.value or "")
    if value not in choices:
        raise ValueError(_("Choose one."))
    return Act(act.do, value)


def _tags(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    given = act.value if isinstance(act.value, list) else str(act.value or "").split(",")
    tags = [*dict.fromkeys("-".join(one.lower().split())[:60] for one in given if one.strip())]
    if not tags:
        raise ValueError(_("Write at least one tag."))
    return Act(act.do, tags)


def _field(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    info = infos.get(act.more)
    if info is None:
        raise ValueError(_("There is no such field."))
    clean(info, act.value)
    return Act(act.do, act.value if act.value is not None else "", act.more)


def _hours(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    return Act(act.do, hours_of(act.value))


def hours_of(given: object) -> int:
    """A number of hours, from one to a year. Raises ValueError."""
    said = str(given or "").strip()
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= MOST_HOURS):
        raise ValueError(_("Say how many hours, from 1 to %(most)s.") % {"most": MOST_HOURS})
    return int(said)


def _words(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    words = str(act.value or "").replace("\x00", " ").strip()
    if not 0 < len(words) <= LONGEST[Do(act.do)]:
        raise ValueError(_("Write between 1 and %(most)s characters.") % {"most": LONGEST[Do(act.do)]})
    return Act(act.do, words, str(hours_of(act.more)) if act.more else "")


def _people(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    given = act.value if isinstance(act.value, list) else [act.value]
    people = [*dict.fromkeys(str(one) for one in given if one)]
    if not people or any(one not in choices[Do.NOTIFY] for one in people):
        raise ValueError(_("Choose at least one person."))
    return Act(act.do, people, " ".join(act.more.split())[: LONGEST[Do.NOTIFY]])


def _nothing(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    return Act(act.do)


def _level(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    words = " ".join(act.more.replace("\x00", " ").split())
    if len(words) > LONGEST[Do.ESCALATE]:
        raise ValueError(_("Write at most %(most)s characters.") % {"most": LONGEST[Do.ESCALATE]})
    return Act(act.do, _chosen(act, choices[Do.ESCALATE]).value, words)


def _child(act: Act, choices: Choices, infos: Mapping[str, FieldInfo]) -> Act:
    subject = " ".join(str(act.value or "").replace("\x00", " ").split())
    if not 0 < len(subject) <= LONGEST[Do.CHILD]:
        raise ValueError(_("Write between 1 and %(most)s characters.") % {"most": LONGEST[Do.CHILD]})
    if act.more and act.more not in choices[Do.CHILD]:
        raise ValueError(_("There is no such team."))
    return Act(act.do, subject, act.more)


_CHECKS: dict[Do, Callable[[Act, Choices, Mapping[str, FieldInfo]], Act]] = {
    Do.TAG: _tags,
    Do.UNTAG: _tags,
    Do.FIELD: _field,
    Do.SNOOZE: _hours,
    Do.NOTE: _words,
    Do.TASK: _words,
    Do.NOTIFY: _people,
    Do.RAISE: _nothing,
    Do.ESCALATE: _level,
    Do.CHILD: _child,
}
