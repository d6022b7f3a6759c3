"""The form that values are filled in by: one input for each field, made from its definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.fields.choosing import full_label, leaves
from careline.fields.contracts import FieldInfo, Kind, Requirement, State, Values
from careline.fields.money import say_money

_NOTHING = ("", _("not said"))


def value_form(
    infos: Iterable[FieldInfo],
    standing: Mapping[str, State],
    values: Values,
    *,
    data: Mapping[str, Any] | None = None,
) -> forms.Form:
    """An input for each field that is shown now. It checks nothing: `check_change` does."""
    form = forms.Form(data, prefix="f")
    for info in infos:
        state = standing.get(info.key, State())
        if state.is_shown:
            form.fields[info.key] = _input(info, state, values.get(info.key))
    return form


def raw_value(info: FieldInfo, post: Any) -> Any:
    """What a browser sent for a field, as `check_change` takes it (a file is read elsewhere)."""
    name = f"f-{info.key}"
    if info.kind == Kind.MULTI_CHOICE:
        return [one for one in post.getlist(name) if one]
    return post.get(name, "").replace("\x00", "")


def as_initial(info: FieldInfo, value: Any) -> Any:
    """A stored value as its input shows it."""
    if value is None:
        return None
    if info.kind == Kind.MONEY:
        return say_money(value["amount"], value["currency"])
    if info.kind == Kind.YES_NO:
        return "yes" if value else "no"
    return value[-1] if info.kind == Kind.CASCADE else value


def _input(info: FieldInfo, state: State, value: Any) -> forms.Field:
    wanted = {Requirement.ALWAYS: _("Always required."), Requirement.SOLVE: _("Required before solving.")}
    help_text = " ".join(str(p) for p in (info.help, wanted.get(Requirement(state.requirement), "")) if p)
    return forms.Field(
        label=info.label,
        required=state.requirement != Requirement.NEVER,
        help_text=help_text,
        initial=as_initial(info, value),
        widget=_widget(info, state, value),
    )


def _widget(info: FieldInfo, state: State, value: Any) -> forms.Widget:
    plain: dict[Kind, Callable[[], forms.Widget]] = {
        Kind.LONG_TEXT: lambda: forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        Kind.NUMBER: lambda: forms.TextInput(attrs={"inputmode": "decimal"}),
        Kind.DATE: lambda: forms.DateInput(attrs={"type": "date"}),
        Kind.FILE: lambda: forms.FileInput(),
        Kind.YES_NO: lambda: forms.Select(choices=[_NOTHING, ("yes", _("Yes")), ("no", _("No"))]),
        Kind.MONEY: lambda: forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "0.00"}),
        Kind.REFERENCE: lambda: forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "#"}),
        Kind.MULTI_CHOICE: lambda: forms.CheckboxSelectMultiple(choices=_choices(info, state, value)),
    }
    if info.kind in (Kind.CHOICE, Kind.CASCADE):
        return forms.Select(choices=[_NOTHING, *_choices(info, state, value)])
    make = plain.get(Kind(info.kind))
    return make() if make else forms.TextInput(attrs={"dir": "auto"})


def _choices(info: FieldInfo, state: State, value: Any) -> list[tuple[str, str]]:
    """What can be chosen now, and what is chosen already."""
    chosen = {*value} if isinstance(value, list) else {value}
    allowed = [
        choice
        for choice in leaves(info.choices)
        if state.choices is None or {*choice.path} & state.choices or choice.key in chosen
    ]
    kept = [c for c in info.choices if c.is_archived and c.key in chosen]
    return [(choice.key, full_label(choice, info.choices)) for choice in [*allowed, *kept]]
