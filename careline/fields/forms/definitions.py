"""The form that a field is defined by; which questions it asks hangs on the field's kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Role
from careline.fields.actions.save_field import FieldDetails
from careline.fields.choosing import write_choices
from careline.fields.contracts import CHOOSING, FieldInfo, Kind, Requirement
from careline.fields.forms.values import as_initial
from careline.fields.slots import references

REQUIREMENTS = [
    (Requirement.NEVER.value, _("No")),
    (Requirement.SOLVE.value, _("Before a ticket is solved")),
    (Requirement.ALWAYS.value, _("Always: it can’t be emptied again")),
]
ROLES = [
    (Role.LIGHT_AGENT.value, _("Light agent")),
    (Role.AGENT.value, _("Agent")),
    (Role.TEAM_LEAD.value, _("Team lead")),
    (Role.MANAGER.value, _("Manager")),
    (Role.ADMIN.value, _("Admin")),
    (Role.AUDITOR.value, _("Auditor")),
]


class FieldDefinitionForm(forms.Form):
    """What can be said about a field of one kind."""

    label = forms.CharField(label=_("Name"), max_length=80)
    key = forms.CharField(
        label=_("Key"),
        max_length=40,
        required=False,
        help_text=_(
            "For search, files and programs. Made from the name if you leave it empty; never changes."
        ),
    )
    help = forms.CharField(label=_("Help"), max_length=300, required=False)
    requirement = forms.ChoiceField(label=_("Must be filled"), choices=REQUIREMENTS, required=False)

    def __init__(
        self,
        *args: Any,
        kind: str,
        target: str,
        is_new: bool,
        roles: list[tuple[str, Any]] | None = None,
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        self.kind = Kind(kind)
        if not is_new:
            del self.fields["key"]
        self.fields |= _questions(self.kind)
        if target != "ticket":  # customers and organisations come by themselves, and are never solved
            self.fields.pop("default", None)
            self.fields["requirement"].widget.choices = [REQUIREMENTS[0], REQUIREMENTS[2]]
        for name, label in (("see_roles", _("Who may see it")), ("edit_roles", _("Who may change it"))):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=roles or ROLES,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("No choice means everybody who may see or change what it belongs to."),
            )

    def details(self) -> FieldDetails:
        """The answers, for the action."""
        said = self.cleaned_data
        names = ("longest", "shape", "least", "most", "decimals", "currencies", "reference", "megabytes")
        limits = {name: said[name] for name in names if said.get(name) not in (None, "")}
        if "currencies" in limits:
            limits["currencies"] = limits["currencies"].upper().replace(",", " ").split()
        return FieldDetails(
            label=said["label"],
            help=said["help"],
            requirement=said["requirement"] or Requirement.NEVER,
            default=said.get("default"),
            choices=said.get("choices", ""),
            limits={name: str(v) if isinstance(v, Decimal) else v for name, v in limits.items()},
            see_roles=tuple(said["see_roles"]),
            edit_roles=tuple(said["edit_roles"]),
        )


def said_of(info: FieldInfo) -> dict[str, Any]:
    """What is known of a field, as the form shows it."""
    limits = dict(info.limits)
    if "currencies" in limits:
        limits["currencies"] = " ".join(limits["currencies"])
    default = as_initial(info, info.default)
    return {
        "label": info.label,
        "help": info.help,
        "requirement": info.requirement,
        "default": ", ".join(default) if isinstance(default, list) else default,
        "choices": write_choices(info.choices),
        "see_roles": [*info.see_roles],
        "edit_roles": [*info.edit_roles],
        **limits,
    }


def _questions(kind: Kind) -> dict[str, forms.Field]:
    asked: dict[str, forms.Field] = {}
    if kind in CHOOSING:
        asked["choices"] = _choices(kind)
    if kind in (Kind.TEXT, Kind.LONG_TEXT):
        asked["longest"] = forms.IntegerField(
            label=_("Longest, in characters"), min_value=1, max_value=20_000, required=False
        )
    if kind == Kind.TEXT:
        asked["shape"] = forms.CharField(
            label=_("Shape"),
            max_length=60,
            required=False,
            help_text=_("Such as AA-9999: 9 is a digit, A a letter, X either; all else stands for itself."),
        )
    if kind in (Kind.NUMBER, Kind.MONEY):
        asked["least"] = forms.DecimalField(label=_("Least"), required=False, max_digits=15)
        asked["most"] = forms.DecimalField(label=_("Most"), required=False, max_digits=15)
    return asked | _further(kind)


def _further(kind: Kind) -> dict[str, forms.Field]:
    asked: dict[str, forms.Field] = {}
    if kind == Kind.NUMBER:
        asked["decimals"] = forms.IntegerField(
            label=_("Digits after the point"), min_value=0, max_value=6, required=False
        )
    if kind == Kind.MONEY:
        asked["currencies"] = CurrenciesField()
    if kind == Kind.REFERENCE:
        offered = [(name, reference.label) for name, reference in references().items()]
        asked["reference"] = forms.ChoiceField(label=_("Points to"), choices=offered)
    if kind == Kind.FILE:
        asked["megabytes"] = forms.IntegerField(
            label=_("Largest file, in MB"), min_value=1, max_value=20, required=False
        )
    if kind not in (Kind.FILE, Kind.REFERENCE):
        asked["default"] = forms.CharField(
            label=_("At first"), max_length=1000, required=False, help_text=_("What a new one begins with.")
        )
    return asked


def _choices(kind: Kind) -> forms.Field:
    hint = _("One a line. The word in brackets is what is stored: keep it, and you may rename freely.")
    steps = _(
        "One a line, steps with > between them: Bicycle > Brakes > Rim. The word in brackets is what is stored."
    )
    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})
    return forms.CharField(
        label=_("Choices"),
        widget=widget,
        max_length=200_000,
        help_text=steps if kind == Kind.CASCADE else hint,
    )


class CurrenciesField(forms.CharField):
    """Three-letter codes of currencies, the usual one first."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Currencies"),
            max_length=200,
            initial="EUR",
            help_text=_("Three-letter codes, the usual one first: EUR GBP USD."),
        )

    def clean(self, value: Any) -> str:
        """Refuse what is no code."""
        said: str = super().clean(value)
        codes = said.upper().replace(",", " ").split()
        if not codes or any(len(code) != 3 or not code.isascii() or not code.isalpha() for code in codes):
            raise forms.ValidationError(_("Three-letter codes, the usual one first: EUR GBP USD."))
        return " ".join(codes)
