"""The fields beside a ticket, a customer or an organisation: fetched by themselves, edited in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careline.accounts.queries import agent_of
from careline.fields.actions.put_file import put_file
from careline.fields.contracts import FieldInfo, FieldsRefused, Kind, Requirement, State
from careline.fields.forms.values import raw_value, value_form
from careline.fields.queries import all_fields, find_form, shown_values
from careline.fields.rules import order_fields, states
from careline.fields.slots import Holder, references
from careline.fields.views.asking import keeper_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AT_ONCE, MOST = 12, 24


@require_safe
def panel(request: HttpRequest, target: str, object_id: int) -> HttpResponse:
    """Show the fields that the form asks for and the person may see, with their values."""
    agent = agent_of(request)
    holder = keeper_of(target).access(agent, object_id)
    template = "fields/_rest.html" if "rest" in request.GET else "fields/panel.html"
    return render(request, template, panel_context(agent, holder))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, target: str, object_id: int, key: str) -> HttpResponse:
    """Show the input of one field, or write what was filled in and show all of them again."""
    agent = agent_of(request)
    keeper = keeper_of(target)
    holder = keeper.access(agent, object_id)
    info, standing = _asked(agent, holder, key)
    if request.method != "POST":
        return _input(request, holder, info, standing)
    try:
        keeper.change(agent, object_id, {key: _raw(request, agent, holder, info)}, _seen(request, key))
    except FieldsRefused as refusal:
        return _input(request, keeper.access(agent, object_id), info, standing, refusal=refusal)
    if not request.headers.get("HX-Request"):
        return redirect(holder.href)
    return render(request, "fields/panel.html", panel_context(agent, keeper.access(agent, object_id)))


@require_safe
def candidates(request: HttpRequest, target: str, object_id: int, key: str) -> HttpResponse:
    """Show what some words find that a reference could point to, as far as the person may see it."""
    agent = agent_of(request)
    info, _standing = _asked(agent, keeper_of(target).access(agent, object_id), key)
    reference = references().get(str(info.limits.get("reference")))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = reference.find(agent, words) if reference and info.kind == Kind.REFERENCE and words else []
    return render(request, "fields/_candidates.html", {"info": info, "found": found, "words": words})


def _asked(agent: Agent, holder: Holder, key: str) -> tuple[FieldInfo, Mapping[str, State]]:
    fields = all_fields(holder.target)
    standing = states(find_form(holder.target, holder.ticket_type), fields, holder.values)
    info = next((one for one in fields if one.key == key), None)
    if info is None or not info.editable_by(agent.role) or not holder.may_change:
        raise Http404(key)
    return info, standing


def _raw(request: HttpRequest, agent: Agent, holder: Holder, info: FieldInfo) -> Any:
    if info.kind != Kind.FILE:
        return raw_value(info, request.POST)
    given = request.FILES.get(f"f-{info.key}")
    if given is None:
        return None if "empty" in request.POST else holder.values.get(info.key)
    if (given.size or 0) > 21 * 1024 * 1024:
        raise FieldsRefused({info.key: _("The file is too large.")})
    return put_file(info, object_id=holder.id, name=given.name or "", content=given.read(), by=agent)


def _seen(request: HttpRequest, key: str) -> dict[str, Any]:
    """What the person had before their eyes when they opened the input."""
    try:
        return {key: json.loads(request.POST["seen"])} if "seen" in request.POST else {}
    except (ValueError, RecursionError):
        return {}


def _input(
    request: HttpRequest,
    holder: Holder,
    info: FieldInfo,
    standing: Mapping[str, State],
    *,
    refusal: FieldsRefused | None = None,
) -> HttpResponse:
    data = request.POST if refusal else None
    form = value_form([info], standing, holder.values, data=data)
    if info.key in form.fields:
        form.fields[info.key].widget.attrs["autofocus"] = True
    if refusal and info.key in form.fields:
        form.errors  # noqa: B018  (made now, so that an error can be added)
        for words in refusal.errors.values():
            form.add_error(info.key, words)
    shown = {
        "holder": holder,
        "info": info,
        "bound": form[info.key] if info.key in form.fields else None,
        "is_file": info.kind == Kind.FILE,
        "is_reference": info.kind == Kind.REFERENCE,
        "has_value": info.key in holder.values,
        "seen": json.dumps(holder.values.get(info.key)),
    }
    answer = render(request, "fields/_input.html", shown, status=422 if refusal else 200)
    if refusal:
        answer["HX-Retarget"] = f"#field-{holder.target}-{info.key}"
        answer["HX-Reswap"] = "innerHTML"
    return answer


def panel_context(agent: Agent, holder: Holder) -> dict[str, Any]:
    """What the fields of something show: the first ones and those that are filled in or missing, then the rest."""
    fields, form = all_fields(holder.target), find_form(holder.target, holder.ticket_type)
    standing = states(form, fields, holder.values)
    asked = [i for i in order_fields(form, fields) if standing[i.key].is_shown and i.visible_to(agent.role)]
    rows = [
        {
            "key": one.info.key,
            "label": one.info.label,
            "words": one.words,
            "href": one.href,
            "is_missing": not one.words and standing[one.info.key].requirement != Requirement.NEVER,
            "may_change": holder.may_change and one.info.editable_by(agent.role),
        }
        for one in shown_values(agent, asked, holder.values)
    ]
    first = [row for n, row in enumerate(rows) if n < AT_ONCE or row["words"] or row["is_missing"]][:MOST]
    rest = [row for row in rows if row not in first] if len(first) < len(rows) else []
    words = {"required_word": _("required"), "change_word": _("Change")}
    return {"holder": holder, "rows": first, "rest": rest, "count": len(rows), **words}
