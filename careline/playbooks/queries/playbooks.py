"""Playbooks and their versions, with rights; and the published ones as procedures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet
from django.http import Http404

from careline.accounts.contracts import Right, Role
from careline.playbooks.models import Playbook, Version
from careline.playbooks.procedure.check import check
from careline.playbooks.procedure.flow import Procedure
from careline.playbooks.procedure.schema import Playbook as Document

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_RANK = {
    Role.LIGHT_AGENT: 0,
    Role.AGENT: 1,
    Role.TEAM_LEAD: 2,
    Role.MANAGER: 3,
    Role.ADMIN: 4,
    Role.AUDITOR: 4,
}


@dataclass(frozen=True, slots=True)
class Published:
    """A playbook that can be started, with the procedure of its published version."""

    playbook: Playbook
    version: Version
    procedure: Procedure


def has_rank(agent: Agent, role: str | None) -> bool:
    """Whether a person stands at least as high as a role; those who only read see what the highest see."""
    return role is None or _RANK[Role(agent.role)] >= _RANK[Role(role)]


def may_see(agent: Agent, document: Document) -> bool:
    """Whether a person may see a playbook at work: a restricted one only from its role upwards."""
    return has_rank(agent, document.restricted_to)


def published(*, required_for: str = "") -> list[Published]:
    """Every playbook that is offered, by title; `required_for` only those that a type of ticket requires.

    One statement; reading is remembered. One that this version can no longer read is left out.
    """
    found = Playbook.objects.filter(is_archived=False, published__isnull=False).select_related("published")
    if required_for:
        found = found.filter(required_for__contains=[required_for])
    return [one for row in found.order_by("title", "pk") if (one := _published(row))]


def _published(row: Playbook) -> Published | None:
    version = row.published
    procedure = check(version.text).procedure if version else None
    return Published(row, version, procedure) if version and procedure else None


def find_published(key: str) -> Published | None:
    """One playbook that is offered, by its key."""
    row = Playbook.objects.filter(key=key, is_archived=False).select_related("published").first()
    return _published(row) if row else None


def procedure_of(version: Version) -> Procedure | None:
    """The procedure of a version; None where it has errors."""
    return check(version.text).procedure


def managed_playbooks(agent: Agent) -> QuerySet[Playbook]:
    """All playbooks with the number of their newest version, for those who look after them. Raises Forbidden."""
    agent.require(Right.MANAGE_PLAYBOOKS)
    rows = Playbook.objects.select_related("published").annotate(newest=Max("versions__number"))
    return rows.order_by("is_archived", "title", "pk")


def access_playbook(agent: Agent, pk: int) -> Playbook:
    """One playbook, for those who look after them. Raises Http404 or Forbidden."""
    found = managed_playbooks(agent).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def access_version(agent: Agent, playbook_id: int, number: int) -> Version:
    """One version of a playbook, for those who look after them. Raises Http404 or Forbidden."""
    agent.require(Right.MANAGE_PLAYBOOKS)
    rows = Version.objects.select_related("playbook__published")
    found = rows.filter(playbook_id=playbook_id, number=number).first()
    if found is None:
        raise Http404
    return found


def versions_of(playbook: Playbook) -> QuerySet[Version]:
    """The versions of a playbook, newest first, without their texts."""
    return playbook.versions.select_related("by").defer("text").order_by("-number")


def newest_of(playbook: Playbook) -> Version:
    """What was saved last."""
    found = playbook.versions.order_by("-number").first()
    assert found is not None, "a playbook comes with its first version"
    return found
