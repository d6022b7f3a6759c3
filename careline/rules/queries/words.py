"""Rules in words: when they run, what they do, how runs ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import find_names, find_team_names
from careline.fields.queries import all_fields
from careline.playbooks.queries.playbooks import may_see, published
from careline.rules.contracts import Act, Do, Trigger
from careline.rules.queries.choosing import levels
from careline.tickets.queries.conditions import word_of
from careline.tickets.queries.macros import shared_macros
from careline.webhooks.queries import active_endpoints

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent

TRIGGER_WORDS: dict[Trigger, _StrPromise] = {
    Trigger.CREATED: _("A ticket is created"),
    Trigger.MESSAGE: _("A customer’s message arrives"),
    Trigger.REPLIED: _("We answer"),
    Trigger.NOTE: _("A note is written"),
    Trigger.STATUS: _("The status changes"),
    Trigger.PRIORITY: _("The priority changes"),
    Trigger.TYPE: _("The type changes"),
    Trigger.TEAM: _("The team changes"),
    Trigger.ASSIGNEE: _("The assignee changes"),
    Trigger.TAGS: _("Tags come or go"),
    Trigger.FIELDS: _("A field of yours changes"),
    Trigger.CLOCK_WARNED: _("A service target comes near"),
    Trigger.CLOCK_BREACHED: _("A service target was missed"),
    Trigger.AFTER_CREATED: _("Hours after a ticket was created"),
    Trigger.AFTER_MESSAGE: _("Hours after the customer last wrote"),
    Trigger.AFTER_STATUS: _("Hours after the status last changed"),
    Trigger.BEFORE_DUE: _("Hours before a ticket is due"),
    Trigger.AFTER_DUE: _("Hours after a ticket was due"),
}
DO_WORDS: dict[Do, _StrPromise] = {
    Do.STATUS: _("Set the status"),
    Do.PRIORITY: _("Set the priority"),
    Do.RAISE: _("Raise the priority one step"),
    Do.TYPE: _("Set the type"),
    Do.TAG: _("Add tags"),
    Do.UNTAG: _("Remove tags"),
    Do.FIELD: _("Fill in a field"),
    Do.TEAM: _("Move to a team"),
    Do.ASSIGN: _("Assign to somebody"),
    Do.SNOOZE: _("Snooze for some hours"),
    Do.REPLY: _("Answer from a macro"),
    Do.NOTE: _("Write an internal note"),
    Do.TASK: _("Add a task"),
    Do.CHILD: _("Open a child ticket"),
    Do.PLAYBOOK: _("Start a playbook"),
    Do.ESCALATE: _("Escalate"),
    Do.NOTIFY: _("Tell people"),
    Do.WEBHOOK: _("Tell another program (webhook)"),
}
LONGEST = 80
_CHOSEN = {Do.STATUS: "status", Do.PRIORITY: "priority", Do.TYPE: "type"}


@dataclass(slots=True)
class ActNames:
    """Names for the ids that actions carry, read once for many."""

    teams: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    macros: Mapping[int, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    webhooks: Mapping[int, str] = field(default_factory=dict)
    playbooks: Mapping[str, str] = field(default_factory=dict)


def names_for(acts: Iterable[Act], agent: Agent | None = None) -> ActNames:
    """The names that these actions speak of; each kind is read only where it is spoken of.

    A restricted playbook has a name only for a person who may see it.
    """
    listed = [*acts]
    kinds = {act.do for act in listed}
    ids = {
        do: {int(one) for act in listed if act.do == do for one in _listed(act.value) if str(one).isdigit()}
        for do in (Do.TEAM, Do.ASSIGN, Do.NOTIFY)
    }
    people = ids[Do.ASSIGN] | ids[Do.NOTIFY]
    teams = ids[Do.TEAM] | {int(act.more) for act in listed if act.do == Do.CHILD and act.more.isdigit()}
    return ActNames(
        teams=find_team_names(teams) if teams else {},
        people=find_names(people) if people else {},
        macros={macro.pk: macro.name for macro in shared_macros()} if Do.REPLY in kinds else {},
        webhooks=active_endpoints() if Do.WEBHOOK in kinds else {},
        playbooks=_playbooks(agent) if Do.PLAYBOOK in kinds else {},
        fields={one.key: one.label for one in all_fields("ticket")} if Do.FIELD in kinds else {},
    )


def _playbooks(agent: Agent | None) -> dict[str, str]:
    restricted, named = gettext("a restricted playbook"), {}
    for one in published():
        document = one.procedure.playbook
        is_open = may_see(agent, document) if agent else not document.restricted_to
        named[one.playbook.key] = one.playbook.title if is_open else restricted
    return named


def say_act(act: Act, names: ActNames) -> str:
    """What an action does, such as “Set the priority: High”."""
    try:
        words, value = str(DO_WORDS[Do(act.do)]), _value(act, names)
    except (KeyError, ValueError, TypeError):  # a kind that only another version knows
        return act.do
    return f"{words}: {Truncator(value).chars(LONGEST)}" if value else words


def say_act_wholly(act: Act, names: ActNames) -> str:
    """What an action does with all that was said about it, such as “Add a task: Call the customer (due in 2 hours)”."""
    try:
        words, value, more = str(DO_WORDS[Do(act.do)]), _value(act, names), _more(act, names)
    except (KeyError, ValueError, TypeError):  # a kind that only another version knows
        return act.do
    said = f"{words}: {value}" if value else words
    return f"{said} ({more})" if more else said


def say_trigger(trigger: str, hours: int) -> str:
    """When a rule runs."""
    try:
        known = Trigger(trigger)
    except ValueError:
        return trigger
    if not known.is_timed:
        return str(TRIGGER_WORDS[known])
    span = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return f"{TRIGGER_WORDS[known]}: {span}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _more(act: Act, names: ActNames) -> str:
    """What else was said: until when, in which team, with which words."""
    if not act.more or act.do == Do.FIELD:
        return ""
    if act.do == Do.TASK:
        return ngettext("due in %(n)s hour", "due in %(n)s hours", int(act.more)) % {"n": act.more}
    if act.do == Do.CHILD:
        return names.teams.get(int(act.more), gettext("something that is gone"))
    return act.more


def _value(act: Act, names: ActNames) -> str:
    gone = gettext("something that is gone")
    match Do(act.do):
        case Do.STATUS | Do.PRIORITY | Do.TYPE:
            return word_of(_CHOSEN[Do(act.do)], str(act.value))
        case Do.TEAM:
            return names.teams.get(int(act.value), gone)
        case Do.ASSIGN:
            return gettext("nobody") if act.value == "nobody" else names.people.get(int(act.value), gone)
        case Do.REPLY:
            return names.macros.get(int(act.value), gone)
        case Do.PLAYBOOK:
            return names.playbooks.get(str(act.value), gone)
        case Do.ESCALATE:
            return levels().get(str(act.value), gone)
        case Do.WEBHOOK:
            return names.webhooks.get(int(act.value), gone)
        case Do.FIELD:
            return f"{names.fields.get(act.more, gone)}: {act.value}"
        case Do.SNOOZE:
            return ngettext("%(n)s hour", "%(n)s hours", int(act.value)) % {"n": act.value}
        case Do.NOTIFY:
            here = gettext("whoever has the ticket")
            return ", ".join(
                here if one == "assignee" else names.people.get(int(one), gone) for one in act.value
            )
        case Do.RAISE:
            return ""
    return ", ".join(map(str, _listed(act.value)))
