"""A new token of the API."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Scope
from careline.accounts.words import SCOPE_CHOICES

LIFETIMES = [
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("One year")),
    ("0", _("Until it is revoked")),
]


class TokenForm(forms.Form):
    """What a token is called, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What it is for: “Web shop”, “Reports”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=SCOPE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    days = forms.ChoiceField(label=_("Valid for"), choices=LIFETIMES, initial="90")

    def lifetime(self) -> timedelta | None:
        """How long it lives; None for ever."""
        days = int(self.cleaned_data["days"])
        return timedelta(days=days) if days else None

    def chosen(self) -> list[Scope]:
        """The scopes."""
        return [Scope(one) for one in self.cleaned_data["scopes"]]
