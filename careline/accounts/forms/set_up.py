"""The questions of the set-up page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careline.accounts.actions.set_password import check_password
from careline.accounts.actions.set_up import Opening
from careline.accounts.forms.fields import AddressField, LanguageField, NewPasswordField, TimeZoneField
from careline.accounts.models import Agent
from careline.accounts.setup_key import is_setup_key


class SetUpForm(forms.Form):
    """The company and its owner; with `needs_key`, also the key that proves access to the machine."""

    setup_key = forms.CharField(
        label=_("Set-up key"),
        help_text=_("It stands in the file setup.key, in the data folder on the machine that runs Careline."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        max_length=100,
    )
    company = forms.CharField(
        label=_("Name of your company"),
        max_length=120,
        help_text=_("Customers see it in mails."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(label=_("Your e-mail"))
    password = NewPasswordField(help_text=_("At least ten characters. Four random words make a good one."))
    time_zone = TimeZoneField(initial="UTC")
    language = LanguageField(initial="en")
    team = forms.CharField(
        label=_("Your first team"),
        max_length=80,
        initial=_("Support"),
        help_text=_("Teams share a queue. You can add more at any time."),
    )

    def __init__(self, *args: Any, needs_key: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if not needs_key:
            del self.fields["setup_key"]

    def clean_setup_key(self) -> str:
        """Refuse a wrong key."""
        given: str = self.cleaned_data["setup_key"]
        if not is_setup_key(given):
            raise ValidationError(_("This is not the set-up key of this installation."))
        return given

    def clean_password(self) -> str:
        """Refuse a password that is short, common, or made of the person's own name or address."""
        password: str = self.cleaned_data["password"]
        owner = Agent(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))
        check_password(password, owner)
        return password

    def opening(self) -> Opening:
        """The answers, for the action."""
        return Opening(**{name: value for name, value in self.cleaned_data.items() if name != "setup_key"})
