"""Filters beside the results: each adds an operator to what was asked, or takes it away again.

Their figures are those of the results that were found so far, at most a batch: nothing is counted for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.queries import find_team_names
from careline.tickets.models import Status, TicketType
from careline.tickets.queries.tags import tags_of

if TYPE_CHECKING:
    from careline.tickets.queries.queue import QueueRow
    from careline.tickets.queries.search import Answer

MOST = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its words, its figure ("" without one), what is asked then, and whether it is on."""

    label: str
    count: str
    asked: str
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Filters of one kind."""

    title: str
    choices: list[Choice]


def groups_of(answer: Answer, words: str) -> list[Group]:
    """The filters that would make a difference, or that are on."""
    rows = [found.row for found in answer.found]
    more = "+" if answer.next else ""
    teams = find_team_names({row.team_id for row in rows})
    kinds: tuple[tuple[str, str, Callable[[QueueRow], tuple[str, str]]], ...] = (
        ("status", _("Status"), lambda row: (Status(row.status).word, str(Status(row.status).label))),
        ("team", _("Team"), lambda row: (teams.get(row.team_id, ""),) * 2),
        (
            "assignee",
            _("Assignee"),
            lambda row: (row.assignee_name or "none", row.assignee_name or _("Nobody")),
        ),
        ("type", _("Type"), lambda row: (row.type, str(TicketType(row.type).label))),
        ("channel", _("Channel"), lambda row: (row.channel, row.channel.capitalize())),
    )
    made = [(name, title, Counter(pick(row) for row in rows)) for name, title, pick in kinds]
    tags = tags_of([row.number for row in rows])
    made.append(("tag", _("Tag"), Counter({(tag, tag): count for tag, count in tags.items()})))
    groups = [_group(name, title, counted, words, more) for name, title, counted in made]
    return [group for group in [*groups, _times(words, bool(rows))] if group.choices]


def _group(name: str, title: str, counted: Counter[tuple[str, str]], words: str, more: str) -> Group:
    rest, given = _without(words, name)
    if given:
        return Group(title, [Choice(given, "", rest, is_on=True)])
    if len(counted) < (1 if name == "tag" else 2):
        return Group(title, [])
    return Group(
        title,
        [
            Choice(label, f"{count}{more}", f"{words} {name}:{_quoted(value)}")
            for (value, label), count in counted.most_common(MOST)
        ],
    )


def _times(words: str, has_rows: bool) -> Group:
    rest, given = _without(words, "created")
    if given:
        return Group(_("When"), [Choice(given, "", rest, is_on=True)])
    today = timezone.localdate()
    spans = ((7, _("The last 7 days")), (30, _("The last 30 days")), (365, _("The last 12 months")))
    made = [Choice(label, "", f"{words} created:>{today - timedelta(days=days)}") for days, label in spans]
    return Group(_("When"), made if has_rows else [])


def _without(words: str, name: str) -> tuple[str, str]:
    """What was asked without an operator, and what it was given ("" if it was not used)."""
    pattern = re.compile(rf'(?:^|(?<=\s)){name}:("[^"]*"?|\S*)', re.IGNORECASE)
    given = [match.group(1).strip('"') for match in pattern.finditer(words)]
    return " ".join(pattern.sub("", words).split()), ", ".join(given)


def _quoted(value: str) -> str:
    value = value.replace('"', "")
    return f'"{value}"' if re.search(r"\s", value) else value
