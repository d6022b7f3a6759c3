"""What the bulk bar sends: which tickets, and what to do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import active_agents, open_teams
from careline.fields.contracts import FieldInfo, Kind
from careline.fields.queries import fields_for
from careline.tickets.actions.set_status import BY_HAND
from careline.tickets.contracts import BulkOrder, Selection
from careline.tickets.forms import LONGEST_HTML
from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.moments import presets_at
from careline.tickets.queries.bulk import MOST
from careline.ui.when import understand

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST_VALUE = 5000
_LOOKS_AGAIN = {"hx-post": "/bulk/ask/fields/", "hx-target": "#dialogs", "hx-include": "#bulk-order"}
AS_IT_IS = ("", _("Leave it as it is"))
KINDS = {
    "assign": ("assignee_id", "team_id"),
    "status": ("status",),
    "priority": ("priority", "type"),
    "tags": ("add_tags", "remove_tags"),
    "macro": ("macro_id", "sends"),
    "reply": ("html", "status"),
    "snooze": ("date", "when"),
    "fields": ("field", "value", "empties"),
    "spam": (),
}


def _choice(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class BulkForm(forms.Form):
    """An order for many tickets. `what` says which of the questions are asked."""

    asks_for_any = True
    """Any one of its questions is enough: none of them is called optional."""
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

    spam = forms.BooleanField(required=False, widget=forms.HiddenInput)
    date = forms.CharField(label=_("Snooze until"), required=False, max_length=40, widget=forms.Select)
    when = forms.CharField(
        label=_("Another time"), required=False, max_length=80, help_text=_("fri 9:00, in 3 days, 24 dec")
    )
    field = forms.ChoiceField(label=_("Field"), required=False)
    empties = forms.BooleanField(label=_("Empty it"), required=False)

    def __init__(
        self, *args: Any, agent: Agent, what: str = "", macros: list[Any] | None = None, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.what = what
        self.infos = (
            {info.key: info for info in fillable(agent)} if what == "fields" or self._names_field() else {}
        )
        self.info = self.infos.get(self._names_field())
        if self.info is not None:
            self.fields["value"] = value_field(self.info)
        choices: dict[str, list[Any]] = {
            "assignee_id": [AS_IT_IS, (agent.pk, _("Me")), (0, _("Nobody")),
                            *active_agents().exclude(pk=agent.pk).values_list("pk", "name")],
            "team_id": [AS_IT_IS, *open_teams().values_list("pk", "name")],
            "status": [AS_IT_IS, *((int(one), one.label) for one in Status if one in BY_HAND)],
            "priority": [AS_IT_IS, *Priority.choices],
            "type": [AS_IT_IS, *TicketType.choices],
            "macro_id": [("", _("Choose a macro")), *((one.pk, one.name) for one in macros or [])],
            "field": [("", _("Choose a field")), *((info.key, info.label) for info in self.infos.values())],
        }  # fmt: skip
        soon = presets_at(timezone.localtime())
        self.fields["date"].widget.choices = [
            ("", _("Choose a time")), *((at.isoformat(), name) for name, at in soon)
        ]  # fmt: skip
        self.fields["field"].widget.attrs |= _LOOKS_AGAIN
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for place, name in enumerate(
            one for one in KINDS.get(what, ()) if one in self.fields and one != "html"
        ):
            self.fields[name].widget.attrs |= {"autofocus": True} if place == 0 and what != "reply" else {}
            self.fields[name].required = (
                what in {"status", "macro"} and name != "sends"
            )  # only how it is labelled
        if what == "reply":
            self.fields["status"].label = _("Then set the status to")

    def _names_field(self) -> str:
        """The key of the field that is chosen so far."""
        return str(self.data.get("field") or self.initial.get("field") or "")

    def clean_when(self) -> str:
        """The moment that the words mean, in ISO 8601; "" where there are none."""
        words = self.cleaned_data["when"].strip()
        at = understand(words, timezone.localtime()) if words else None
        if words and at is None:
            raise forms.ValidationError(
                _("This time was not understood. Write it like “fri 9:00”, “in 3 days” or “24 dec 14:30”.")
            )
        return at.isoformat() if at else ""

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
            sends=said["sends"] or bool(said["html"]), spam=said["spam"],
            snooze_until=said["when"] or said["date"], fields=self._values(),
        )  # fmt: skip

    def _values(self) -> dict[str, Any]:
        if self.info is None:
            return {}
        value = self.cleaned_data.get("value")
        if self.cleaned_data["empties"]:
            return {self.info.key: None}
        return {self.info.key: value} if value else {}

    def asked(self) -> list[Any]:
        """The questions of this dialog that have a control of their own."""
        return [self[name] for name in KINDS.get(self.what, ()) if name != "html" and name in self.fields]


def _tags(words: str) -> tuple[str, ...]:
    found = ("-".join(one.lower().split())[:60] for one in words.split(","))
    return tuple(dict.fromkeys(one for one in found if one))


def fillable(agent: Agent) -> list[FieldInfo]:
    """The fields of tickets that this person may fill in for many at once: all but files."""
    infos = fields_for(agent, "ticket")
    return [info for info in infos if info.kind != Kind.FILE and info.editable_by(agent.role)]


def value_field(info: FieldInfo) -> forms.Field:
    """The control for one value of a field. It checks nothing but what can be chosen: the action does."""
    if info.kind == Kind.YES_NO:
        return _select([("yes", _("Yes")), ("no", _("No"))])
    if info.kind == Kind.MULTI_CHOICE:
        return forms.MultipleChoiceField(
            label=_("Value"), required=False, choices=_leaves(info), widget=forms.CheckboxSelectMultiple
        )
    if info.kind in (Kind.CHOICE, Kind.CASCADE):
        return _select(_leaves(info))
    types = {Kind.DATE: {"type": "date"}, Kind.NUMBER: {"inputmode": "decimal"}}
    attributes = types.get(Kind(info.kind), {"dir": "auto"})
    return forms.CharField(
        label=_("Value"), required=False, max_length=LONGEST_VALUE, widget=forms.TextInput(attrs=attributes)
    )


def _select(choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Value"), required=False, choices=[("", _("Choose a value")), *choices])


def _leaves(info: FieldInfo) -> list[tuple[str, Any]]:
    """What can be chosen, with all that it stands under."""
    names = {choice.key: choice.label for choice in info.choices}
    above = {key for choice in info.choices for key in choice.path[:-1]}
    open_ones = [one for one in info.choices if not one.is_archived and one.key not in above]
    return [(one.key, " › ".join(names[key] for key in one.path)) for one in open_ones]
