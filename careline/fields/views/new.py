"""The fields of a ticket that is still to be opened: they follow its type and each other, and keep what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.fields.contracts import Requirement
from careline.fields.forms.values import value_form
from careline.fields.queries.beginning import PREFIX, Asked, Words, asked_of_new, posted_words
from careline.fields.views.asking import keeper_of

AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Filling:
    """How far somebody has come: the type, what was typed, what was refused, and whether all fields are unfolded.

    `form_id` is the form of the page that the inputs belong to.
    """

    ticket_type: str = ""
    words: Words = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = False
    form_id: str = "composer"


@require_POST
def new_values(request: HttpRequest, target: str) -> HttpResponse:
    """Show the fields anew after something was filled in or another type was chosen. Nothing is kept."""
    types = dict(keeper_of(target).types)
    chosen = request.POST.get("type", "")
    filling = Filling(
        chosen if chosen in types else "", posted_words(request.POST), is_whole="whole" in request.POST
    )
    return HttpResponse(show_new(request, target, filling, unfolds=request.POST.get("whole") == "now"))


def show_new(
    request: HttpRequest, target: str, filling: Filling, *, is_oob: bool = False, unfolds: bool = False
) -> str:
    """Return the inputs of what is asked; "" where nothing is ever asked. The many are folded until asked for."""
    asked = asked_of_new(agent_of(request), target, filling.words, ticket_type=filling.ticket_type)
    first = {info.key for n, info in enumerate(asked.infos) if _stands_first(n, info.key, asked, filling)}
    form = _form(asked, filling, {info.key for info in asked.infos} if filling.is_whole else first)
    later = [info.key for info in asked.infos if info.key not in first]
    if unfolds and later:
        form.fields[later[0]].widget.attrs["autofocus"] = True
    context = {
        "target": target, "bound": [*form], "rest": 0 if filling.is_whole else len(later),
        "kept": _kept(filling.words, form), "form_id": filling.form_id, "is_whole": filling.is_whole, "is_oob": is_oob,
    }  # fmt: skip
    return render_to_string("fields/new.html", context, request)


def _stands_first(place: int, key: str, asked: Asked, filling: Filling) -> bool:
    is_needed = asked.standing[key].requirement == Requirement.ALWAYS
    return place < AT_ONCE or is_needed or bool(asked.given.get(key)) or key in filling.errors


def _form(asked: Asked, filling: Filling, keys: set[str]) -> forms.Form:
    infos = [info for info in asked.infos if info.key in keys]
    form = value_form(infos, asked.standing, asked.usual)
    form.cleaned_data = {}  # nothing is checked here, and yet it says what was refused
    for info in infos:
        made = form.fields[info.key]
        made.required = asked.standing[info.key].requirement == Requirement.ALWAYS
        made.widget.attrs["form"] = filling.form_id
        if info.key in asked.given:
            made.initial = asked.given[info.key]
        if info.key in filling.errors:
            form.add_error(info.key, filling.errors[info.key])
    return form


def _kept(words: Words, form: forms.Form) -> list[tuple[str, str]]:
    """What was typed into fields that are not asked now: it is there again when they are."""
    return [
        (f"{PREFIX}{key}", one) for key, given in words.items() if key not in form.fields for one in given
    ]
