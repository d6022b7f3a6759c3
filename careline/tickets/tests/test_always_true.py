"""What must always be true, whatever people do in whatever order (Hypothesis)."""

import contextlib
import itertools
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_customer
from careline.tickets.actions.assign import assign
from careline.tickets.actions.fold_counts import fold_counts
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.note import note
from careline.tickets.actions.outbound import outbound
from careline.tickets.actions.receive import receive
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.tag import tag
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.actions.wake import wake
from careline.tickets.actions.wake_due import wake_due
from careline.tickets.contracts import Address, Grade, Machine, NotVisible, Outgoing, Refused, Thread
from careline.tickets.models import (
    Interval,
    Merge,
    Message,
    MessageSearch,
    TeamCount,
    Ticket,
    TicketCount,
    TicketDelta,
)
from careline.tickets.models.ticket import SLEEPS
from careline.tickets.queries.counts import counts
from careline.tickets.queries.queue import VIEWS, queue
from careline.tickets.queries.search import search
from careline.tickets.queries.thread import thread

STEPS = st.tuples(
    st.sampled_from(["mail", "mail", "answer", "status", "assign", "team", "merge", "unmerge", "reply", "note", "tag",
                     "outbound", "fold", "snooze", "snooze", "wake", "time"]),
    st.sampled_from(["ana", "ben", "cleo", "stranger", "manager", "owner", "light", "auditor"]),
    st.integers(0, 5),
    st.integers(0, 7),
)  # fmt: skip


def do(world: World, step: tuple[str, str, int, int]) -> None:
    """One step of somebody; what is refused must leave no trace, which the checks below would see."""
    name, who, which, what = step
    by, tickets = getattr(world, who), [*Ticket.objects.order_by("pk")]
    if name == "mail" or not tickets:
        take_in(world, None, what)
        return
    ticket, other = tickets[which % len(tickets)], tickets[what % len(tickets)]
    teams = [world.support, world.complaints, world.workshop]
    merges = [*Merge.objects.order_by("pk")]
    acts = {
        "answer": lambda: take_in(world, ticket, what),
        "status": lambda: set_status(ticket, 1 + what % 6, by=by),
        "assign": lambda: assign(ticket, to=[None, world.ana, world.cleo, world.manager][what % 4], by=by),
        "team": lambda: move_team(ticket, teams[what % 3].pk, by=by),
        "merge": lambda: merge(ticket, into=other, by=by),
        "unmerge": lambda: merges and unmerge(merges[which % len(merges)].pk, by=by),
        "reply": lambda: reply(ticket, Outgoing("Hi", then_status=[None, 3, 5, 6][what % 4]), by=by),
        "note": lambda: note(ticket, "secretword", by=by),
        "tag": lambda: tag(ticket, add=[str(what)], by=by),
        "outbound": lambda: outbound(
            Outgoing("Hi", to=(Address("o@x.example"),), subject="S"), by=by, team_id=teams[what % 3].pk
        ),
        "fold": fold_counts,
        "snooze": lambda: snooze(ticket, timezone.now() + timedelta(hours=1 + what), by=by),
        "wake": lambda: wake(ticket, by=by),
        "time": lambda: pass_time(ticket),
    }
    with contextlib.suppress(Refused, NotVisible, Forbidden):
        acts[name]()


def pass_time(ticket: Ticket) -> None:
    """The time comes at which a ticket was to wake."""
    past = timezone.now() - timedelta(minutes=1)
    Ticket.objects.filter(pk=ticket.pk, snoozed_until__isnull=False).update(snoozed_until=past)
    wake_due()


def take_in(world: World, ticket: Ticket | None, what: int) -> None:
    text = ["secretword", "Thanks!", "It broke again", "Hm"][what % 4]
    machine = Machine.AUTO_REPLY if what == 6 else Machine.NONE
    found_by = "subject_tag" if what % 2 else "message_id"
    team = [world.support, world.complaints, world.workshop][what % 3]
    policy = make_policy(team, follow_up=["reopen", "new", "reopen_within"][what % 3])
    with transaction.atomic():
        receive(
            make_inbound(text, sender=f"c{what % 3}@x.example", machine=machine), policy=policy, grade=Grade.PLAUSIBLE,
            thread=Thread(ticket.pk, found_by) if ticket else None,
        )  # fmt: skip


