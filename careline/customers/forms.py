"""What people may write down about customers and organisations."""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.customers.actions.change_organisation import OrganisationDetails
from careline.customers.contracts import CustomerEdit
from careline.customers.languages import language_choices
from careline.ui.widgets import LongSelect


@cache
def _places() -> list[tuple[str, str]]:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in zones]


def zone_choices() -> list[tuple[str, str]]:
    """The time zones of the world by place; first the choice not to know."""
    return [("", str(_("not known"))), *_places()]


class CustomerForm(forms.Form):
    """What is known of a customer."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("One that does not exist yet is made."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, required=False, widget=LongSelect
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=500, help_text=_("Separated by commas.")
    )
    notes = forms.CharField(
        label=_("How to treat"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What colleagues should know before they answer. Customers never see it."),
    )

    def edit(self) -> CustomerEdit:
        """The answers but the organisation, for the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "organisation"}
        tags = tuple(tag for tag in given.pop("tags").split(",") if tag.strip())
        return CustomerEdit(tags=tags, **given)


class OrganisationForm(forms.Form):
    """What is known of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    domains = forms.CharField(
        label=_("E-mail domains"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line. Who writes from such an address belongs here."),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    is_shared = forms.BooleanField(
        label=_("Members see each other’s requests"),
        required=False,
        help_text=_("Where customers can log in: everybody who belongs here sees all of its requests."),
    )

    def details(self) -> OrganisationDetails:
        """The answers, for the action."""
        given = {**self.cleaned_data, "domains": self.cleaned_data["domains"].replace(",", " ").split()}
        return OrganisationDetails(**given)
