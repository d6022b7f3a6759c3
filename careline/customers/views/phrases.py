"""What happened to a customer's record, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.core.models import Event
from careline.customers.kinds import CONSENT_CHANNELS, KIND_NAMES

_FIELDS = {
    "name": gettext_lazy("name"),
    "notes": gettext_lazy("how to treat"),
    "tags": gettext_lazy("tags"),
    "language": gettext_lazy("language"),
    "time_zone": gettext_lazy("time zone"),
    "organisation": gettext_lazy("organisation"),
}
_PLAIN = {
    "customer.merged": gettext_lazy("Another record was merged into this one"),
    "customer.unmerged": gettext_lazy("A merge was undone"),
    "customer.held": gettext_lazy("Put under legal hold"),
    "customer.released": gettext_lazy("Legal hold ended"),
    "customer.export_asked": gettext_lazy("Everything we hold was exported"),
    "customer.export_ready": gettext_lazy("The export was ready"),
    "customer.export_read": gettext_lazy("The export was downloaded"),
    "customer.erasure_asked": gettext_lazy("Erasure asked for"),
    "customer.erased": gettext_lazy("Erased"),
    "customer.imported": gettext_lazy("Imported"),
}


def happened_words(event: Event) -> str:
    """One fact as a sentence; its name for one that is not known here."""
    data, kind = event.data, KIND_NAMES.get(event.data.get("kind", ""), "")
    if event.name == "customer.changed":
        names = ", ".join(str(_FIELDS.get(one, one)) for one in data.get("fields", ()))
        return _("Changed: %(names)s") % {"names": names}
    if event.name == "customer.fields_changed":
        said = [f"{label}: {words or '–'}" for label, words in data.get("words", ())]
        said += [_("a field that not everybody sees")] if data.get("restricted") else []
        return ", ".join(said)
    if event.name == "customer.identity_added":
        return _("Identity added: %(kind)s") % {"kind": kind}
    if event.name == "customer.identity_removed":
        return _("Identity removed: %(kind)s") % {"kind": kind}
    if event.name == "customer.identity_verified":
        words = (
            _("Identity verified: %(kind)s") if data.get("is_verified") else _("No longer verified: %(kind)s")
        )
        return words % {"kind": kind}
    if event.name == "customer.consent_stated":
        channel = CONSENT_CHANNELS.get(data.get("channel", ""), "")
        words = (
            _("Consent given: %(channel)s") if data.get("is_given") else _("Consent withdrawn: %(channel)s")
        )
        return words % {"channel": channel}
    return str(_PLAIN.get(event.name, event.name))
