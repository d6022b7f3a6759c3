"""What the journal has of an IMAP folder already, also under an earlier UIDVALIDITY."""

from collections import Counter

from careline.channels.models import Arrival, MailFolder


def origin_of(folder: MailFolder) -> str:
    """The beginning of the origins of a folder's mails, as its UIDVALIDITY stands now; the UID follows."""
    return f"imap:{folder.name}:{folder.uid_validity}"


def known_before(folder: MailFolder, hashes: set[str]) -> Counter[tuple[str, str]]:
    """How often each mail (SHA-256, INTERNALDATE) was journalled from this folder under an earlier UIDVALIDITY."""
    rows = (
        Arrival.objects.filter(
            inbox_id=folder.inbox_id, sha256__in=hashes, origin__startswith=f"imap:{folder.name}:"
        )
        .exclude(origin__startswith=f"{origin_of(folder)}:")
        .values_list("sha256", "envelope__internal_date")
    )
    return Counter((sha256, moment or "") for sha256, moment in rows)