def check_counts(world: World) -> None:
    rows = Ticket.objects.filter(merged_into=None)
    true = Counter((t.team_id, SLEEPS if t.snoozed_until else t.status, t.assignee_id or 0) for t in rows)
    assert not rows.filter(snoozed_until__isnull=False, status__gte=5).exists()
    kept: Counter[tuple[int, int, int]] = Counter()
    for table in (TicketCount, TicketDelta):
        for team, status, assignee, n in table.objects.values_list("team_id", "status", "assignee_id", "n"):
            kept[team, status, assignee] += n
    assert +kept == true and all(n >= 0 for n in kept.values())
    sums: Counter[tuple[int, int]] = Counter()
    for team, status, n in TicketCount.objects.values_list("team_id", "status", "n"):
        sums[team, status] += n
    folded = {
        (team, status): n for team, status, n in TeamCount.objects.values_list("team_id", "status", "n")
    }
    assert +sums == {place: n for place, n in folded.items() if n}


def check_intervals() -> None:
    for ticket in Ticket.objects.all():
        now = {"status": ticket.status, "team": ticket.team_id, "assignee": ticket.assignee_id or 0}
        for kind, value in now.items():
            rows = [*Interval.objects.filter(ticket=ticket, kind=kind).order_by("started_at", "id")]
            assert rows[0].started_at == ticket.created_at and rows[-1].ended_at is None
            assert rows[-1].value == value
            for one, following in itertools.pairwise(rows):
                assert one.ended_at == following.started_at and one.value != following.value
            causes = Event.objects.filter(pk__in=[row.cause_id for row in rows])
            assert {event.subject for event in causes} == {f"ticket:{ticket.pk}"}
            assert causes.count() == len(rows)


def check_messages() -> None:
    for ticket in Ticket.objects.all():
        assert ticket.message_count == ticket.messages.count()
        assert ticket.merged_into_id is None or ticket.message_count == 0
    for message in Message.objects.select_related("ticket"):
        words = MessageSearch.objects.get(message_id=message.pk)
        assert (words.ticket_id, words.team_id) == (message.ticket_id, message.ticket.team_id)
        spoken = (
            "message.received"
            if message.author == "customer"
            else "message.added"
            if message.is_public
            else "note.added"
        )
        assert Event.objects.filter(name=spoken, data__message_id=message.pk).count() == 1


def check_sight(world: World) -> None:
    """Every path shows a person the same tickets."""
    for agent in (world.ana, world.stranger, world.cleo, world.auditor, world.gone):
        seen = {*Ticket.objects.visible_to(agent).values_list("pk", flat=True)}
        sizes = counts(agent)
        for view in VIEWS:
            rows = {row.number for row in queue(agent, view, limit=500).rows}
            assert rows <= seen and sizes.get(view, 0) == len(rows)
        assert {found.row.number for found in search(agent, "secretword").found} <= seen
        assert {found.row.number for found in search(agent, "-tag:none").found} <= seen
        for ticket in Ticket.objects.exclude(pk__in=seen):
            with pytest.raises(NotVisible):
                thread(agent, ticket)
            assert search(agent, f"#{ticket.pk}").found == ()


@settings(
    max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(steps=st.lists(STEPS, min_size=4, max_size=25))
def test_books_balance_after_anything(world: World, steps: list[tuple[str, str, int, int]]) -> None:
    with transaction.atomic():
        for step in steps:
            do(world, step)
        check_counts(world)
        check_intervals()
        check_messages()
        check_sight(world)
        transaction.set_rollback(True)


def test_a_merge_undone_restores_after_any_history(world: World) -> None:
    make_customer()
    for what in range(3):
        take_in(world, None, what * 3)
    one, two, _three = Ticket.objects.order_by("pk")
    reply(one, Outgoing("x", then_status=5), by=world.ana)
    before = [
        *Ticket.objects.order_by("pk").values(
            "status", "solved_at", "message_count", "snippet", "team_id", "last_customer_at"
        )
    ]
    unmerge(merge(one, into=two, by=world.ana).pk, by=world.ana)
    after = [
        *Ticket.objects.order_by("pk").values(
            "status", "solved_at", "message_count", "snippet", "team_id", "last_customer_at"
        )
    ]
    assert before == after
