"""What the composer of a side conversation sends, checked."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.http import QueryDict

from careline.tickets.contracts import Aside, Outgoing
from careline.tickets.forms import ComposerForm
from careline.tickets.models import Status

MOST_FILES = 50
THEN = {"on_hold": Status.ON_HOLD}


class SideForm(ComposerForm):
    """A message to a third party. What goes along from the ticket is named here, each thing on purpose."""

    then = forms.ChoiceField(choices=[("", ""), *((word, word) for word in THEN)], required=False)
    quoted_message = forms.IntegerField(required=False, min_value=1)

    def __init__(self, posted: QueryDict) -> None:
        super().__init__(posted)
        self.attachment_keys = tuple(dict.fromkeys(posted.getlist("attachment_keys")[:MOST_FILES]))

    def outgoing(self) -> Outgoing:
        """Return the words and the people, and the status that goes with them."""
        return replace(
            super().outgoing(), then_status=THEN.get(self.cleaned_data["then"]), quotes_history=False
        )

    def aside(self, *, undo_seconds: int) -> Aside:
        """Return what is to go out; the form must be valid."""
        return Aside(
            replace(self.outgoing(), undo_seconds=undo_seconds),
            quoted_message_id=self.cleaned_data["quoted_message"] or 0,
            attachment_keys=self.attachment_keys,
        )
