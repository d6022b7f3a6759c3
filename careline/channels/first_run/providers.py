"""Where the mailboxes of well-known providers are: by the domain of an address, or by where its mail is delivered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Servers:
    """Where a mailbox is read and where mail is sent: host, port, and security (tls, starttls, none).

    `hint` is what people must know who log in there; `needs_token` says that no password opens it.
    """

    incoming: tuple[str, int, str]
    outgoing: tuple[str, int, str]
    hint: str = ""
    needs_token: bool = False


def _usual(incoming: str, outgoing: str, hint: str = "", **more: bool) -> Servers:
    return Servers((incoming, 993, "tls"), (outgoing, 587, "starttls"), hint, **more)


APP_PASSWORD = "app-password"  # noqa: S105  (the name of a hint)
GOOGLE = _usual("imap.gmail.com", "smtp.gmail.com", APP_PASSWORD)
MICROSOFT = _usual("outlook.office365.com", "smtp.office365.com", needs_token=True)
YAHOO = _usual("imap.mail.yahoo.com", "smtp.mail.yahoo.com", APP_PASSWORD)
APPLE = _usual("imap.mail.me.com", "smtp.mail.me.com", APP_PASSWORD)
FASTMAIL = _usual("imap.fastmail.com", "smtp.fastmail.com", APP_PASSWORD)
ZOHO = _usual("imap.zoho.eu", "smtp.zoho.eu", APP_PASSWORD)
BY_DOMAIN = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), GOOGLE),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), MICROSOFT),
    **dict.fromkeys(("yahoo.com", "yahoo.de", "yahoo.es", "yahoo.co.uk", "yahoo.fr", "ymail.com"), YAHOO),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), APPLE),
    **dict.fromkeys(("fastmail.com", "fastmail.fm"), FASTMAIL),
    "zoho.eu": ZOHO,
    **dict.fromkeys(("gmx.de", "gmx.net", "gmx.at", "gmx.ch"), _usual("imap.gmx.net", "mail.gmx.net")),
    "gmx.com": _usual("imap.gmx.com", "mail.gmx.com"),
    "web.de": _usual("imap.web.de", "smtp.web.de"),
    "t-online.de": Servers(
        ("secureimap.t-online.de", 993, "tls"), ("securesmtp.t-online.de", 465, "tls"), APP_PASSWORD
    ),
    "mailbox.org": _usual("imap.mailbox.org", "smtp.mailbox.org"),
    **dict.fromkeys(("posteo.de", "posteo.net"), _usual("posteo.de", "posteo.de")),
    "aol.com": _usual("imap.aol.com", "smtp.aol.com", APP_PASSWORD),
    "orange.fr": Servers(("imap.orange.fr", 993, "tls"), ("smtp.orange.fr", 465, "tls")),
}
BY_DELIVERY = {
    "google.com": GOOGLE,
    "googlemail.com": GOOGLE,
    "outlook.com": MICROSOFT,
    "messagingengine.com": FASTMAIL,
    "zoho.eu": ZOHO,
    "icloud.com": APPLE,
    "kundenserver.de": _usual("imap.ionos.de", "smtp.ionos.de"),
    "ionos.com": _usual("imap.ionos.com", "smtp.ionos.com"),
    "ionos.co.uk": _usual("imap.ionos.co.uk", "smtp.ionos.co.uk"),
    "rzone.de": Servers(("imap.strato.de", 993, "tls"), ("smtp.strato.de", 465, "tls")),
    "ovh.net": Servers(("ssl0.ovh.net", 993, "tls"), ("ssl0.ovh.net", 465, "tls")),
    "mail.gandi.net": _usual("mail.gandi.net", "mail.gandi.net"),
    "infomaniak.ch": _usual("mail.infomaniak.com", "mail.infomaniak.com"),
    "mailbox.org": _usual("imap.mailbox.org", "smtp.mailbox.org"),
    "migadu.com": Servers(("imap.migadu.com", 993, "tls"), ("smtp.migadu.com", 465, "tls")),
}


def by_domain(domain: str) -> Servers | None:
    """The servers of a provider whose addresses end so."""
    return BY_DOMAIN.get(domain.lower())


def by_delivery(host: str) -> Servers | None:
    """The servers of the provider to whom the mail of a domain is delivered (its MX)."""
    labels = host.lower().rstrip(".").split(".")
    tails = (".".join(labels[n:]) for n in range(len(labels)))
    return next((BY_DELIVERY[tail] for tail in tails if tail in BY_DELIVERY), None)
