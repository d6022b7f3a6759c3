"""What the composer sends, checked: addresses, words, files, and how it should go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from careline.tickets.contracts import Address, Outgoing
from careline.tickets.models import Status
from careline.tickets.wording import image_keys

NAMED = re.compile(r'\s*"?([^"<>]{0,200}?)"?\s*<([^<>]{3,320})>\s*')
THEN = {"pending": Status.PENDING, "solved": Status.SOLVED}
MOST_PEOPLE = 50
LONGEST_HTML = 500_000


class PeopleField(forms.Field):
    """Several addresses, each plain or as `Name <address>`."""

    def clean(self, value: Any) -> tuple[Address, ...]:
        """Return the addresses, each once; raise ValidationError naming the first that is none."""
        words = [one.strip() for one in value or [] if one.strip()]
        if self.required and not words:
            raise forms.ValidationError(_("Say for whom this is."))
        if len(words) > MOST_PEOPLE:
            raise forms.ValidationError(_("These are too many addresses for one message."))
        found = {address.email.lower(): address for address in map(parse_address, words)}
        return tuple(found.values())


def parse_address(words: str) -> Address:
    """Return the address that `words` say. Raises ValidationError if they are none."""
    named = NAMED.fullmatch(words)
    name, email = (named[1].strip(), named[2].strip()) if named else ("", words)
    try:
        forms.EmailField(max_length=320).clean(email)
    except forms.ValidationError:
        raise forms.ValidationError(
            _("“%(words)s” is not an e-mail address.") % {"words": words[:80]}
        ) from None
    return Address(email=email, name="".join(c for c in name if c.isprintable()))


class ComposerForm(forms.Form):
    """A public message as the composer sends it. Fields beyond these are not read."""

    html = forms.CharField(max_length=LONGEST_HTML, required=False, strip=False)
    to = PeopleField()
    cc = PeopleField(required=False)
    bcc = PeopleField(required=False)
    subject = forms.CharField(max_length=300, required=False)
    file_keys = forms.Field(required=False)
    quotes_history = forms.BooleanField(required=False)
    then = forms.ChoiceField(choices=[("", ""), *((word, word) for word in THEN)], required=False)
    then_reason = forms.CharField(max_length=300, required=False)
    draft_version = forms.IntegerField(required=False, min_value=0)
    send_at = forms.CharField(max_length=40, required=False)
    asks_approval = forms.BooleanField(required=False)

    def __init__(self, posted: QueryDict) -> None:
        super().__init__(lists_of(posted, ("to", "cc", "bcc", "file_keys")))

    def clean_send_at(self) -> datetime | None:
        """Return the moment to send at, in the future, or None."""
        words = self.cleaned_data.get("send_at") or ""
        at = parse_datetime(words) if words else None
        if words and (at is None or timezone.is_naive(at)):
            raise forms.ValidationError(_("Choose a day and a time to send at."))
        if at is not None and at <= timezone.now():
            raise forms.ValidationError(_("The time to send at has passed: choose a later one."))
        return at

    def outgoing(self) -> Outgoing:
        """Return what is to go out; the form must be valid."""
        data = self.cleaned_data
        return Outgoing(
            html=data["html"], to=data["to"], cc=data["cc"], bcc=data["bcc"], subject=data["subject"],
            file_keys=all_keys(data["file_keys"] or (), data["html"]), quotes_history=data["quotes_history"],
            send_at=data["send_at"], then_status=THEN.get(data["then"]),
            draft_version=data["draft_version"],
            then_reason=" ".join(data["then_reason"].split()), asks_approval=data["asks_approval"],
        )  # fmt: skip


def all_keys(attached: Iterable[str], html: str) -> tuple[str, ...]:
    """Return the keys of all files of a text: those attached, then the images that stand in it."""
    return tuple(dict.fromkeys((*attached, *image_keys(html))))


def lists_of(posted: QueryDict, names: Iterable[str]) -> Mapping[str, Any]:
    """Return posted values, those of `names` as lists."""
    data: dict[str, Any] = {name: posted.get(name) for name in posted}
    return data | {name: posted.getlist(name) for name in names}


def first_error(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form, as a sentence."""
    return next(str(error) for errors in form.errors.values() for error in errors)
