"""The rules of log in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.actions.save_rules import LONGEST, SHORTEST, Rules
from careline.accounts.queries import custom_roles
from careline.accounts.words import ROLE_NAMES


class RulesForm(forms.Form):
    """Second factor, sessions, passwords."""

    second_factor_roles = forms.MultipleChoiceField(
        label=_("These roles need a second factor"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has none yet is led to the page where it is set up, and nowhere else."),
    )
    session_hours = forms.IntegerField(
        label=_("Log in again after so many hours"), min_value=0, max_value=8760, help_text=_("0: never.")
    )
    idle_minutes = forms.IntegerField(
        label=_("Log out after so many minutes without doing anything"),
        min_value=0,
        max_value=10080,
        help_text=_("0: never."),
    )
    password_length = forms.IntegerField(
        label=_("Characters of a new password, at least"), min_value=SHORTEST, max_value=LONGEST
    )
    only_single_sign_on = forms.BooleanField(
        label=_("Single sign-on only"),
        required=False,
        help_text=_("Admins can still use a password, for the day when the provider is away."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["second_factor_roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        built_in = [(role.value, name) for role, name in ROLE_NAMES.items()]
        field.choices = [*built_in, *((one.key, one.name) for one in custom_roles())]

    def rules(self) -> Rules:
        """The answers, for the action."""
        given = dict(self.cleaned_data)
        return Rules(second_factor_roles=tuple(given.pop("second_factor_roles")), **given)
