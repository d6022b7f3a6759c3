"""What visitors fill in, with a guard against robots that asks nobody else."""

import re
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

FILES = 5
FILE_BYTES = 10 * 1024 * 1024
ALL_BYTES = 20 * 1024 * 1024
QUICKEST_SECONDS = 2
LONGEST_SECONDS = 24 * 3600
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SIGNER = TimestampSigner(salt="careline.form")


def new_stamp() -> str:
    """A signed key for one filling-in, with its moment: it makes a double submit recognisable."""
    return _SIGNER.sign(secrets.token_urlsafe(12))


def key_of(stamp: str) -> str:
    """The key in a stamp that was checked before."""
    return _SIGNER.unsign(stamp)


class ManyFilesInput(forms.ClearableFileInput):
    """A file field for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, limited in number and size."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check number and sizes."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        files = [super(ManyFilesField, self).clean(one, initial) for one in given]
        if len(files) > FILES:
            raise ValidationError(_("At most %(n)d files, please."), params={"n": FILES})
        if any(one.size > FILE_BYTES for one in files) or sum(one.size for one in files) > ALL_BYTES:
            raise ValidationError(_("The files are too large: 10 MB each and 20 MB in all."))
        return files


class ContactForm(forms.Form):
    """A question to the company."""

    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, help_text=_("We answer to this address.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    message = forms.CharField(label=_("Message"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    files = ManyFilesField(label=_("Files"), required=False)  # type: ignore[assignment]  # a field, until it is a form
    website = forms.CharField(
        required=False, max_length=300, label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def clean_name(self) -> str:
        """A name is one line."""
        return _CONTROL.sub(" ", str(self.cleaned_data["name"])).strip()

    def clean_subject(self) -> str:
        """A subject is one line."""
        return _CONTROL.sub(" ", str(self.cleaned_data["subject"])).strip()

    def clean_stamp(self) -> str:
        """Only a page of ours, of the last day."""
        try:
            _SIGNER.unsign(self.cleaned_data["stamp"], max_age=LONGEST_SECONDS)
        except (BadSignature, SignatureExpired) as error:
            raise ValidationError(_("This page was open for very long. Please send it once more.")) from error
        return str(self.cleaned_data["stamp"])

    @property
    def suspect(self) -> str:
        """Why a robot may have filled it in: honeypot or too_quick; "" for a person."""
        if self.cleaned_data.get("website"):
            return "honeypot"
        return "" if _is_older_than(self.cleaned_data["stamp"], QUICKEST_SECONDS) else "too_quick"


def _is_older_than(stamp: str, seconds: int) -> bool:
    """Whether a valid stamp was made longer ago than this."""
    try:
        _SIGNER.unsign(stamp, max_age=seconds)
    except SignatureExpired:
        return True
    return False
