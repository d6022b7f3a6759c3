"""What the first steps ask."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import open_teams
from careline.channels.first_run.providers import Servers
from careline.channels.forms import SECURITY, LinesField, SecretInput
from careline.channels.models import Inbox

MOST_INVITED = 50


class MailboxForm(forms.Form):
    """The address and its password; the servers are found, or told where they can't be."""

    address = forms.EmailField(
        label=_("Address"), max_length=320, help_text=_("The one that your customers write to.")
    )
    password = forms.CharField(label=_("Password"), widget=SecretInput, strip=False, max_length=500)
    team = forms.ModelChoiceField(None, label=_("Team"), help_text=_("New tickets start here."))  # type: ignore[var-annotated]
    brings_old = forms.BooleanField(
        label=_("Also bring the mail that lies there already"),
        required=False,
        help_text=_("Otherwise only what arrives from now on becomes tickets."),
    )
    user = forms.CharField(
        label=_("User name"), required=False, max_length=320, help_text=_("If it is not the address.")
    )
    incoming_host = forms.CharField(label=_("Server for receiving (IMAP)"), required=False, max_length=253)
    incoming_port = forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65535)
    incoming_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY, required=False)
    outgoing_host = forms.CharField(label=_("Server for sending (SMTP)"), required=False, max_length=253)
    outgoing_port = forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65535)
    outgoing_security = forms.ChoiceField(
        label=_("Encryption"), choices=SECURITY, required=False, initial="starttls"
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        teams = open_teams()
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["team"].initial = teams.first()

    @property
    def names_servers(self) -> bool:
        """Whether the person told where the mailbox is."""
        return bool(self.cleaned_data["incoming_host"] and self.cleaned_data["outgoing_host"])

    def servers(self) -> Servers:
        """The servers that the person told."""
        given = self.cleaned_data
        return Servers(
            (given["incoming_host"], given["incoming_port"] or 993, given["incoming_security"] or "tls"),
            (given["outgoing_host"], given["outgoing_port"] or 587, given["outgoing_security"] or "starttls"),
        )

    def inbox(self, servers: Servers, *, name: str) -> Inbox:
        """The inbox that this would be, not saved."""
        given = self.cleaned_data
        user, begins = given["user"] or given["address"], "all" if given["brings_old"] else "new"
        return Inbox(
            name=name, from_name=name, address=given["address"], team=given["team"],
            incoming_kind=Inbox.Incoming.IMAP, incoming=_place(servers.incoming, user) | {"folders": ["INBOX"], "begins": begins},
            outgoing=_place(servers.outgoing, user), incoming_secret=given["password"],
            outgoing_secret=given["password"],
        )  # fmt: skip


def _place(place: tuple[str, int, str], user: str) -> dict[str, Any]:
    host, port, security = place
    return {"host": host, "port": port, "security": security, "user": user, "auth": "password"}


class TeamForm(forms.Form):
    """Whom to invite: one address a line."""

    addresses = LinesField(
        label=_("E-mail addresses"),
        help_text=_("One a line. Each gets a mail with a link, and can answer customers."),
    )

    def clean_addresses(self) -> list[str]:
        """Every line must be an address."""
        addresses: list[str] = self.cleaned_data["addresses"]
        if len(addresses) > MOST_INVITED:
            raise ValidationError(_("At most fifty at once."))
        for one in addresses:
            try:
                validate_email(one)
            except ValidationError as error:
                raise ValidationError(_("“%(one)s” is not an address."), params={"one": one}) from error
        return addresses
