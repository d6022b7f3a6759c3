"""What happened, in words: one phrase for each event that the conversation shows. Others are not shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.core.models import Event
from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.slots import actor_words, phrases_added
from careline.tickets.views import draft_phrases, relation_phrases, side_phrases
from careline.ui.times import local_time


@dataclass(frozen=True)
class Names:
    """The names that phrases need: of agents and of teams, by their ids."""

    agents: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)

    def agent(self, agent_id: int) -> str:
        """The name of an agent, or a plain word for one who is not known."""
        return self.agents.get(agent_id) or _("somebody")

    def team(self, team_id: int) -> str:
        """The name of a team."""
        return self.teams.get(team_id) or _("another team")


MADE_A = {
    TicketType.QUESTION: gettext_lazy("<b>{}</b> made this a question"),
    TicketType.INCIDENT: gettext_lazy("<b>{}</b> made this an incident"),
    TicketType.PROBLEM: gettext_lazy("<b>{}</b> made this a problem"),
    TicketType.TASK: gettext_lazy("<b>{}</b> made this a task"),
    TicketType.REQUEST: gettext_lazy("<b>{}</b> made this a request"),
    TicketType.COMPLAINT: gettext_lazy("<b>{}</b> made this a complaint"),
}
Facts = Mapping[str, Any]
Phrase = Callable[[str, Facts, Names], SafeString | None]


def who(event: Event, names: Names) -> str:
    """Return who did it, as the subject of a sentence."""
    if event.actor_kind == "agent":
        return names.agent(event.actor_id)
    return (
        _("The customer") if event.actor_kind == "customer" else actor_words(event.actor_kind, event.actor_id)
    )


def phrase(event: Event, names: Names) -> tuple[str, SafeString] | None:
    """Return the icon and the words for an event, or None if the conversation does not show it."""
    entry = shown_phrases().get(event.name)
    if entry is None:
        return None
    symbol, say = entry
    words = say(who(event, names), event.data, names)
    return (symbol, words) if words else None


def shown_phrases() -> Mapping[str, tuple[str, Phrase]]:
    """Every event that the conversation shows, with its icon and words: ours, and those of upper rooms."""
    return PHRASES | phrases_added(in_history=False)


def _assigned(by: str, data: Facts, names: Names) -> SafeString:
    if not data.get("after"):
        return format_html(
            _("<b>{}</b> took this off <b>{}</b>’s desk"), by, names.agent(data.get("before", 0))
        )
    whom = names.agent(data["after"])
    if whom == by:
        return format_html(_("<b>{}</b> took this"), by)
    return format_html(_("<b>{}</b> assigned this to <b>{}</b>"), by, whom)


def _team(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> moved this to <b>{}</b>"), by, names.team(data.get("after", 0)))


def _status(by: str, data: Facts, names: Names) -> SafeString | None:
    if (data.get("before"), data.get("after")) == (Status.NEW, Status.OPEN) and not data.get("reason"):
        return None
    return status_in_full(by, data, names)


def status_in_full(by: str, data: Facts, names: Names) -> SafeString:
    """Say every change of the status, also the one that a conversation tells by its answer."""
    words = _status_words(by, data.get("before", 0), data.get("after", 0))
    return _with_reason(words, str(data.get("reason") or ""))


def _status_words(by: str, before: int, after: int) -> SafeString:
    if after == Status.SOLVED:
        return format_html(_("<b>{}</b> solved this"), by)
    if before >= Status.SOLVED and after < Status.SOLVED:
        return format_html(_("<b>{}</b> opened this again"), by)
    return format_html(_("<b>{}</b> set the status to <b>{}</b>"), by, Status(after).label)


def _with_reason(words: SafeString, reason: str) -> SafeString:
    return format_html("{}: {}", words, reason) if reason else words


def _priority(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> set the priority to <b>{}</b>"), by, Priority(data["after"]).label)


def _type(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(str(MADE_A[TicketType(data["after"])]), by)


def _subject(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> changed the subject from “{}”"), by, data.get("before", ""))


def _tags(by: str, data: Facts, names: Names) -> SafeString | None:
    added, removed = data.get("added") or [], data.get("removed") or []
    parts = [format_html(_("added {}"), _badges(added))] if added else []
    parts += [format_html(_("removed {}"), _badges(removed))] if removed else []
    return (
        format_html("<b>{}</b> {}", by, format_html_join(", ", "{}", ((p,) for p in parts)))
        if parts
        else None
    )


def _badges(tags: list[str]) -> SafeString:
    return format_html_join(" ", '<span class="badge">{}</span>', ((tag,) for tag in tags))


def _fields(by: str, data: Facts, names: Names) -> SafeString:
    said = [
        format_html("{}: <b>{}</b>", label, shown) if shown else format_html(_("{} emptied"), label)
        for label, shown in data.get("words") or []
    ]
    said += [format_html("{}", _("a field that not everybody sees"))] if data.get("restricted") else []
    return format_html(
        _("<b>{}</b> filled in {}"), by, format_html_join(", ", "{}", ((one,) for one in said))
    )


def _ignored(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("A message arrived and changed nothing: {}"), data.get("reason", ""))


def _cancelled(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> took a reply back before it went out"), by)


def _requester(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> changed the requester"), by)


def _snoozed(by: str, data: Facts, names: Names) -> SafeString:
    until = local_time(parse_datetime(str(data.get("until"))), "moment")
    words = format_html(_("<b>{}</b> snoozed this until {}"), by, until)
    if not data.get("wakes_in_team"):
        return words
    return format_html(_("{}, then for <b>{}</b>"), words, names.team(data["wakes_in_team"]))


WOKE_BECAUSE = {
    "time": gettext_lazy("its time had come"),
    "customer": gettext_lazy("the customer wrote"),
    "third_party": gettext_lazy("a third party answered"),
    "assigned": gettext_lazy("somebody got it"),
    "merged": gettext_lazy("another ticket was merged into it"),
    "undelivered": gettext_lazy("an answer did not arrive"),
}


def _woke(by: str, data: Facts, names: Names) -> SafeString:
    because = WOKE_BECAUSE.get(data.get("reason", ""))
    return format_html(_("This woke: {}"), because) if because else format_html(_("<b>{}</b> woke this"), by)


def _opened(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> opened this ticket"), by)


def _erased(by: str, data: Facts, names: Names) -> SafeString:
    return format_html("{}", _("What was said here was erased"))


def _imported(by: str, data: Facts, names: Names) -> SafeString:
    return format_html(_("<b>{}</b> brought this in from elsewhere"), by)


PHRASES: dict[str, tuple[str, Phrase]] = {
    "ticket.opened": ("square-pen", _opened),
    "ticket.assigned": ("user-plus", _assigned),
    "ticket.team_changed": ("users", _team),
    "ticket.status_changed": ("circle-dot", _status),
    "ticket.priority_changed": ("flag", _priority),
    "ticket.type_changed": ("tag", _type),
    "ticket.subject_changed": ("pencil", _subject),
    "ticket.tags_changed": ("tags", _tags),
    "ticket.fields_changed": ("list-checks", _fields),
    "ticket.requester_changed": ("user", _requester),
    "ticket.reply_ignored": ("info", _ignored),
    "ticket.snoozed": ("alarm-clock", _snoozed),
    "ticket.woke": ("sun", _woke),
    "ticket.imported": ("upload", _imported),
    "ticket.erased": ("trash-2", _erased),
    "message.cancelled": ("rotate-cw", _cancelled),
    **draft_phrases.IN_CONVERSATION,
    **relation_phrases.IN_CONVERSATION,
    **side_phrases.IN_CONVERSATION,
}
