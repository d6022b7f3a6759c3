"""What the kinds of identities are called."""

from django.utils.translation import gettext_lazy as _

KIND_NAMES = {
    "email": _("E-mail"),
    "phone": _("Phone"),
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "matrix": "Matrix",
    "visitor": _("Visitor"),
    "external": _("Number elsewhere"),
}
BY_HAND = ("email", "phone", "whatsapp", "telegram", "matrix", "external")
CONSENT_CHANNELS = {
    "email": _("E-mail"),
    "phone": _("Phone"),
    "sms": _("Text message"),
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "post": _("Post"),
}
