"""A ticket's history in words: every fact there is, also those that the conversation does not show, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.accounts.queries import find_team_names
from careline.core.models import Event
from careline.tickets.models import Message, Priority, Reaction, Status, TicketType, TimeEntry
from careline.tickets.slots import phrases_added, value_words
from careline.tickets.views import side_phrases
from careline.tickets.views.phrases import PHRASES, Facts, Names, phrase, status_in_full, who
from careline.tickets.views.time_shown import clock

Say = Callable[[str, Facts, Names], SafeString]
FAMILIES = {
    "said": (gettext_lazy("What was said"), ("message.", "note.", "delivery.", "reply.", "ticket.created", "ticket.opened", "side.")),
    "changes": (gettext_lazy("Changes"), ("ticket.",)),
    "tasks": (gettext_lazy("Tasks and time"), ("task.", "time.", "reminder.")),
    "targets": (gettext_lazy("Service targets"), ("clock.",)),
}  # fmt: skip


def in_words(event: Event, names: Names) -> tuple[str, SafeString]:
    """Return the icon and the words for an event of a ticket; one that is not known is named."""
    by = who(event, names)
    entry = MORE.get(event.name)
    if entry is not None:
        return entry[0], entry[1](by, event.data, names)
    try:
        told = phrase(event, names) or _left_out(event, by, names)
    except (KeyError, ValueError):  # a value that only an older or newer version knows
        told = None
    return told or ("info", _plainly(by, event))


def _left_out(event: Event, by: str, names: Names) -> tuple[str, SafeString] | None:
    """What a conversation leaves out, since the answer beside it tells as much."""
    if event.name == "ticket.status_changed":
        return "circle-dot", status_in_full(by, event.data, names)
    symbol, say = phrases_added().get(event.name, ("", None))
    words = say(by, event.data, names) if say else None
    return (symbol, words) if words else None


def from_and_to(event: Event, names: Names) -> tuple[str, str]:
    """Return what a thing was before and is now, in words; "" where the event says no such thing."""
    before, after = event.data.get("before"), event.data.get("after")
    if event.name == "ticket.tags_changed":
        return ", ".join(event.data.get("removed") or []), ", ".join(event.data.get("added") or [])
    if "after" not in event.data or (before is None and after is None):
        return "", ""
    return _value(event.name, before, names), _value(event.name, after, names)


def names_of(events: Iterable[Event]) -> Names:
    """The names of all agents and teams that these events speak of, in two statements."""
    agents: set[int] = set()
    teams: set[int] = set()
    for event in events:
        data = event.data
        agents |= {event.actor_id} if event.actor_kind == "agent" else set()
        agents |= {data.get("owner_id") or 0, data.get("agent_id") or 0}
        agents |= {*(data.get("tell") or ()), *(data.get("agent_ids") or ())}
        if event.name == "ticket.assigned":
            agents |= {data.get("before") or 0, data.get("after") or 0}
        if event.name == "task.changed":
            agents |= {(data.get(side) or {}).get("owner") or 0 for side in ("before", "after")}
        if event.name == "ticket.team_changed":
            teams |= {data.get("before") or 0, data.get("after") or 0}
        teams.add(data.get("wakes_in_team") or 0)
    people = get_user_model().objects.filter(pk__in=agents - {0}).values_list("pk", "name")
    return Names(dict(people), find_team_names(teams - {0}))


def _value(name: str, value: Any, names: Names) -> str:
    tables: dict[str, Callable[[Any], str]] = {
        "ticket.status_changed": lambda v: str(Status(v).label),
        "ticket.priority_changed": lambda v: str(Priority(v).label),
        "ticket.type_changed": lambda v: str(TicketType(v).label),
        "ticket.assigned": lambda v: names.agent(v) if v else _("nobody"),
        "ticket.team_changed": names.team,
        "ticket.requester_changed": lambda v: _("customer %(number)s") % {"number": v},
        "time.corrected": clock,
        **value_words(),
    }
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_part(key, one, names)}" for key, one in value.items())
    try:
        return tables[name](value) if name in tables else str(value or "")
    except ValueError:  # a value that an older or newer version knows
        return str(value)


def _part(key: str, value: Any, names: Names) -> str:
    return (names.agent(value) if value else _("nobody")) if key == "owner" else str(value)


def _plainly(by: str, event: Event) -> SafeString:
    return format_html("<b>{}</b>: {}", by, event.name)


def _say(words: Any) -> Say:
    """A sentence of which only the subject varies."""
    return lambda by, data, names: format_html(words, by)


def _titled(words: Any) -> Say:
    """A sentence about a task."""
    return lambda by, data, names: format_html(words, by, data.get("title", ""))


def _delivery(by: str, data: Facts, names: Names) -> SafeString:
    state = data.get("state", "")
    label = Message.State(state).label if state in Message.State.values else state
    detail = str(data.get("detail") or "")
    words = format_html(_("Delivery of a message: <b>{}</b>"), label)
    return format_html("{} ({})", words, detail) if detail else words


def _watchers(by: str, data: Facts, names: Names) -> SafeString:
    words = (
        _("<b>{}</b> watches this") if data.get("watches", True) else _("<b>{}</b> no longer watches this")
    )
    return format_html(words, names.agent(data.get("agent_id", 0)))


def _reminded(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> reminded <b>{}</b> of this"), by, names.agent(data.get("agent_id", 0)))


def _finished(by: str, data: Facts, names: Names) -> SafeString:
    words = _("<b>{}</b> took up again: {}") if data.get("undone") else _("<b>{}</b> ticked off: {}")
    return format_html(words, by, data.get("title", ""))


def _timer(by: str, data: Facts, names: Names) -> SafeString:
    words = {
        "paused": _("<b>{}</b> paused the timer at {}"),
        "resumed": _("<b>{}</b> went on with the timer at {}"),
    }
    told = words.get(data.get("state", ""), _("<b>{}</b> started the timer at {}"))
    return format_html(told, by, clock(data.get("seconds", 0)))


def _logged(by: str, data: Facts, names: Names) -> SafeString:
    activity = data.get("activity", "")
    label = TimeEntry.Activity(activity).label if activity in TimeEntry.Activity.values else activity
    return format_html(_("<b>{}</b> spent {} ({})"), by, clock(data.get("seconds", 0)), label)


def _corrected(by: str, data: Facts, names: Names) -> SafeString:
    whose, reason = names.agent(data.get("agent_id", 0)), data.get("reason", "")
    return format_html(_("<b>{}</b> corrected the time of <b>{}</b>: {}"), by, whose, reason)


def _reacted(by: str, data: Facts, names: Names) -> SafeString:
    sign = data.get("sign", "")
    label = Reaction.Sign(sign).label if sign in Reaction.Sign.values else sign
    words = _("<b>{}</b> took back a sign: {}") if data.get("removed") else _("<b>{}</b> said to a note: {}")
    return format_html(words, by, label)


def _kept_out(by: str, data: Facts, names: Names) -> SafeString:
    words = _("<b>{}</b> kept <b>{}</b> out of this ticket: {}")
    return format_html(words, by, names.agent(data.get("agent_id", 0)), data.get("reason", ""))


def _let_in(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> let <b>{}</b> in again"), by, names.agent(data.get("agent_id", 0)))


MORE: dict[str, tuple[str, Say]] = {
    "ticket.created": ("inbox", _say(gettext_lazy("<b>{}</b> wrote for the first time"))),
    "message.received": ("mail", _say(gettext_lazy("<b>{}</b> wrote"))),
    "message.added": ("reply", _say(gettext_lazy("<b>{}</b> answered"))),
    "note.added": ("lock", _say(gettext_lazy("<b>{}</b> wrote an internal note"))),
    "delivery.changed": ("send", _delivery),
    "ticket.watchers_changed": ("eye", _watchers),
    "ticket.agent_kept_out": ("user-x", _kept_out),
    "ticket.agent_let_in": ("user-check", _let_in),
    "task.added": ("list-checks", _titled(gettext_lazy("<b>{}</b> added a task: {}"))),
    "task.changed": ("list-checks", _titled(gettext_lazy("<b>{}</b> changed a task: {}"))),
    "task.finished": ("square-check", _finished),
    "task.dropped": ("trash-2", _titled(gettext_lazy("<b>{}</b> removed a task: {}"))),
    "task.due": ("alarm-clock", _titled(gettext_lazy("<b>{}</b> said that a task is due: {}"))),
    "reminder.set": ("bell", _say(gettext_lazy("<b>{}</b> set a reminder"))),
    "reminder.due": ("bell", _reminded),
    "reminder.settled": ("bell", _say(gettext_lazy("<b>{}</b> settled a reminder"))),
    "time.timer": ("timer", _timer),
    "time.logged": ("timer", _logged),
    "time.corrected": ("timer", _corrected),
    "note.reacted": ("thumbs-up", _reacted),
    **side_phrases.IN_HISTORY,
}
WORDED = frozenset(MORE) | frozenset(PHRASES)
