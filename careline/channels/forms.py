"""What people may type about inboxes and blocked senders, and what is wrong with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import open_teams
from careline.channels.email.outgoing.dkim_signature import Unsignable, keys_of
from careline.channels.models import Inbox

SECURITY = [("tls", _("TLS")), ("starttls", _("STARTTLS")), ("none", _("None (this machine only)"))]
AFTER = [
    ("leave", _("Leave it as it is")),
    ("seen", _("Mark it as read")),
    ("move", _("Move it to a folder")),
    ("delete", _("Delete it")),
]
BEGINS = [("all", _("Everything that lies in the mailbox")), ("new", _("Only what arrives from now on"))]
PROVIDERS = [("", _("No: with a password")), ("google", "Google"), ("microsoft", "Microsoft 365")]


class LinesField(forms.CharField):
    """One entry a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Read lines (or commas) into a list without repeats."""
        text = super().clean(value)
        return list(dict.fromkeys(one.strip() for one in text.replace(",", "\n").splitlines() if one.strip()))


class SecretInput(forms.PasswordInput):
    """A password that is never shown back."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "new-password"}, render_value=False)


class GeneralForm(forms.Form):
    """Who the inbox is."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.EmailField(label=_("Address"), max_length=320, help_text=_("Customers see this address."))
    aliases = LinesField(
        label=_("Other addresses"), required=False, help_text=_("Mail to these belongs here too. One a line.")
    )
    team = forms.ModelChoiceField(None, label=_("Team"), help_text=_("New tickets start here."))  # type: ignore[var-annotated]
    from_name = forms.CharField(
        label=_("Name that customers see"), required=False, max_length=120, help_text=_("Beside the address.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["team"].queryset = open_teams()  # type: ignore[attr-defined]

    def clean_aliases(self) -> list[str]:
        """Every alias must be an address."""
        aliases: list[str] = self.cleaned_data["aliases"]
        for one in aliases:
            try:
                validate_email(one)
            except ValidationError as error:
                raise ValidationError(_("“%(one)s” is not an address."), params={"one": one}) from error
        return aliases


class IncomingForm(forms.Form):
    """How mail comes in."""

    incoming_kind = forms.ChoiceField(label=_("Fetch mail by"), choices=Inbox.Incoming.choices)
    incoming_host = forms.CharField(label=_("Server"), required=False, max_length=253)
    incoming_port = forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65535)
    incoming_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY, required=False)
    incoming_user = forms.CharField(
        label=_("User name"), required=False, max_length=320, help_text=_("If it is not the address.")
    )
    incoming_secret = forms.CharField(
        label=_("Password"), required=False, widget=SecretInput, strip=False,
        help_text=_("Stored encrypted and never shown again. Leave it empty to keep the stored one."),
    )  # fmt: skip
    incoming_oauth_provider = forms.ChoiceField(
        label=_("Log in by token (XOAUTH2)"), choices=PROVIDERS, required=False,
        help_text=_("Then the password above is the refresh token that your provider gave you."),
    )  # fmt: skip
    incoming_oauth_client_id = forms.CharField(label=_("Client ID"), required=False, max_length=300)
    incoming_oauth_tenant = forms.CharField(
        label=_("Directory (tenant) ID"), required=False, max_length=120,
        help_text=_("Microsoft 365 only. Empty if the application is open to every directory."),
    )  # fmt: skip
    incoming_folders = LinesField(label=_("Folders"), required=False, help_text=_("IMAP only. One a line."))
    incoming_after = forms.ChoiceField(
        label=_("When a mail is safely here"), choices=AFTER, required=False,
        help_text=_("POP3 can only leave or delete it."),
    )  # fmt: skip
    incoming_move_to = forms.CharField(label=_("Folder to move it to"), required=False, max_length=255)
    incoming_begins = forms.ChoiceField(label=_("Begin with"), choices=BEGINS, required=False)
    trusted_authserv_ids = LinesField(
        label=_("Servers whose Authentication-Results we believe"), required=False,
        help_text=_("The name your provider writes there, such as mx.google.com. One a line."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A mailbox that is fetched needs a server; moving needs a folder."""
        given = super().clean() or {}
        if given.get("incoming_kind") != Inbox.Incoming.NONE and not given.get("incoming_host"):
            self.add_error("incoming_host", _("Which server is the mailbox on?"))
        if given.get("incoming_after") == "move" and not given.get("incoming_move_to"):
            self.add_error("incoming_move_to", _("To which folder?"))
        return given


