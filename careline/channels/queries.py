"""Reading about inboxes and the intake journal: for pages with the rights of the person, for the doctor without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.channels.models import Arrival, Inbox, MailFolder
from careline.tickets.queries.kept_out import not_kept_from
from careline.tickets.queries.received_counts import count_received

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE = 50
MOST_COUNTED = 100
SECRETS = ("incoming_secret", "outgoing_secret", "dkim_key")
_JOURNAL = """
SELECT inbox_id, count(*), count(*) FILTER (WHERE origin NOT LIKE 'imap:%%' AND origin NOT LIKE 'pop3:%%'),
  count(*) FILTER (WHERE state = 'done' AND message_id IS NOT NULL), count(*) FILTER (WHERE state = 'waiting'),
  count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'suspended'),
  count(*) FILTER (WHERE state = 'ignored' OR (state = 'done' AND message_id IS NULL))
FROM channels_arrival GROUP BY inbox_id
"""


def inboxes_for(agent: Agent) -> QuerySet[Inbox]:
    """Every inbox, without secrets, for who manages them. Raises Forbidden."""
    agent.require(Right.MANAGE_INBOXES)
    return Inbox.objects.defer(*SECRETS).select_related("team").order_by("name", "pk")


def access_inbox(agent: Agent, inbox_id: int) -> Inbox:
    """One inbox with its secrets, to change or try it. Raises Forbidden or Inbox.DoesNotExist."""
    agent.require(Right.MANAGE_INBOXES)
    return Inbox.objects.select_related("team").get(pk=inbox_id)


def failing_inboxes() -> list[Inbox]:
    """Active inboxes whose mailbox does not work now, for the notice to admins and the doctor."""
    failing = Inbox.objects.filter(is_active=True, health=Inbox.Health.FAILING)
    return list(failing.defer(*SECRETS).order_by("failing_since"))


def watchable_inboxes(agent: Agent, ids: list[int]) -> set[int]:
    """Who may be told at once how the mailboxes are: all of these, or none."""
    return set(ids) if agent.may(Right.MANAGE_INBOXES) else set()


def form_inbox(key: str) -> Inbox | None:
    """The active inbox with this public form; None if there is none."""
    return Inbox.objects.filter(form_key=key, is_active=True).defer(*SECRETS).first()


def arrivals_visible_to(agent: Agent) -> QuerySet[Arrival]:
    """Arrivals at inboxes of teams whose tickets the person may see, for who may release mail; none for others."""
    if not agent.may(Right.RELEASE_MAIL):
        return Arrival.objects.none()
    seen = _seen_by(agent)
    return seen.defer("raw", "error", *(f"inbox__{name}" for name in SECRETS)).select_related("inbox")


def _seen_by(agent: Agent) -> QuerySet[Arrival]:
    """Arrivals at inboxes of teams that the person sees, but of tickets that they are kept out of."""
    seen = Arrival.objects.filter(inbox__team_id__in=visible_team_ids(agent))
    return seen.filter(Q(ticket_id=None) | Q(not_kept_from(agent.pk, "ticket_id")))


def arrivals_page(agent: Agent, state: str, *, before_id: int = 0, limit: int = PAGE) -> list[Arrival]:
    """The newest arrivals in a state, one more than `limit` if there are more; go on with `before_id`."""
    found = arrivals_visible_to(agent).filter(state=state).order_by("-id")
    if before_id:
        found = found.filter(pk__lt=before_id)
    return list(found[: limit + 1])


def access_arrival(agent: Agent, arrival_id: int) -> Arrival:
    """One arrival with its bytes. Raises Forbidden or Arrival.DoesNotExist."""
    agent.require(Right.RELEASE_MAIL)
    seen = _seen_by(agent)
    return seen.select_related("inbox").defer(*(f"inbox__{name}" for name in SECRETS)).get(pk=arrival_id)


def count_arrivals(agent: Agent, state: str) -> int:
    """How many arrivals in a state the person sees, counted up to 100 ("99+")."""
    return arrivals_visible_to(agent).filter(state=state).order_by()[:MOST_COUNTED].count()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One inbox's sums: offered by the other side, in the journal, made into messages; and what explains the rest."""

    inbox_id: int
    name: str
    address: str
    offered: int = 0
    journalled: int = 0
    filed: int = 0
    messages: int = 0
    waiting: int = 0
    failed: int = 0
    suspended: int = 0
    set_aside: int = 0

    @property
    def missing_in_journal(self) -> int:
        """Offered, and not in the journal: should always be 0."""
        return self.offered - self.journalled

    @property
    def missing_messages(self) -> int:
        """Filed by the journal's word, and not there as messages: should always be 0."""
        return self.filed - self.messages

    @property
    def agrees(self) -> bool:
        """Whether nothing is missing or doubled."""
        return not self.missing_in_journal and not self.missing_messages


def reconcile() -> list[Reconciled]:
    """Compare, for each inbox, what was offered with the journal and the messages made of it.

    IMAP and POP3 count what they are offered by themselves; what comes by SMTP, LMTP, form or pipe is acknowledged
    only once it is in the journal. One consistent snapshot would need a stop: a mail that is being filed this very
    moment may show as a difference for as long.
    """
    offered = dict(MailFolder.objects.values_list("inbox_id").annotate(Sum("offered_count")))
    messages = count_received()
    with connection.cursor() as cursor:
        cursor.execute(_JOURNAL)
        journal = {row[0]: row[1:] for row in cursor.fetchall()}
    found = []
    for inbox in Inbox.objects.defer(*SECRETS).order_by("name", "pk"):
        total, direct, filed, waiting, failed, suspended, aside = journal.get(inbox.pk, (0,) * 7)
        sums = Reconciled(
            inbox.pk, inbox.name, inbox.address, offered.get(inbox.pk, 0) + direct, total, filed,
            messages.get(inbox.pk, 0), waiting, failed, suspended, aside,
        )  # fmt: skip
        found.append(sums)
    return found
