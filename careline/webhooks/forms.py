"""What a webhook is told, and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import open_teams
from careline.webhooks.actions.save_endpoint import EndpointDetails
from careline.webhooks.queries import known_types


class EndpointForm(forms.Form):
    """All about a webhook but its secret."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.URLInput,
        help_text=_("https://… of the other program."),
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    is_active = forms.BooleanField(label=_("Switched on"), required=False, initial=True)
    team_ids = forms.TypedMultipleChoiceField(
        label=_("Only tickets of these teams"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everything."),
    )  # fmt: skip
    types = forms.MultipleChoiceField(
        label=_("Only these events"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them, also ones that come with later versions."),
    )  # fmt: skip

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        teams, types = self.fields["team_ids"], self.fields["types"]
        assert isinstance(teams, forms.ChoiceField) and isinstance(types, forms.ChoiceField)
        teams.choices = [(str(team.pk), team.name) for team in open_teams()]
        types.choices = [(name, name) for name in known_types()]

    def details(self) -> EndpointDetails:
        """The answers, for the action."""
        said = self.cleaned_data
        return EndpointDetails(
            said["name"],
            said["url"].strip(),
            tuple(said["types"]),
            tuple(said["team_ids"]),
            said["is_active"],
        )
