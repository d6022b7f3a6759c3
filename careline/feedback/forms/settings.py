"""The form of what the company decides about complaints and upset customers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careline.feedback.actions.save_settings import LIMITS, Settings
from careline.feedback.models import FeedbackSettings


def _number(name: str, label: Any, **more: Any) -> forms.IntegerField:
    least, most = LIMITS[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class SettingsForm(forms.Form):
    """Everything on one page."""

    raises_priority = forms.BooleanField(
        label=_("An upset message raises the ticket by one step, once"), required=False
    )
    acknowledge_days = _number("acknowledge_days", _("Acknowledge a complaint within (days)"))
    respond_days = _number("respond_days", _("Answer it within (days)"))
    counts_business_days = forms.BooleanField(label=_("These are business days"), required=False)
    systemic_count = _number(
        "systemic_count",
        _("Systemic from so many complaints"),
        help_text=_("Of one category with one cause."),
    )
    systemic_days = _number("systemic_days", _("Within so many days"))
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    cool_down_minutes = _number("cool_down_minutes", _("Cool-down after an abusive conversation (minutes)"))
    review_days = _number("review_days", _("Look at a measure again after (days)"))
    categories = forms.CharField(
        label=_("Categories"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("One a line."),
    )
    causes = forms.CharField(
        label=_("Root causes"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line."),
    )

    def wanted(self) -> Settings:
        """The answers, for the action."""
        said: dict[str, Any] = dict(self.cleaned_data)
        lists = {name: tuple(said.pop(name).splitlines()) for name in ("categories", "causes")}
        return Settings(**(said | lists))


def said_of(settings: FeedbackSettings) -> dict[str, Any]:
    """What stands, as the form shows it."""
    said = {name: getattr(settings, name) for name in SettingsForm.base_fields}
    return said | {name: "\n".join(said[name]) for name in ("categories", "causes")}
