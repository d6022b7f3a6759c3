"""Settings: the fields of tickets, customers and organisations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.fields.actions.archive_field import archive_field, order_fields, restore_field
from careline.fields.actions.save_field import change_field, create_field
from careline.fields.choosing import read_choices
from careline.fields.contracts import (
    CHOOSING,
    Choice,
    FieldInfo,
    FieldsRefused,
    Kind,
    Requirement,
    State,
    Target,
)
from careline.fields.forms.definitions import FieldDefinitionForm, said_of
from careline.fields.forms.values import value_form
from careline.fields.kinds import KIND_NAMES
from careline.fields.models import Field, FieldForm
from careline.fields.queries import all_fields, info_of
from careline.fields.slots import keepers
from careline.fields.views.asking import administrator, keeper_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the fields of tickets, which most people look for."""
    administrator(request)
    return redirect("fields:fields", target="ticket")


@require_safe
def fields(request: HttpRequest, target: str) -> HttpResponse:
    """Show the fields of a target in order, and its forms."""
    administrator(request)
    keeper = keeper_of(target)
    infos = all_fields(target, with_archived=True)
    made = {row.ticket_type: row for row in FieldForm.objects.filter(target=target)}
    types = [("", _("All other types") if keeper.types else _("The form")), *keeper.types]
    shown = {
        "target": target,
        "targets": [(name, keepers()[name].label) for name in Target if name in keepers()],
        "fields": [{"info": i, "kind": KIND_NAMES[Kind(i.kind)]} for i in infos if not i.is_archived],
        "archived": [info for info in infos if info.is_archived],
        "forms": [{"which": key or "all", "label": label, "row": made.get(key)} for key, label in types],
        "requirements": Requirement,
    }
    return render(request, "fields/fields.html", shown)


@require_safe
def kinds(request: HttpRequest, target: str) -> HttpResponse:
    """Ask which kind of field it shall be."""
    administrator(request)
    keeper_of(target)
    return render(request, "fields/kinds.html", {"target": target, "kinds": KIND_NAMES.items()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, target: str, kind: str) -> HttpResponse:
    """Define a field of a kind."""
    agent = administrator(request)
    keeper_of(target)
    if kind not in {*Kind}:
        raise Http404(kind)
    data = request.POST if request.method == "POST" else None
    form = FieldDefinitionForm(data, kind=kind, target=target, is_new=True)
    if data is not None and form.is_valid():
        try:
            create_field(target, kind, form.details(), by=agent, key=form.cleaned_data["key"])
            messages.success(
                request, _("“%(name)s” is asked from now on.") % {"name": form.cleaned_data["label"]}
            )
            return redirect("fields:fields", target=target)
        except FieldsRefused as refusal:
            _say(form, refusal)
    return _page(request, form, target, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a field's definition, or change it."""
    agent = administrator(request)
    row = get_object_or_404(Field, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = FieldDefinitionForm(
        data, kind=row.kind, target=row.target, is_new=False, initial=said_of(info_of(row))
    )
    if data is not None and form.is_valid():
        try:
            change_field(row, form.details(), by=agent)
            messages.success(request, _("Saved."))
            return redirect("fields:fields", target=row.target)
        except FieldsRefused as refusal:
            _say(form, refusal)
    return _page(request, form, row.target, row.kind, row)


def _page(
    request: HttpRequest, form: FieldDefinitionForm, target: str, kind: str, row: Field | None
) -> HttpResponse:
    info = info_of(row) if row else FieldInfo(0, target, "preview", str(KIND_NAMES[Kind(kind)]), kind)
    shown = {
        "form": form,
        "target": target,
        "kind": kind,
        "kind_name": KIND_NAMES[Kind(kind)],
        "field_row": row,
        "preview": _preview(info),
    }
    return render(request, "fields/field.html", shown, status=422 if form.errors else 200)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show how the field would look that somebody is defining. Nothing is kept."""
    administrator(request)
    kind, target = request.POST.get("kind", ""), request.POST.get("target", "")
    if kind not in {*Kind}:
        raise Http404(kind)
    form = FieldDefinitionForm(request.POST, kind=kind, target=target, is_new=True)
    form.is_valid()
    said: dict[str, Any] = {"label": "…", "help": "", "requirement": "", "choices": ""} | form.cleaned_data
    info = FieldInfo(
        id=0,
        target=target,
        key="preview",
        label=said["label"],
        kind=kind,
        help=said["help"],
        requirement=said["requirement"] or Requirement.NEVER,
        choices=_choices(kind, said["choices"]),
    )
    return render(request, "fields/_preview.html", {"preview": _preview(info)})


def _preview(info: FieldInfo) -> Any:
    return value_form([info], {info.key: State(requirement=info.requirement)}, {})


def _choices(kind: str, lines: str) -> tuple[Choice, ...]:
    if kind not in CHOOSING:
        return ()
    try:
        rows = read_choices(lines, is_cascade=kind == Kind.CASCADE)
    except ValueError:
        return ()
    return tuple(Choice(row["key"], row["label"], tuple(row["path"])) for row in rows)


def _say(form: FieldDefinitionForm, refusal: FieldsRefused) -> None:
    for name, words in refusal.errors.items():
        form.add_error(name if name in form.fields else None, words)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a field no longer."""
    agent = administrator(request)
    row = get_object_or_404(Field, pk=pk)
    archive_field(row, by=agent)
    messages.success(request, _("“%(name)s” is no longer asked. Its values stay.") % {"name": row.label})
    return redirect("fields:fields", target=row.target)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an archived field again."""
    agent = administrator(request)
    row = get_object_or_404(Field, pk=pk)
    restore_field(row, by=agent)
    return redirect("fields:fields", target=row.target)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a field one place up or down."""
    agent = administrator(request)
    row = get_object_or_404(Field, pk=pk, archived_at=None)
    keys = [info.key for info in all_fields(row.target)]
    here = keys.index(row.key)
    there = max(0, here - 1) if request.POST.get("to") == "up" else min(len(keys) - 1, here + 1)
    keys.insert(there, keys.pop(here))
    order_fields(row.target, keys, by=agent)
    return redirect("fields:fields", target=row.target)
