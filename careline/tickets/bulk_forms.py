"""What the bulk bar sends: which tickets, and what to do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import active_agents, open_teams
from careline.tickets.actions.set_status import BY_HAND
from careline.tickets.contracts import BulkOrder, Selection
from careline.tickets.forms import LONGEST_HTML
from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.queries.bulk import MOST

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AS_IT_IS = ("", _("Leave it as it is"))
KINDS = {
    "assign": ("assignee_id", "team_id"),
    "status": ("status",),
    "priority": ("priority", "type"),
    "tags": ("add_tags", "remove_tags"),
    "macro": ("macro_id", "sends"),
    "reply": ("html", "status"),
}


def _choice(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class BulkForm(forms.Form):
    """An order for many tickets. `what` says which of the questions are asked."""

    numbers = forms.CharField(required=False, widget=forms.HiddenInput, max_length=12 * MOST)
    view = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    words = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)
    assignee_id = _choice(_("Assign to"))
    team_id = _choice(_("Move to team"))
    status = _choice(_("Status"))
    priority = _choice(_("Priority"))
    type = forms.ChoiceField(label=_("Type"), required=False)
    add_tags = forms.CharField(label=_("Add tags"), required=False, max_length=600)
    remove_tags = forms.CharField(
        label=_("Remove tags"), required=False, max_length=600, help_text=_("With commas between them.")
    )
    macro_id = _choice(_("Macro"))
    sends = forms.BooleanField(label=_("Send its words to each customer"), required=False)
    html = forms.CharField(required=False, max_length=LONGEST_HTML, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, agent: Agent, what: str = "", macros: list[Any] | None = None, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.what = what
        choices: dict[str, list[Any]] = {
            "assignee_id": [AS_IT_IS, (agent.pk, _("Me")), (0, _("Nobody")),
                            *active_agents().exclude(pk=agent.pk).values_list("pk", "name")],
            "team_id": [AS_IT_IS, *open_teams().values_list("pk", "name")],
            "status": [AS_IT_IS, *((int(one), one.label) for one in Status if one in BY_HAND)],
            "priority": [AS_IT_IS, *Priority.choices],
            "type": [AS_IT_IS, *TicketType.choices],
            "macro_id": [("", _("Choose a macro")), *((one.pk, one.name) for one in macros or [])],
        }  # fmt: skip
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for place, name in enumerate(one for one in KINDS.get(what, ()) if one != "html"):
            self.fields[name].widget.attrs |= {"autofocus": True} if place == 0 and what != "reply" else {}
            self.fields[name].required = (
                what in {"status", "macro"} and name != "sends"
            )  # only how it is labelled
        if what == "reply":
            self.fields["status"].label = _("Then set the status to")

    def selection(self) -> Selection:
        """Which tickets are meant; numbers that are none are left out."""
        said = self.cleaned_data
        parts = (one.strip() for one in said["numbers"].split(","))
        numbers = tuple(int(one) for one in parts if one.isascii() and one.isdigit() and len(one) < 18)
        if said["view"] or said["words"]:
            return Selection(view=said["view"], words=said["words"])
        return Selection(numbers[: MOST + 1])

    def order(self) -> BulkOrder:
        """What to do with them."""
        said = self.cleaned_data
        return BulkOrder(
            status=said["status"], priority=said["priority"], type=said["type"] or None,
            assignee_id=said["assignee_id"], team_id=said["team_id"], add_tags=_tags(said["add_tags"]),
            remove_tags=_tags(said["remove_tags"]), macro_id=said["macro_id"], html=said["html"],
            sends=said["sends"] or bool(said["html"]),
        )  # fmt: skip

    def asked(self) -> list[Any]:
        """The questions of this dialog that have a control of their own."""
        return [self[name] for name in KINDS.get(self.what, ()) if name != "html"]


def _tags(words: str) -> tuple[str, ...]:
    found = ("-".join(one.lower().split())[:60] for one in words.split(","))
    return tuple(dict.fromkeys(one for one in found if one))
