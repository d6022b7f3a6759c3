"""Settings, macros: their list, and writing, copying and archiving them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import agent_of
from careline.core import files
from careline.core.download import as_download
from careline.tickets.actions.keep_macro_file import drop_macro_file, keep_macro_file
from careline.tickets.actions.save_macro import (
    archive_macro,
    change_macro,
    create_macro,
    details_of,
    duplicate_macro,
    restore_macro,
)
from careline.tickets.contracts import Conflict, NotVisible, Refused
from careline.tickets.macro_forms import MacroForm, said_of
from careline.tickets.models import Macro, MacroFile
from careline.tickets.queries.macros import access_managed_macro, macros_for, managed_macros
from careline.tickets.queries.placeholders import PLACEHOLDERS
from careline.tickets.views.doors import agent_page
from careline.tickets.views.sizes import size_words
from careline.tickets.wording import as_text
from careline.ui.icons import icon

LARGEST_FILE_BYTES = 20 * 1024 * 1024


@agent_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the macros that the person may use or change."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_TICKETS)
    managed = [*managed_macros(agent)]
    mine = {macro.pk for macro in managed}
    used = [*(m for m in managed if not m.is_archived), *(m for m in macros_for(agent) if m.pk not in mine)]
    used.sort(key=lambda macro: (macro.name.casefold(), macro.pk))
    shown = {
        "groups": [
            (_("Only me"), [_line(m, mine) for m in used if m.agent_id]),
            (_("My teams"), [_line(m, mine) for m in used if m.team_id]),
            (_("Everybody"), [_line(m, mine) for m in used if not m.team_id and not m.agent_id]),
        ],
        "has_any": bool(used),
        "archived": [macro for macro in managed if macro.is_archived],
    }
    return render(request, "tickets/macro_list.html", shown)


def _line(macro: Macro, changeable: set[int]) -> dict[str, Any]:
    return {
        "macro": macro,
        "words": Truncator(" ".join(as_text(macro.html or macro.note).split())).chars(80),
        "may_change": macro.pk in changeable,
        "team": macro.team.name if macro.team_id and macro.team else "",
    }


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a macro."""
    agent = agent_of(request)
    agent.require(Right.CHANGE_TICKETS)
    form = MacroForm(request.POST if request.method == "POST" else None, agent=agent, initial={"scope": "me"})
    if form.is_bound and form.is_valid():
        try:
            macro = create_macro(form.details(), by=agent)
            messages.success(request, _("“%(name)s” can be used from now on.") % {"name": macro.name})
            return redirect("tickets:macro_settings", macro.pk)
        except (Refused, Forbidden) as refusal:
            form.add_error(None, str(refusal))
    return _page(request, form, None)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Show a macro, or change it."""
    agent = agent_of(request)
    macro = access_managed_macro(agent, macro_id)
    said = said_of(details_of(macro)) | {"version": macro.version}
    form = MacroForm(request.POST if request.method == "POST" else None, agent=agent, initial=said)
    if form.is_bound and form.is_valid():
        try:
            change_macro(macro.pk, form.details(), by=agent, version=form.cleaned_data["version"])
            messages.success(request, _("Saved."))
            return redirect("tickets:macro_home")
        except (Refused, Forbidden) as refusal:
            form.add_error(None, str(refusal))
        except Conflict:
            words = _("Somebody else changed this macro meanwhile. Open it again in another tab to compare.")
            form.add_error(None, words)
    return _page(request, form, macro)


def _page(request: HttpRequest, form: MacroForm, macro: Macro | None) -> HttpResponse:
    shown = {
        "form": form,
        "macro": macro,
        "placeholders": PLACEHOLDERS.items(),
        "files": format_html_join(
            "", "{}", ((_file_line(f),) for f in macro.files.order_by("pk")) if macro else ()
        ),
    }
    return render(request, "tickets/macro_form.html", shown, status=422 if form.errors else 200)


def _file_line(file: MacroFile) -> SafeString:
    return format_html(
        '<li class="upload file" data-upload>{}<a class="cut" href="{}">{}</a><span class="file__size">{}</span>'
        '<button class="button button--plain button--small button--icon" type="button" data-uploads-remove '
        'hx-post="{}" hx-swap="none" aria-label="{}">{}</button></li>',
        icon("paperclip"),
        reverse("tickets:macro_file", args=[file.macro_id, file.key]),
        file.name,
        size_words(file.size),
        reverse("tickets:macro_file_removal", args=[file.macro_id, file.key]),
        _("Remove %(name)s") % {"name": file.name},
        icon("x"),
    )


@agent_page
@require_POST
def duplicate(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Copy a macro as one of the person's own, and open it."""
    copy = duplicate_macro(macro_id, by=agent_of(request))
    return redirect("tickets:macro_settings", copy.pk)


@agent_page
@require_POST
def archive(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Offer a macro no longer."""
    macro = archive_macro(macro_id, by=agent_of(request))
    messages.success(request, _("“%(name)s” is no longer offered.") % {"name": macro.name})
    return redirect("tickets:macro_home")


@agent_page
@require_POST
def restore(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Offer an archived macro again."""
    restore_macro(macro_id, by=agent_of(request))
    return redirect("tickets:macro_home")


@agent_page
@require_POST
def add_file(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Take a file that goes along with a macro; the answer is its line, or a sentence why not."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST_FILE_BYTES:
        words = _("No file arrived.") if file is None else _("This file is too large to send by mail.")
        return HttpResponse(words, status=422, content_type="text/plain")
    try:
        kept = keep_macro_file(macro_id, name=file.name or "", content=file.read(), by=agent_of(request))
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain")
    return HttpResponse(_file_line(kept))


@agent_page
@require_POST
def drop_file(request: HttpRequest, macro_id: int, key: str) -> HttpResponse:
    """Take a file away from a macro."""
    drop_macro_file(macro_id, key, by=agent_of(request))
    return HttpResponse(status=204)


@agent_page
@require_safe
def file(request: HttpRequest, macro_id: int, key: str) -> HttpResponse:
    """Hand out a file of a macro to whoever may change it."""
    found = (
        access_managed_macro(agent_of(request), macro_id).files.select_related("file").filter(key=key).first()
    )
    if found is None:
        raise NotVisible(key)
    return as_download(files.read(found.file), name=found.name)
