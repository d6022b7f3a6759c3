"""The form that a canned reply is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams
from careline.tickets.actions.save_macro import COMPANY, PERSONAL, MacroDetails
from careline.tickets.actions.set_status import BY_HAND
from careline.tickets.forms import LONGEST_HTML
from careline.tickets.models import Macro, Priority, Status, TicketType
from careline.tickets.queries.macros import macro_teams

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AS_IT_IS = ("", _("Leave it as it is"))


class MacroForm(forms.Form):
    """Everything that a macro says and does."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Agents find it by this name."))
    scope = forms.ChoiceField(label=_("Who may use it"))
    html = forms.CharField(required=False, max_length=LONGEST_HTML, widget=forms.HiddenInput)
    set_status = forms.TypedChoiceField(label=_("Status"), required=False, coerce=int, empty_value=None)
    set_priority = forms.TypedChoiceField(label=_("Priority"), required=False, coerce=int, empty_value=None)
    set_type = forms.ChoiceField(label=_("Type"), required=False)
    assign = forms.ChoiceField(label=_("Assign to"), required=False)
    move_team_id = forms.TypedChoiceField(
        label=_("Move to team"), required=False, coerce=int, empty_value=None
    )
    add_tags = forms.CharField(label=_("Add tags"), required=False, max_length=600)
    remove_tags = forms.CharField(
        label=_("Remove tags"), required=False, max_length=600, help_text=_("With commas between them.")
    )
    note = forms.CharField(
        label=_("Internal note"), required=False, max_length=20_000,
        widget=forms.Textarea({"rows": 3, "data-placeholders": ""}),
        help_text=_("Added to the ticket at once, when the macro is used. Placeholders work here too."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agent: Agent, **given: Any) -> None:
        super().__init__(*args, **given)
        by_hand = [(int(s), s.label) for s in Status if s in BY_HAND]
        self._choose("scope", scopes_of(agent))
        self._choose("set_status", [AS_IT_IS, *by_hand])
        self._choose("set_priority", [AS_IT_IS, *Priority.choices])
        self._choose("set_type", [AS_IT_IS, *TicketType.choices])
        hands = [(value, label) for value, label in Macro.Hand.choices if value]
        self._choose("assign", [AS_IT_IS, *hands])
        self._choose("move_team_id", [AS_IT_IS, *open_teams().values_list("pk", "name")])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def details(self) -> MacroDetails:
        """What was filled in, for the action."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return MacroDetails(
            **said | {"add_tags": _tags(said["add_tags"]), "remove_tags": _tags(said["remove_tags"])}
        )


def scopes_of(agent: Agent) -> list[tuple[str, Any]]:
    """For whom this person may write macros."""
    scopes: list[tuple[str, Any]] = [(PERSONAL, _("Only me"))]
    if agent.may(Right.MANAGE_MACROS):
        scopes += [(str(team.pk), _("Team %(name)s") % {"name": team.name}) for team in macro_teams(agent)]
        scopes.append((COMPANY, _("Everybody")))
    return scopes


def said_of(details: MacroDetails) -> dict[str, Any]:
    """A macro as the form shows it."""
    said = {name: getattr(details, name) for name in MacroDetails.__slots__}
    return said | {"add_tags": ", ".join(details.add_tags), "remove_tags": ", ".join(details.remove_tags)}


def _tags(words: str) -> tuple[str, ...]:
    found = ("-".join(one.lower().split())[:60] for one in words.split(","))
    return tuple(dict.fromkeys(one for one in found if one))
