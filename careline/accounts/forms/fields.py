"""Fields that several forms share: address, new password, language, time zone."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from careline.ui.widgets import LongSelect

_NO_PLACES = ("Etc/", "posix/", "right/", "SystemV/", "US/")


@cache
def time_zone_choices() -> list[tuple[str, str]]:
    """The time zones of the world by place, and UTC."""
    places = sorted(z for z in available_timezones() if "/" in z and not z.startswith(_NO_PLACES))
    return [("UTC", "UTC"), *((place, place.replace("_", " ")) for place in places)]


class TimeZoneField(forms.ChoiceField):
    """One time zone of the IANA database."""

    def __init__(self, **given: Any) -> None:
        super().__init__(choices=time_zone_choices, label=_("Time zone"), widget=LongSelect, **given)


class LanguageField(forms.ChoiceField):
    """One of the languages that Careline speaks."""

    def __init__(self, **given: Any) -> None:
        super().__init__(choices=settings.LANGUAGES, label=_("Language"), **given)


class NewPasswordField(forms.CharField):
    """A password to be set: never stripped, never shown again. The form validates it (`validate_password`)."""

    def __init__(self, **given: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(
            label=given.pop("label", _("Password")), strip=False, max_length=256, widget=widget, **given
        )


class AddressField(forms.EmailField):
    """The e-mail address that somebody logs in with."""

    def __init__(self, **given: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "username"})
        super().__init__(label=given.pop("label", _("E-mail")), max_length=254, widget=widget, **given)

    def clean(self, value: Any) -> Any:
        """Lower-case: nobody has two accounts that differ by a capital."""
        return super().clean(value).lower()
