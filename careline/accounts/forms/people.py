"""Inviting people, changing their role and teams, joining, and one's own profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.actions.accept_invitation import Answer
from careline.accounts.actions.change_profile import Profile
from careline.accounts.actions.grant import key_of
from careline.accounts.actions.save_role import known
from careline.accounts.actions.set_password import check_password
from careline.accounts.contracts import RIGHTS, Role
from careline.accounts.forms.fields import AddressField, LanguageField, NewPasswordField, TimeZoneField
from careline.accounts.models import Agent, Team
from careline.accounts.queries import custom_roles, open_teams
from careline.accounts.words import ROLE_NAMES, role_name


class TeamsField(forms.ModelMultipleChoiceField[Team]):
    """Some of the teams that can be chosen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            Team.objects.none(),
            label=_("Teams"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **given,
        )


def _offer_roles(form: forms.Form, roles: list[tuple[str, str]]) -> None:
    field = form.fields["role"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = roles


def _offer_teams(form: forms.Form) -> None:
    field = form.fields["teams"]
    assert isinstance(field, TeamsField)
    field.queryset = open_teams()


def role_choices(by: Agent) -> list[tuple[str, str]]:
    """The roles that this person can give: those that may nothing that they may not."""
    built_in = [(role.value, str(name)) for role, name in ROLE_NAMES.items() if RIGHTS[role] <= by.rights]
    own = [(one.key, one.name) for one in custom_roles() if known(one.rights) <= by.rights]
    return [*built_in, *own]


class InviteForm(forms.Form):
    """Who is invited, and as what."""

    email = AddressField()
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), initial=Role.AGENT.value)
    teams = TeamsField()

    def __init__(self, *args: Any, by: Agent, **given: Any) -> None:
        super().__init__(*args, **given)
        _offer_roles(self, role_choices(by))
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        _offer_teams(self)


class PersonForm(forms.Form):
    """The role and teams of somebody who is here, and whether others approve their replies."""

    role = forms.ChoiceField(label=_("Role"))
    teams = TeamsField()
    replies_need_approval = forms.BooleanField(
        label=_("Replies need approval"),
        required=False,
        help_text=_("What this person writes to customers waits until a colleague has approved it."),
    )

    def __init__(self, *args: Any, person: Agent, by: Agent, **given: Any) -> None:
        super().__init__(*args, **given)
        now = (key_of(person), role_name(person))
        _offer_roles(self, [now, *(one for one in role_choices(by) if one[0] != now[0])])
        _offer_teams(self)
        if person.pk == by.pk:
            self.fields["role"].disabled = self.fields["replies_need_approval"].disabled = True
            self.fields["role"].help_text = _("Only another administrator can change your role.")


class JoinForm(forms.Form):
    """What somebody says who joins by an invitation."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = NewPasswordField(help_text=_("At least ten characters. Four random words make a good one."))
    time_zone = TimeZoneField()
    language = LanguageField()

    def __init__(self, *args: Any, email: str, **given: Any) -> None:
        super().__init__(*args, **given)
        self.email = email

    def clean_password(self) -> str:
        """Refuse a password that is short, common, or made of the person's own name or address."""
        password: str = self.cleaned_data["password"]
        check_password(password, Agent(email=self.email, name=self.cleaned_data.get("name", "")))
        return password

    def answer(self) -> Answer:
        """The answers, for the action."""
        return Answer(**self.cleaned_data)


class ProfileForm(forms.Form):
    """What people say about themselves."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Customers see it in your answers."))
    language = LanguageField(help_text=_("The language of these pages, for you alone."))
    time_zone = TimeZoneField()
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands under your answers, above the team’s."),
    )

    def profile(self) -> Profile:
        """The answers, for the action."""
        return Profile(**self.cleaned_data)
