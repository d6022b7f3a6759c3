"""What the page of a new ticket sends besides its message: type, priority, tags, whose it is, own fields; and its drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from careline.fields.queries import posted_words
from careline.tickets.contracts import Beginning
from careline.tickets.models import Priority, TicketType

NAMES = ("team", "inbox", "type", "priority", "assignee", "tags")
LONGEST_TAGS = 600


class BeginningForm(forms.Form):
    """How a new ticket stands from its first moment. Own fields are read and checked by their own rules."""

    type = forms.ChoiceField(choices=TicketType.choices, required=False)
    priority = forms.TypedChoiceField(choices=Priority.choices, coerce=int, empty_value=None, required=False)
    assignee = forms.IntegerField(min_value=0, required=False)
    tags = forms.CharField(max_length=LONGEST_TAGS, required=False)

    def beginning(self, fields: Mapping[str, Any]) -> Beginning:
        """Return it with raw values of own fields; the form must be valid."""
        data = self.cleaned_data
        return Beginning(
            type=data["type"], priority=data["priority"], assignee_id=data["assignee"], fields=fields,
            tags=tuple(one for one in data["tags"].split(",") if one.strip()), asks_required=True,
        )  # fmt: skip


def kept_beginning(posted: QueryDict) -> dict[str, Any]:
    """Return what a draft of a new ticket keeps of it: as chosen and typed, unchecked, bounded."""
    kept: dict[str, Any] = {
        name: str(posted[name])[:LONGEST_TAGS].replace("\x00", "") for name in NAMES if name in posted
    }
    words = posted_words(posted)
    return kept | ({"fields": words} if words else {})