class OutgoingForm(forms.Form):
    """How answers go out."""

    outgoing_host = forms.CharField(
        label=_("SMTP server"), required=False, max_length=253,
        help_text=_("Empty: the server of the installation's configuration."),
    )  # fmt: skip
    outgoing_port = forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65535)
    outgoing_security = forms.ChoiceField(
        label=_("Encryption"), choices=SECURITY, required=False, initial="starttls"
    )
    outgoing_user = forms.CharField(label=_("User name"), required=False, max_length=320)
    outgoing_secret = forms.CharField(
        label=_("Password"), required=False, widget=SecretInput, strip=False,
        help_text=_("Leave it empty to keep the stored one."),
    )  # fmt: skip
    outgoing_oauth_provider = forms.ChoiceField(
        label=_("Log in by token (XOAUTH2)"), choices=PROVIDERS, required=False
    )
    outgoing_oauth_client_id = forms.CharField(label=_("Client ID"), required=False, max_length=300)
    outgoing_oauth_tenant = forms.CharField(label=_("Directory (tenant) ID"), required=False, max_length=120)
    outgoing_reply_tags = forms.BooleanField(
        label=_("This mailbox takes mail to support+anything@…"), required=False,
        help_text=_("Then answers go to a signed address, and find their ticket whatever the mail program does."),
    )  # fmt: skip
    outgoing_subject_tag = forms.BooleanField(label=_("Put [#number] into the subject"), required=False)
    hourly_limit = forms.IntegerField(label=_("Mails an hour at most"), min_value=1, initial=1000)
    dkim_domain = forms.CharField(label=_("DKIM domain"), required=False, max_length=253)
    dkim_selector = forms.CharField(
        label=_("DKIM selector"), required=False, max_length=130,
        help_text=_("Empty: careline. With two keys below, two of them with a blank between."),
    )  # fmt: skip
    dkim_key = forms.CharField(
        label=_("DKIM private key"), required=False, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("RSA or Ed25519, or both, as PEM. Never shown again; leave it empty to keep what is stored."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A key that can't sign would hold up every answer: better said here."""
        given = super().clean() or {}
        if given.get("dkim_key"):
            try:
                keys_of(given["dkim_key"], domain="", selectors=given.get("dkim_selector", ""))
            except Unsignable as error:
                self.add_error("dkim_key", _("This can’t sign mail: %(why)s.") % {"why": error})
        return given


class RulesForm(forms.Form):
    """What the desk does with what comes in."""

    follow_up = forms.ChoiceField(label=_("A late reply to a solved ticket"), choices=Inbox.FollowUp.choices)
    reopen_days = forms.IntegerField(
        label=_("Days in which it reopens"), min_value=0, max_value=3650, initial=14
    )
    thanks_reopens = forms.BooleanField(label=_("A mere thank-you reopens too"), required=False)
    storm_limit = forms.IntegerField(
        label=_("Mails from one sender within ten minutes"), min_value=0, max_value=100_000, initial=30,
        help_text=_("What is above is held back for a person to look at. 0: no limit."),
    )  # fmt: skip
    acknowledges = forms.BooleanField(label=_("Tell people that their mail arrived"), required=False)
    acknowledgement = forms.CharField(
        label=_("In these words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    answer_within_hours = forms.IntegerField(
        label=_("An answer can be expected within hours"), required=False, min_value=1, max_value=1000
    )
    undo_seconds = forms.IntegerField(
        label=_("Seconds to undo sending"), min_value=0, max_value=120, initial=10
    )
    signature = forms.CharField(
        label=_("Signature"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    form_key = forms.SlugField(
        label=_("Public web form"), required=False, max_length=60,
        help_text=_("A short name, such as contact: the form is then at /form/contact/. Empty: no form."),
    )  # fmt: skip


class InboxForm(GeneralForm, IncomingForm, OutgoingForm, RulesForm):
    """All about an inbox."""


class BlockForm(forms.Form):
    """A sender to block."""

    pattern = forms.CharField(
        label=_("Address or domain"),
        max_length=320,
        help_text=_("somebody@example.org, or @example.org for all of it."),
    )
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def clean_pattern(self) -> str:
        """An address, or a domain with @ before it."""
        pattern = str(self.cleaned_data["pattern"]).strip().lower()
        try:
            validate_email(f"x{pattern}" if pattern.startswith("@") else pattern)
        except ValidationError as error:
            raise ValidationError(_("Write an address, or @ and a domain.")) from error
        return pattern
