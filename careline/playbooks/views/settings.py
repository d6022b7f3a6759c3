"""Settings, playbooks: their list, writing one with a check beside it, versions, comparing, publishing."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.playbooks.actions.save_version import archive, create_playbook, publish, save_version, withdraw
from careline.playbooks.contracts import PlaybookRefused
from careline.playbooks.models import Playbook, Version
from careline.playbooks.phrases import spoken
from careline.playbooks.procedure.check import Checked, check
from careline.playbooks.procedure.picture import Picture, picture_of
from careline.playbooks.procedure.reading import LARGEST
from careline.playbooks.queries.house_checks import house_findings
from careline.playbooks.queries.library import BEGINNING, shipped, shipped_text
from careline.playbooks.queries.playbooks import (
    access_playbook,
    access_version,
    managed_playbooks,
    newest_of,
    versions_of,
)
from careline.playbooks.views.doors import agent_page, number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show all playbooks, and those that come with Careline."""
    rows = [*managed_playbooks(agent_of(request))]
    keys = {row.key for row in rows}
    context = {
        "playbooks": [row for row in rows if not row.is_archived],
        "archived": [row for row in rows if row.is_archived],
        "shipped": [one for one in shipped() if one.key not in keys],
    }
    return render(request, "playbooks/home.html", context)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a playbook, from nothing or from one that comes with Careline."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_PLAYBOOKS)
    text = posted_text(request) if request.method == "POST" else _beginning(request)
    refusal = ""
    if request.method == "POST":
        try:
            version = create_playbook(text, by=agent, note=request.POST.get("note", ""))
            messages.success(request, _("Saved as version 1. Publish it when it is good."))
            return redirect("playbooks:playbook", version.playbook_id)
        except PlaybookRefused as trouble:
            refusal = str(trouble)
    context = {"text": text, "refusal": refusal} | checked_context(text, agent)
    return render(request, "playbooks/edit.html", context, status=422 if refusal else 200)


def _beginning(request: HttpRequest) -> str:
    key = request.GET.get("from", "")
    if not key:
        return BEGINNING
    text = shipped_text(key)
    if text is None:
        raise Http404
    return text


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def playbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest version to write on; saving makes the next one."""
    agent = agent_of(request)
    row = access_playbook(agent, pk)
    newest, refusal = newest_of(row), ""
    text = newest.text
    if request.method == "POST":
        text, after = posted_text(request), number_of(request.POST.get("after", ""))
        try:
            saved = save_version(row, text, by=agent, note=request.POST.get("note", ""), after=after)
            if request.POST.get("publish"):
                publish(saved, by=agent)
            messages.success(request, _("Version %(number)d is saved.") % {"number": saved.number})
            return redirect("playbooks:playbook", pk)
        except PlaybookRefused as trouble:
            refusal = str(trouble)
    context = {"playbook": row, "newest": newest, "text": text, "refusal": refusal} | checked_context(
        text, agent
    )
    return render(request, "playbooks/edit.html", context, status=422 if refusal else 200)


@agent_page
@require_POST
def live_check(request: HttpRequest) -> HttpResponse:
    """Check what stands in the field now, and draw it. Nothing is saved."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_PLAYBOOKS)
    return render(request, "playbooks/_checked.html", checked_context(posted_text(request), agent))


def posted_text(request: HttpRequest) -> str:
    """The document that was sent, with plain line ends."""
    return request.POST.get("text", "")[: LARGEST + 1].replace("\r\n", "\n")


def checked_context(text: str, agent: Agent) -> dict[str, Any]:
    """What a check shows: findings, figures, and the picture where the document has the shape of a playbook."""
    found, wrong = check(text), house_findings(text, agent=agent)
    if wrong:
        found = replace(found, findings=tuple(sorted((*found.findings, *wrong))), procedure=None)
    table = found.procedure.table if found.procedure else None
    return {"checked": found, "combinations": table.size if table else 0, "picture": drawn(found)}


def drawn(found: Checked) -> Picture | None:
    """The picture of a playbook in the reader's language; None where there is nothing to draw."""
    if found.playbook is None:
        return None
    words = {
        "yes": _("yes"),
        "no": _("no"),
        "late": _("too late"),
        "decide": _("Decision"),
        "end": pgettext("where a playbook ends", "End"),
    }
    return picture_of(found.playbook, spoken, words)


@agent_page
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all versions: who saved which, and which is followed."""
    row = access_playbook(agent_of(request), pk)
    return render(request, "playbooks/versions.html", {"playbook": row, "versions": versions_of(row)})


@agent_page
@require_safe
def compare(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what one version says differently from another, the one before it if none is asked for."""
    agent = agent_of(request)
    version = access_version(agent, pk, number)
    with_number = number_of(request.GET.get("with", "")) or max(number - 1, 1)
    other = access_version(agent, pk, with_number)
    context = {
        "playbook": version.playbook,
        "version": version,
        "other": other,
        "lines": differences(other, version),
        "numbers": [one.number for one in versions_of(version.playbook) if one.number != number],
    }
    return render(request, "playbooks/compare.html", context | checked_context(version.text, agent))


def differences(other: Version, version: Version) -> list[tuple[str, str]]:
    """The lines that differ with some around them: each with `add`, `remove`, `place` or "" for unchanged."""
    kinds = {"+": "add", "-": "remove", "@": "place", " ": ""}
    told = difflib.unified_diff(other.text.splitlines(), version.text.splitlines(), n=2, lineterm="")
    return [(kinds.get(line[:1], ""), line) for line in [*told][2:]]


@agent_page
@require_POST
def publish_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Follow a version from now on."""
    agent = agent_of(request)
    publish(access_version(agent, pk, number), by=agent)
    messages.success(request, _("Version %(number)d is followed from now on.") % {"number": number})
    return redirect("playbooks:versions", pk)


@agent_page
@require_POST
def restore_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Save what an earlier version said as the newest one."""
    agent = agent_of(request)
    version = access_version(agent, pk, number)
    note = _("As version %(number)d") % {"number": number}
    saved = save_version(version.playbook, version.text, by=agent, note=note)
    messages.success(request, _("Version %(number)d is saved.") % {"number": saved.number})
    return redirect("playbooks:versions", pk)


@agent_page
@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a playbook (`restore` takes it back), or offer it no longer (`withdraw`)."""
    agent = agent_of(request)
    row: Playbook = access_playbook(agent, pk)
    if request.POST.get("withdraw"):
        withdraw(row, by=agent)
    else:
        archive(row, by=agent, restore=bool(request.POST.get("restore")))
    return redirect("playbooks:home")
