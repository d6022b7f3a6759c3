"""Teams, and the company."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.actions.change_company import CompanyDetails
from careline.accounts.actions.change_team import TeamDetails
from careline.accounts.forms.fields import LanguageField, TimeZoneField
from careline.accounts.models import Agent
from careline.accounts.queries import active_agents

PRIVATE_WORDS = _("Only its members, managers, admins and auditors see its tickets.")


class NewTeamForm(forms.Form):
    """A team's name, and whether it is private."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_private = forms.BooleanField(label=_("Private"), required=False, help_text=PRIVATE_WORDS)


class TeamForm(NewTeamForm):
    """All about a team."""

    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands under every answer of this team."),
    )
    members = forms.ModelMultipleChoiceField(
        Agent.objects.none(), label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple
    )

    leads = forms.ModelMultipleChoiceField(
        Agent.objects.none(),
        label=_("Leads"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They look after this team, whatever their role: its name, signature and members."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        here = active_agents()
        for name in ("members", "leads"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = here

    def clean_leads(self) -> list[Agent]:
        """Only members lead."""
        members = set(self.cleaned_data.get("members", ()))
        return [lead for lead in self.cleaned_data["leads"] if lead in members]

    def details(self) -> TeamDetails:
        """The answers but the people, for the action."""
        return TeamDetails(
            **{name: value for name, value in self.cleaned_data.items() if name not in ("members", "leads")}
        )


class CompanyForm(forms.Form):
    """The company's name, and what is usual in it."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Customers see it in mails."))
    language = LanguageField(help_text=_("For mails to people whose language we don’t know."))
    time_zone = TimeZoneField()

    address = forms.CharField(
        label=_("Postal address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=50)
    hours = forms.CharField(
        label=_("When people can reach you"),
        required=False,
        max_length=300,
        help_text=_(
            "In your words, such as: Monday to Friday, 9 to 17. Macros can say it: {{company.hours}}."
        ),
    )

    def details(self) -> CompanyDetails:
        """The answers, for the action."""
        return CompanyDetails(**self.cleaned_data)
