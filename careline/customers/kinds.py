"""What the kinds of identities are called."""

from django.utils.translation import gettext_lazy as _

KIND_NAMES = {
    "email": _("E-mail"),
    "phone": _("Phone"),
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "matrix": "Matrix",
    "visitor": _("Visitor"),
}
