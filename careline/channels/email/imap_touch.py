"""What happens to a mail on the IMAP server once it is safely here: left, marked as read, moved or deleted."""

from collections.abc import Sequence

from imapclient import IMAPClient

from careline.channels.email.account import Account
from careline.channels.email.imap_known import origin_of
from careline.channels.models import Arrival, MailFolder

MOST_LEFT_OVER = 500


def finish(client: IMAPClient, account: Account, uids: Sequence[int]) -> None:
    """Do with these mails of the open folder what the account says. Raises what imapclient and the network raise."""
    if not uids or account.after == "leave":
        return
    if account.after == "seen":
        client.add_flags(uids, [b"\\Seen"])
    elif account.after == "move" and client.has_capability("MOVE"):
        client.move(uids, account.move_to)
    else:
        if account.after == "move":
            client.copy(uids, account.move_to)
        client.delete_messages(uids)
        _expunge(client, uids)


def tidy(client: IMAPClient, account: Account, folder: MailFolder) -> None:
    """Do what a crash left undone: mails that are in the journal, and were not touched as they should be."""
    if account.after == "leave" or not folder.last_uid:
        return
    wanted = ["UID", f"1:{folder.last_uid}"] + (["UNSEEN"] if account.after == "seen" else [])
    left = [uid for uid in client.search(wanted) if uid <= folder.last_uid][:MOST_LEFT_OVER]
    origins = {f"{origin_of(folder)}:{uid}": uid for uid in left}
    whole = Arrival.objects.exclude(
        envelope__has_key="cut_from"
    )  # of a cut one the mailbox has the only whole copy
    kept = whole.filter(inbox_id=folder.inbox_id, origin__in=origins)
    finish(client, account, [origins[origin] for origin in kept.values_list("origin", flat=True)])


def _expunge(client: IMAPClient, uids: Sequence[int]) -> None:
    """Remove these alone where the server can (UIDPLUS); else what others marked as deleted goes too."""
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
    else:
        client.expunge()
