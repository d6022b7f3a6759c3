"""What may follow in a search that is being typed: names of operators, and the values each understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents, visible_team_ids, visible_teams
from careline.customers.queries import find_customers
from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.operators import OPERATORS, inboxes_known
from careline.tickets.queries.own_fields import PREFIX, field_names, field_values
from careline.tickets.queries.turns import NoTurn, TookTooLong, turn

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent

MOST = 8
LONGEST_MS = 300
_TOKEN = re.compile(
    r'(?:^|(?<=\s))(-?)(?:([a-z_]{2,12}|field\.[\w-]{1,40}):("[^"]*|[^\s"]*)|(field\.[\w-]{0,40}|[a-z_]{2,12}))$',
    re.IGNORECASE,
)
_NEWEST = 50_000
_TAGS = f"""
SELECT tag, count(*) FROM (SELECT t.tags FROM tickets_ticket t WHERE t.id > (SELECT max(id) FROM tickets_ticket) - %(newest)s
    AND t.team_id = ANY(%(teams)s) AND t.tags <> '{{}}' AND {NOT_KEPT} ORDER BY t.id DESC LIMIT 2000) t, unnest(t.tags) tag
WHERE tag LIKE %(part)s GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %(most)s
"""  # noqa: S608
MEANINGS: dict[str, _StrPromise] = {
    "status": gettext_lazy("whose move it is"),
    "is": gettext_lazy("open, unread, mine …"),
    "assignee": gettext_lazy("who has it"),
    "from": gettext_lazy("who wrote"),
    "to": gettext_lazy("who was written to"),
    "team": gettext_lazy("which team has it"),
    "tag": gettext_lazy("what it is tagged with"),
    "priority": gettext_lazy("how soon"),
    "type": gettext_lazy("what kind of need"),
    "channel": gettext_lazy("how it came"),
    "inbox": gettext_lazy("where it came in"),
    "has": gettext_lazy("with files"),
    "created": gettext_lazy("since when, or on which day"),
}


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: what to write in place of the last `replaces` characters, and words to show beside it."""

    insert: str
    aside: str
    replaces: int


def completions(agent: Agent, text: str) -> list[Completion]:
    """The ways to go on after a text that ends at the caret, best first; only what this person may know of."""
    found = _TOKEN.search(text[-200:])
    if found is None or not agent.may(Right.READ_TICKETS):
        return []
    minus, operator, value, word = found.groups()
    if word:
        names = _names(agent, word.lower())
        return [Completion(f"{minus}{name}:", aside, len(found.group())) for name, aside in names]
    name = operator.lower()
    values = _values(agent, name, value.strip('"').lower())
    return [Completion(f"{minus}{name}:{_quoted(one)} ", aside, len(found.group())) for one, aside in values]


Values = list[tuple[str, str]]


def _names(agent: Agent, word: str) -> Values:
    """The operators that begin with a word, ours first, then those of people's own fields."""
    ours = [(name, str(aside)) for name, aside in MEANINGS.items() if name.startswith(word)]
    return [*ours, *field_names(agent, word)[: MOST - 1]]


def _values(agent: Agent, name: str, part: str) -> Values:
    """What an operator understands that begins so; nothing for one that is not known, or while too many search."""
    try:
        with turn(LONGEST_MS):
            if name.startswith(PREFIX):
                return field_values(agent, name.removeprefix(PREFIX), part)[:MOST]
            return _VALUES[name](agent, part)[:MOST] if name in _VALUES and name in OPERATORS else []
    except (NoTurn, TookTooLong):
        return []


def _quoted(value: str) -> str:
    value = value.replace('"', "")
    return f'"{value}"' if re.search(r"\s", value) else value


def _closed(values: Callable[[], Values]) -> Callable[[Agent, str], Values]:
    """A short list, narrowed by what a value or its words begin with; of `a,b` the last part is completed."""

    def narrowed(agent: Agent, part: str) -> Values:
        kept, comma, last = part.rpartition(",")
        fitting = [
            (v, aside) for v, aside in values() if v.startswith(last) or aside.lower().startswith(last)
        ]
        return [(f"{kept}{comma}{v}", aside) for v, aside in fitting]

    return narrowed


def _assignees(agent: Agent, part: str) -> Values:
    standing = [("me", agent.name), ("none", _("nobody yet"))]
    people = [(one.email, one.name) for one in active_agents() if part in f"{one.name} {one.email}".lower()]
    return [one for one in standing if one[0].startswith(part)] + people


def _teams(agent: Agent, part: str) -> Values:
    return [
        (one.name, "") for one in visible_teams(agent).filter(name__icontains=part).order_by("name")[:MOST]
    ]


def _inboxes(agent: Agent, part: str) -> Values:
    return [(name, "") for name in sorted(inboxes_known(agent).values()) if part in name.lower()]


def _tags(agent: Agent, part: str) -> Values:
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values: dict[str, Any] = {
        "me": agent.pk,
        "teams": visible_team_ids(agent),
        "part": f"{escaped}%",
        "most": MOST,
        "newest": _NEWEST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAGS, values)
        return [(tag, "") for tag, _count in cursor.fetchall()]


def _customers(agent: Agent, part: str) -> Values:
    found = find_customers(agent, part, limit=MOST) if len(part) > 1 else []
    return [(one.email, one.name) for one in found if one.email]


def _days() -> Values:
    today = timezone.localdate()
    spans = ((7, _("the last 7 days")), (30, _("the last 30 days")), (365, _("the last 12 months")))
    return [(f">{today - timedelta(days=days)}", words) for days, words in spans]


def _channels() -> Values:
    names = {
        "email": _("E-mail"),
        "form": _("Form"),
        "chat": _("Chat"),
        "voice": _("Voice"),
        "counter": _("Counter"),
    }
    return [*names.items()]


def _is() -> Values:
    return [
        ("open", _("not yet solved")), ("unread", _("not read by me")), ("mine", _("assigned to me")),
        ("unassigned", _("nobody yet")), ("solved", _("done")),
    ]  # fmt: skip


_VALUES: dict[str, Callable[[Agent, str], Values]] = {
    "status": _closed(lambda: [(one.word, str(one.label)) for one in Status]),
    "priority": _closed(lambda: [(one.word, str(one.label)) for one in Priority]),
    "type": _closed(lambda: [(one.value, str(one.label)) for one in TicketType]),
    "channel": _closed(_channels),
    "is": _closed(_is),
    "has": _closed(lambda: [("attachment", _("with files"))]),
    "created": _closed(_days),
    "assignee": _assignees,
    "team": _teams,
    "tag": _tags,
    "inbox": _inboxes,
    "from": _customers,
}
