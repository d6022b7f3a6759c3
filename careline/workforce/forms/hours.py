"""Business hours, and days that are otherwise, as people write them."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from careline.ui.widgets import LongSelect
from careline.workforce.actions.save_exception import ExceptionDetails
from careline.workforce.actions.save_hours import HoursDetails
from careline.workforce.contracts import Day, HoursRefused
from careline.workforce.countries import country_choices
from careline.workforce.day_words import read_day, write_day
from careline.workforce.holiday_table import regions_of
from careline.workforce.models import BusinessHours
from careline.workforce.queries.known import week_of

_NO_PLACES = ("Etc/", "posix/", "right/", "SystemV/", "US/")
LONGEST_DAY = 160
EXAMPLE = "09:00–12:30, 13:30–18:00"


@cache
def zone_choices() -> list[tuple[str, str]]:
    """The time zones of the world by place, and UTC."""
    places = sorted(z for z in available_timezones() if "/" in z and not z.startswith(_NO_PLACES))
    return [("UTC", "UTC"), *((place, place.replace("_", " ")) for place in places)]


class DayField(forms.CharField):
    """The stretches of a day in one line."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput(
            attrs={"placeholder": _("closed"), "autocomplete": "off", "inputmode": "text"}
        )
        super().__init__(required=False, max_length=LONGEST_DAY, widget=widget, **given)

    def clean(self, value: Any) -> Any:
        """The stretches."""
        try:
            return read_day(super().clean(value))
        except HoursRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class HoursForm(forms.Form):
    """Name, zone, holidays, and a line for each day of the week."""

    name = forms.CharField(label=_("Name"), max_length=80)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, widget=LongSelect)
    country = forms.ChoiceField(label=_("Public holidays of"), required=False, widget=LongSelect)
    subdivision = forms.CharField(label=_("Region"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        countries = self.fields["country"]
        assert isinstance(countries, forms.ChoiceField)
        asks_regions = {
            "hx-post": reverse("workforce:regions"),
            "hx-target": "#region",
            "hx-trigger": "change",
        }
        countries.widget.attrs |= asks_regions
        countries.choices = [("", _("None")), *country_choices(get_language() or "en")]
        asked = self.data.get("country", "") if self.is_bound else self.initial.get("country", "")
        self.regions = regions_of(str(asked))
        region = self.fields["subdivision"].widget
        assert isinstance(region, forms.Select)
        region.choices = [("", _("The whole country")), *self.regions]
        for n in range(7):
            self.fields[f"day_{n}"] = DayField(label=WEEKDAYS[n])

    @property
    def days(self) -> list[forms.BoundField]:
        """The lines of the week, Monday first."""
        return [self[f"day_{n}"] for n in range(7)]

    def clean_subdivision(self) -> str:
        """A region of another country is dropped: without script it is still there when the country is changed."""
        region = str(self.cleaned_data["subdivision"])
        return region if region in dict(self.regions) else ""

    def details(self) -> HoursDetails:
        """The answers, for the action."""
        said = self.cleaned_data
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = (said[f"day_{n}"] for n in range(7))
        week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        return HoursDetails(said["name"], said["time_zone"], week, said["country"], said["subdivision"])


def said_of(hours: BusinessHours) -> dict[str, str]:
    """Stored hours as the form shows them."""
    plain = {name: getattr(hours, name) for name in ("name", "time_zone", "country", "subdivision")}
    return plain | said_week(week_of(hours.week))


def said_week(week: tuple[Day, ...]) -> dict[str, str]:
    """A week as the lines of the form."""
    return {f"day_{n}": write_day(day) for n, day in enumerate(week)}


class ExceptionForm(forms.Form):
    """One day or several with other hours; left empty, they are closed."""

    name = forms.CharField(label=_("What it is"), max_length=80)
    first_day = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    stretches = DayField(label=_("Open"), help_text=_("Leave it empty for closed."))

    def details(self) -> ExceptionDetails:
        """The answers, for the action."""
        said = self.cleaned_data
        return ExceptionDetails(
            said["name"], said["first_day"], said["last_day"] or said["first_day"], said["stretches"]
        )
