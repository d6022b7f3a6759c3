"""The forms of the complaint register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import active_agents
from careline.feedback.actions.check_details import Details
from careline.feedback.actions.open_complaint import Opening
from careline.feedback.models import Complaint
from careline.fields.contracts import decimals_of, read_money

if TYPE_CHECKING:
    from careline.feedback.models import FeedbackSettings

LOCAL = "%Y-%m-%dT%H:%M"
LONG = forms.Textarea(attrs={"rows": 3})


def _listed(known: list[str], kept: str = "", *, empty: str = "") -> list[tuple[str, str]]:
    """The words of the settings as choices, with one that stands though it is no longer among them."""
    words = [*known, *([kept] if kept and kept not in known else [])]
    return [*([("", empty)] if empty else []), *((one, one) for one in words)]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a field of a form its choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _people() -> list[tuple[str, str]]:
    return [("", str(_("nobody"))), *((str(one.pk), one.name) for one in active_agents().order_by("name"))]


class OpeningForm(forms.Form):
    """What is known when a complaint is taken down."""

    summary = forms.CharField(label=_("What it is about"), max_length=300)
    category = forms.ChoiceField(label=_("Category"))
    severity = forms.TypedChoiceField(
        label=_("Severity"), coerce=int, choices=Complaint.Severity.choices, initial=2
    )
    about = forms.ChoiceField(
        label=_("About a member of staff"), required=False, choices=_people,
        help_text=_("They will not see this complaint."),
    )  # fmt: skip

    def __init__(self, *args: Any, settings: FeedbackSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "category", _listed(settings.categories, empty="–"))

    def opening(self) -> Opening:
        """The answers, for the action."""
        said = self.cleaned_data
        return Opening(
            said["summary"], said["category"], said["severity"], int(said["about"]) if said["about"] else None
        )


class MomentField(forms.DateTimeField):
    """A moment in the zone of the person who writes it; to the minute."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        super().__init__(widget=widget, input_formats=[LOCAL, "%Y-%m-%dT%H:%M:%S"], **given)


class ComplaintForm(forms.Form):
    """All that may be said of a complaint."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    stage = forms.ChoiceField(label=_("Stage"), choices=Complaint.Stage.choices)
    summary = forms.CharField(label=_("What it is about"), max_length=300)
    category = forms.ChoiceField(label=_("Category"))
    cause = forms.ChoiceField(label=_("Root cause"), required=False)
    severity = forms.TypedChoiceField(label=_("Severity"), coerce=int, choices=Complaint.Severity.choices)
    owner = forms.ChoiceField(label=_("Looked after by"), required=False, choices=_people)
    about = forms.ChoiceField(
        label=_("About a member of staff"), required=False, choices=_people,
        help_text=_("They will not see this complaint."),
    )  # fmt: skip
    finding = forms.CharField(label=_("What was found out"), required=False, max_length=20_000, widget=LONG)
    admitted = forms.ChoiceField(label=_("Our fault"), required=False, choices=Complaint.Admitted.choices)
    remedy = forms.CharField(label=_("Remedy"), required=False, max_length=300)
    cost = forms.CharField(label=_("Cost"), required=False, max_length=30, help_text=_("Such as 12.50 EUR."))
    acknowledge_by = MomentField(label=_("Acknowledge by"))
    respond_by = MomentField(label=_("Answer by"))
    outside_body = forms.CharField(
        label=_("Outside body"),
        required=False,
        max_length=120,
        help_text=_("An arbitration board, an authority, a court."),
    )
    outside_reference = forms.CharField(label=_("Their reference"), required=False, max_length=120)
    consent = forms.ChoiceField(
        label=_("The customer’s consent to close"), required=False, choices=Complaint.Consent.choices
    )
    lessons = forms.CharField(label=_("What we learn"), required=False, max_length=20_000, widget=LONG)

    def __init__(self, *args: Any, settings: FeedbackSettings, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = complaint.currency
        _offer(self, "category", _listed(settings.categories, complaint.category))
        known = _listed(settings.causes, complaint.cause, empty=str(_("not known yet")))
        _offer(self, "cause", known)

    def clean_cost(self) -> tuple[int, str]:
        """Minor units and currency; nothing is nothing."""
        said = self.cleaned_data["cost"].strip()
        if not said:
            return 0, self.currency
        try:
            minor, currency = read_money(said, usual=self.currency)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if minor < 0:
            raise forms.ValidationError(_("A cost is not negative."))
        return minor, currency

    def details(self) -> Details:
        """The answers, for the action."""
        said: dict[str, Any] = dict(self.cleaned_data)
        del said["version"]
        minor, currency = said.pop("cost")
        people = {
            f"{name}_id": int(value) if (value := said.pop(name)) else None for name in ("owner", "about")
        }
        said |= {name: None for name in ("acknowledge_by", "respond_by") if name not in self.changed_data}
        return Details(**(said | people), cost_minor=minor, currency=currency)


def said_of(complaint: Complaint) -> dict[str, Any]:
    """What stands, as the form shows it."""
    names = set(ComplaintForm.base_fields) - {"cost", "owner", "about"}
    said = {name: getattr(complaint, name) for name in names}
    said |= {"owner": complaint.owner_id or "", "about": complaint.about_id or ""}
    return said | {"cost": amount(complaint.cost_minor, complaint.currency) if complaint.cost_minor else ""}


def amount(minor: int, currency: str) -> str:
    """An amount as the form reads it back: `12.50 EUR`."""
    digits = decimals_of(currency)
    return f"{minor / 10**digits:.{digits}f} {currency}"
