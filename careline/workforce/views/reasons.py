"""Why somebody takes no work, in words."""

from django.utils.translation import gettext_lazy as _

from careline.workforce.contracts import Reason

REASON_WORDS = {
    None: _("takes work"),
    Reason.GONE: _("has left"),
    Reason.ABSENT: _("absent"),
    Reason.OFF_HOURS: _("outside working hours"),
    Reason.OFFLINE: _("offline"),
    Reason.AWAY: _("away"),
}
