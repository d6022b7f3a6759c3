"""Skills and absences as people write them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import active_agents
from careline.workforce.actions.plan_absence import AbsenceDetails
from careline.workforce.models import Absence, Skill

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_LOCAL = "%Y-%m-%dT%H:%M"


class SkillForm(forms.Form):
    """A skill's name, and what sort it is."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Skill.Kind.choices)


class MomentField(forms.DateTimeField):
    """A moment in the zone of the person who writes it."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL)
        super().__init__(
            widget=widget, input_formats=[_LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"], **given
        )


class AbsenceForm(forms.Form):
    """From when to when somebody is away, who covers, and why."""

    agent = forms.ModelChoiceField(active_agents().none(), label=_("Who"), empty_label=None)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    cover = forms.ModelChoiceField(
        active_agents().none(), label=_("Who covers"), required=False,
        help_text=_("What waits for an answer goes to them meanwhile."), empty_label=_("Nobody"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Only you, and who plans for you, can read it."),
    )

    def __init__(self, *args: Any, people: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, offered in (("agent", people), ("cover", active_agents())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = offered
        zone = _("In your time zone, %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
        self.fields["starts_at"].help_text = zone

    def details(self) -> AbsenceDetails:
        """The answers but who, for the action."""
        said = self.cleaned_data
        cover: Agent | None = said["cover"]
        starts_at: datetime = said["starts_at"]
        return AbsenceDetails(starts_at, said["ends_at"], cover.pk if cover else None, said["reason"])


def said_of_absence(row: Absence) -> dict[str, Any]:
    """A stored absence as the form shows it."""
    return {name: getattr(row, name) for name in ("agent", "starts_at", "ends_at", "cover", "reason")}
