"""One of the company's own roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.actions.save_role import RoleDetails
from careline.accounts.contracts import BASES, RIGHTS, Right
from careline.accounts.models import Agent
from careline.accounts.words import RIGHT_WORDS, ROLE_NAMES


class RoleForm(forms.Form):
    """A role's name, the built-in role it is made from, and what it allows."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    base = forms.ChoiceField(
        label=_("Made from"),
        help_text=_("Rules that name a role, such as who sees a field, go by this one."),
    )
    rights = forms.MultipleChoiceField(label=_("It may"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, by: Agent, **given: Any) -> None:
        super().__init__(*args, **given)
        bases = [(role.value, ROLE_NAMES[role]) for role in BASES if RIGHTS[role] <= by.rights]
        offered = [(right.value, words) for right, words in RIGHT_WORDS.items() if by.may(right)]
        for name, choices in (("base", bases), ("rights", offered)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def details(self) -> RoleDetails:
        """The answers, for the action."""
        given = dict(self.cleaned_data)
        return RoleDetails(rights=frozenset(Right(one) for one in given.pop("rights")), **given)
