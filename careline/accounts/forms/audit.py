"""What is looked for in the audit log."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import staff
from careline.core.audit import Question, names
from careline.ui.widgets import LongSelect


class AuditForm(forms.Form):
    """Who, what, about what, and from which day to which, in the person's time zone. Nothing is required."""

    actor = forms.ChoiceField(label=_("Who"), required=False, widget=LongSelect)
    name = forms.ChoiceField(label=_("What"), required=False, widget=LongSelect)
    subject = forms.CharField(
        label=_("About"), required=False, max_length=60, help_text=_("Such as ticket:12 or agent:3.")
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        people = [(f"agent:{one.pk}", one.name) for one in staff().prefetch_related(None)]
        kinds = [
            ("system", _("Careline itself")),
            ("customer", _("Customers")),
            ("rule", _("Rules")),
            ("routing", _("Routing")),
            ("target", _("Service targets")),
        ]
        self.people = dict(people)
        known = names()
        groups = sorted({one.partition(".")[0] + "." for one in known})
        for name, choices in (
            ("actor", [("", _("everybody")), *people, *kinds]),
            (
                "name",
                [("", _("everything")), *((one, f"{one}*") for one in groups), *((n, n) for n in known)],
            ),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def question(self) -> Question:
        """The answers, for the search; the last day is included."""
        given = self.cleaned_data
        until = given["until"] + timedelta(days=1) if given["until"] else None
        return Question(
            actor=given["actor"], name=given["name"], subject=given["subject"].strip(),
            since=_begin(given["since"]), until=_begin(until),
        )  # fmt: skip

    def said(self) -> dict[str, str]:
        """What was asked, in words, for the event of an export."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _begin(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
