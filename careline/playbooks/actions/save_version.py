"""Save what a playbook says as a new version, publish a version, archive a playbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.playbooks.contracts import PlaybookRefused
from careline.playbooks.events import PlaybookArchived, VersionPublished, VersionSaved
from careline.playbooks.models import Playbook, Version
from careline.playbooks.procedure.check import check
from careline.playbooks.queries.house_checks import house_findings

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def create_playbook(text: str, *, by: Agent, note: str = "") -> Version:
    """Make a playbook from its first version. Refuses what has not the shape of one, and a key that is taken.

    Emits VersionSaved.
    """
    by.require(Right.MANAGE_PLAYBOOKS)
    document = check(text).playbook
    if document is None:
        raise PlaybookRefused(_("This isn’t a playbook yet: mend what is marked first."))
    title = document.in_words(dict(document.title), document.languages[0])[:200]
    playbook, is_new = Playbook.objects.get_or_create(key=document.playbook, defaults={"title": title})
    if not is_new:
        raise PlaybookRefused(_("There is a playbook “%(key)s” already.") % {"key": document.playbook})
    return _write(playbook, text, by, note)


@transaction.atomic
def save_version(
    playbook: Playbook, text: str, *, by: Agent, note: str = "", after: int | None = None
) -> Version:
    """Save a new version; one with errors too, which can't be published then. The same text again makes none.

    Refuses where somebody saved another one after the version `after`, and a key that is another playbook's.
    Emits VersionSaved.
    """
    by.require(Right.MANAGE_PLAYBOOKS)
    Playbook.objects.select_for_update().get(pk=playbook.pk)
    newest = playbook.versions.order_by("-number").first()
    if after is not None and newest is not None and newest.number != after:
        words = _("Somebody saved version %(number)d meanwhile. Compare before you save yours.")
        raise PlaybookRefused(words % {"number": newest.number})
    document = check(text).playbook
    if document is not None and document.playbook != playbook.key:
        raise PlaybookRefused(_("This playbook is called “%(key)s”; its name stays.") % {"key": playbook.key})
    if newest is not None and newest.text == text:
        return newest
    return _write(playbook, text, by, note)


def _write(playbook: Playbook, text: str, by: Agent, note: str) -> Version:
    number = (playbook.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = Version.objects.create(
        playbook=playbook, number=number, text=text, by=by, note=note.strip()[:300]
    )
    emit(VersionSaved(playbook.pk, playbook.key, number, note=version.note), by=by.actor)
    return version


@transaction.atomic
def publish(version: Version, *, by: Agent) -> Playbook:
    """Follow this version from now on; runs that began with another go on with theirs. Refuses one with errors.

    Emits VersionPublished.
    """
    by.require(Right.MANAGE_PLAYBOOKS)
    playbook = Playbook.objects.select_for_update().get(pk=version.playbook_id)
    procedure = check(version.text).procedure
    if procedure is None or procedure.playbook.playbook != playbook.key:
        raise PlaybookRefused(_("This version has errors; it can’t be followed."))
    if wrong := house_findings(version.text, agent=by):
        raise PlaybookRefused(str(wrong[0]))
    document = procedure.playbook
    playbook.title = document.in_words(dict(document.title), document.languages[0])[:200]
    playbook.published, playbook.required_for = version, list(document.required_for)
    playbook.is_archived = False
    playbook.save(update_fields=["title", "published", "required_for", "is_archived"])
    emit(VersionPublished(playbook.pk, playbook.key, version.number), by=by.actor)
    return playbook


@transaction.atomic
def withdraw(playbook: Playbook, *, by: Agent) -> None:
    """Offer a playbook no longer, though it stays. Emits VersionPublished with no number."""
    by.require(Right.MANAGE_PLAYBOOKS)
    Playbook.objects.filter(pk=playbook.pk).update(published=None, required_for=[])
    emit(VersionPublished(playbook.pk, playbook.key, 0), by=by.actor)


@transaction.atomic
def archive(playbook: Playbook, *, by: Agent, restore: bool = False) -> None:
    """Put a playbook away, or take it out again. Runs go on. Emits PlaybookArchived."""
    by.require(Right.MANAGE_PLAYBOOKS)
    if Playbook.objects.filter(pk=playbook.pk, is_archived=restore).update(is_archived=not restore):
        number = playbook.published.number if playbook.published else 0
        emit(PlaybookArchived(playbook.pk, playbook.key, number, restored=restore), by=by.actor)
