"""What the centre shows: a person's notices, gathered by ticket, newest first, as far as they may see them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from careline.notices.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from careline.accounts.models import Agent

PAGE = 20
MOST_COUNTED = 100
MOST_IN_GROUP = 5


@dataclass(frozen=True, slots=True)
class Group:
    """The notices of one ticket, newest first (the first five), or one that is of no ticket; and how many there are more."""

    newest: Notice
    notices: list[Notice]
    more: int = 0

    @property
    def is_unread(self) -> bool:
        """Whether one of those shown was not read."""
        return any(one.read_at is None for one in self.notices)


@dataclass(frozen=True, slots=True)
class Page:
    """Some groups; `next_before` is where to go on (0: nowhere), `newest_id` up to where "all" reaches."""

    groups: list[Group]
    next_before: int
    newest_id: int


def count_unread(agent: Agent) -> int:
    """How many of a person's notices are unread, counted up to 100 ("99+"): an index of unread ones alone."""
    unread = Notice.objects.visible_to(agent).at_desk().unread()
    return len(unread.order_by().values_list("pk")[:MOST_COUNTED])


def page_of(agent: Agent, *, unread_only: bool, before: int = 0) -> Page:
    """One page of groups, by their newest notice; `before` is the id of the last group's newest one before."""
    shown = Notice.objects.visible_to(agent).at_desk()
    shown = shown.unread() if unread_only else shown
    heads = [*_heads(shown, agent, unread_only=unread_only, before=before)]
    members = _members(shown, [head.ticket_id for head in heads[:PAGE] if head.ticket_id])
    groups = [_group(head, members) for head in heads[:PAGE]]
    return Page(
        groups=groups,
        next_before=heads[PAGE - 1].pk if len(heads) > PAGE else 0,
        newest_id=before or max((head.pk for head in heads), default=0),
    )


def _heads(shown: QuerySet[Notice], agent: Agent, *, unread_only: bool, before: int) -> QuerySet[Notice]:
    """The newest notice of each ticket, and those of no ticket."""
    newer = Notice.objects.filter(
        agent=agent, ticket=OuterRef("ticket"), pk__gt=OuterRef("pk"), is_at_desk=True
    )
    newer = newer.filter(read_at=None) if unread_only else newer
    heads = shown.filter(Q(ticket=None) | ~Exists(newer))
    if before:
        heads = heads.filter(pk__lt=before)
    return heads.select_related("ticket").order_by("-pk")[: PAGE + 1]


def _members(shown: QuerySet[Notice], tickets: list[int]) -> dict[int, list[Notice]]:
    found: dict[int, list[Notice]] = {}
    for notice in shown.filter(ticket__in=tickets).order_by("-pk")[: PAGE * 50]:
        found.setdefault(notice.ticket_id or 0, []).append(notice)
    return found


def _group(head: Notice, members: dict[int, list[Notice]]) -> Group:
    own = members.get(head.ticket_id or 0, [head]) if head.ticket_id else [head]
    return Group(head, own[:MOST_IN_GROUP], max(0, len(own) - MOST_IN_GROUP))


def has_unread_of(ticket_id: int, agent: Agent) -> bool:
    """Whether a person has an unread notice of a ticket."""
    return Notice.objects.filter(agent=agent, ticket_id=ticket_id, read_at=None).exists()


def find_own(notice_id: int, agent: Agent) -> Notice | None:
    """One of a person's notices that they may see."""
    return Notice.objects.visible_to(agent).filter(pk=notice_id).first()
