"""What `careline doctor` looks at in the channels: inboxes, their stored passwords, and what waits in the journal."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from careline.channels.models import Arrival, DeliveryAttempt, Inbox
from careline.channels.queries import reconcile
from careline.core.diagnosis import Finding, bad, good, register_check, warning
from careline.core.secrets import SecretUnreadable
from careline.tickets.queries.delivery import count_waiting

LONG_WAIT = timedelta(minutes=10)


def check_inboxes() -> Iterator[Finding]:
    """Is there an inbox, and does each one work?"""
    names = ("name", "address", "health", "health_error")
    inboxes = list(Inbox.objects.filter(is_active=True).values_list(*names).order_by("name"))
    if not inboxes:
        yield warning("there is no inbox yet", "make one under Settings, Inboxes, or with careline inbox add")
    for name, address, health, error in inboxes:
        if health == Inbox.Health.FAILING:
            yield bad(f"{name} <{address}> does not work: {error}", f"careline inbox test {address}")
        else:
            yield good(f"{name} <{address}>")


def check_stored_passwords() -> Iterator[Finding]:
    """Can the passwords of the mailboxes be read with this home's secret key?"""
    try:
        held = [
            any(each) for each in Inbox.objects.values_list("incoming_secret", "outgoing_secret", "dkim_key")
        ]
    except SecretUnreadable:
        yield bad(
            "the mailboxes' passwords were encrypted with another secret key",
            "put the old secret.key back into the home, or enter the passwords again",
        )
        return
    if any(held):
        yield good("the mailboxes' passwords can be read")


def check_journal() -> Iterator[Finding]:
    """Is everything that arrived worked off?"""
    failed = Arrival.objects.filter(state=Arrival.State.FAILED).count()
    late = Arrival.objects.filter(
        state=Arrival.State.WAITING, arrived_at__lt=timezone.now() - LONG_WAIT
    ).count()
    if failed:
        yield warning(
            f"{failed} arrivals could not be understood",
            "careline arrivals list, then careline arrivals retry",
        )
    if late:
        yield bad(
            f"{late} arrivals have waited for more than ten minutes",
            "the worker's log says what holds them up",
        )
    if not failed and not late:
        yield good("everything that arrived is worked off")


def check_outbox() -> Iterator[Finding]:
    """Does what people wrote get out?"""
    waiting = count_waiting(since=timezone.now() - LONG_WAIT)
    if not waiting:
        yield good("no answer waits to be sent")
        return
    tried = DeliveryAttempt.objects.exclude(outcome__in=["", "sent"]).order_by("-pk").first()
    said = f"; the last server said: {tried.detail}" if tried and tried.detail else ""
    yield bad(
        f"{waiting} answers have waited for more than ten minutes{said}",
        "careline inbox test shows whether the server for sending works; the answers go out by themselves when it does",
    )


def check_counts() -> Iterator[Finding]:
    """Do offered mail, journal and messages agree, inbox by inbox?"""
    for sums in reconcile():
        if sums.agrees:
            yield good(f"{sums.address}: {sums.journalled} arrivals, {sums.messages} messages")
        else:
            yield bad(
                f"{sums.address}: offered {sums.offered}, in the journal {sums.journalled},"
                f" filed {sums.filed}, messages {sums.messages}",
                "look at Settings, Arrivals, Counts; nothing was deleted",
            )


register_check("inboxes", check_inboxes)
register_check("passwords", check_stored_passwords)
register_check("journal", check_journal)
register_check("outgoing mail", check_outbox)
register_check("counts", check_counts)
