"""What a person may choose about their notices, and what is wrong with it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.notices.actions.choose import Choices
from careline.notices.contracts import USUAL, Digest, Kind, Way
from careline.notices.models import Preference
from careline.notices.words import reason_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent

WAYS = {
    Way.DESK: gettext_lazy("In the workspace"), Way.MAIL: gettext_lazy("By mail"), Way.PUSH: gettext_lazy("As a push"),
}  # fmt: skip
DIGESTS = {
    Digest.OFF: gettext_lazy("Each by itself, two minutes later unless I have read it"),
    Digest.HOURLY: gettext_lazy("Together, each hour"),
    Digest.DAILY: gettext_lazy("Together, once a day"),
}
DAYS = [(day, name) for day, name in WEEKDAYS.items()]


class Clock(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DaysField(forms.TypedMultipleChoiceField):
    """Some days of the week; Monday is 0."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, required=False, coerce=int, choices=DAYS, widget=forms.CheckboxSelectMultiple
        )


class PreferencesForm(forms.Form):
    """One person's choices: a field for each kind that they can get, and when they want peace."""

    digest = forms.ChoiceField(
        label=gettext_lazy("Mails come"), choices=[(one.value, words) for one, words in DIGESTS.items()], widget=forms.RadioSelect,
    )  # fmt: skip
    digest_at = forms.TimeField(label=gettext_lazy("Once a day at"), required=False, widget=Clock())
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False, widget=Clock())
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), required=False, widget=Clock())
    quiet_days = DaysField(gettext_lazy("In the night that begins on"))
    days_off = DaysField(gettext_lazy("All day on"))
    urgent_passes = forms.BooleanField(
        label=gettext_lazy("What is urgent comes at once all the same"),
        help_text=gettext_lazy(
            "Reminders, tasks that are due, what could not be delivered, a mailbox that fails."
        ),
        required=False,
    )
    shows_words = forms.BooleanField(
        label=gettext_lazy("Pushes show the subject and the first words"),
        help_text=gettext_lazy("Without this they say only what happened, and in which ticket."),
        required=False,
    )

    def __init__(self, data: Any, *, kept: Preference, agent: Agent) -> None:
        self.kinds = [kind for kind in reversed(Kind) if agent.may(USUAL[kind].needs)]
        names = (
            "digest",
            "digest_at",
            "quiet_from",
            "quiet_until",
            "quiet_days",
            "days_off",
            "urgent_passes",
            "shows_words",
        )
        super().__init__(data, initial={name: getattr(kept, name) for name in names})
        for kind in self.kinds:
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=reason_words(kind), required=False, choices=[*WAYS.items()], initial=[*kept.ways(kind)]
            )

    def rows(self) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
        """For the table: each kind's words, and for each way its field, value, words and whether it is chosen."""
        return [
            (
                reason_words(kind),
                [
                    (kind.value, way.value, str(words), way in self._given(kind))
                    for way, words in WAYS.items()
                ],
            )
            for kind in self.kinds
        ]

    def _given(self, kind: Kind) -> set[str]:
        return {*(self[kind.value].value() or ())}

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end, which differ."""
        given = super().clean() or {}
        began, ends = given.get("quiet_from"), given.get("quiet_until")
        if (began is None) != (ends is None):
            raise forms.ValidationError(
                _("Say from when and until when it shall be quiet, or leave both empty.")
            )
        if began is not None and began == ends:
            raise forms.ValidationError(
                _("Quiet hours can’t end when they begin. For whole days choose the days below.")
            )
        return given

    def choices(self) -> Choices:
        """The answers, for the action."""
        given = self.cleaned_data
        return Choices(
            ways={kind: frozenset(Way(one) for one in given[kind.value]) for kind in self.kinds},
            quiet_from=given["quiet_from"],
            quiet_until=given["quiet_until"],
            quiet_days=frozenset(given["quiet_days"] or (range(7) if given["quiet_from"] else ())),
            days_off=frozenset(given["days_off"]),
            urgent_passes=given["urgent_passes"],
            shows_words=given["shows_words"],
            digest=Digest(given["digest"]),
            digest_at=given["digest_at"] or time(8),
        )
