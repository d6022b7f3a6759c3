"""Decisions, escalations and who is kept out go along with a merge, and come back when it is undone."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.escalate import de_escalate, escalate
from careline.authority.actions.take_decision import grant_decision
from careline.authority.models import Carried, Decision, Escalation
from careline.authority.queries import decisions_of, decisions_to_take, escalation_of, granted_on, may_decide
from careline.notices.models import Notice
from careline.notices.tests.conftest import work as tell
from careline.testing.world import make_ticket
from careline.tickets.actions.keep_out import keep_out, let_in
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.kept_out import kept_out_ids

pytestmark = pytest.mark.django_db


def ask(ticket, by, amount=4000, kind="refund"):
    return ask_decision(ticket, kind, by=by, amount=amount, currency="EUR", reason="It came broken")


@pytest.fixture
def other(world, ticket):
    return make_ticket(world.support, world.customer, subject="The same again")


def test_what_was_decided_counts_on_what_remains_and_comes_back(world, ticket, other, limit):
    limit()
    granted, own = ask(ticket, world.ana, 3000), ask(other, world.ana, 1000)
    done = merge(ticket, into=other, by=world.lead)
    assert decisions_of(other) == [own, granted]
    assert granted_on(other.pk, "refund", "EUR") == 4000
    assert not may_decide(world.ana, "refund", amount=1001, currency="EUR", ticket=other).is_allowed
    later = ask(other, world.ana, 1000)
    unmerge(done.pk, by=world.lead)
    assert (decisions_of(ticket), decisions_of(other)) == ([granted], [later, own])
    assert not Carried.objects.exists()


def test_a_decision_that_waits_is_taken_on_what_remains_and_its_notice_is_settled(
    world, ticket, other, limit
):
    limit(role="team_lead", most=10_000)
    waiting = ask(ticket, world.ana, 8000)
    tell()
    assert Notice.objects.get(agent=world.lead, kind="decision").read_at is None
    merge(ticket, into=other, by=world.lead)
    assert [*decisions_to_take(world.lead)] == [waiting]
    grant_decision(decisions_to_take(world.lead).get(), by=world.lead)
    assert Notice.objects.get(agent=world.lead, kind="decision").read_at is not None
    assert granted_on(other.pk, "refund", "EUR") == 8000


def test_merges_in_a_row_are_undone_backwards(world, ticket, other):
    third = make_ticket(world.support, world.customer)
    made = ask(ticket, world.manager)
    first, second = merge(ticket, into=other, by=world.lead), merge(other, into=third, by=world.lead)
    assert decisions_of(third) == [made]
    unmerge(second.pk, by=world.lead)
    assert (decisions_of(third), decisions_of(other)) == ([], [made])
    unmerge(first.pk, by=world.lead)
    assert (decisions_of(other), decisions_of(ticket)) == ([], [made])


@pytest.mark.parametrize(
    ("source", "target", "after"), [(1, 0, 1), (0, 1, 1), (2, 1, 2), (1, 2, 2), (1, 1, 1), (0, 0, 0)]
)
def test_what_remains_stands_on_the_higher_level(world, ticket, other, source, target, after):
    for one, level in ((ticket, source), (other, target)):
        if level:
            escalate(one, level, reason="Too hard", by=world.ana)
    done = merge(ticket, into=other, by=world.manager)
    assert level_of(other) == after
    unmerge(done.pk, by=world.manager)
    assert (level_of(ticket), level_of(other)) == (source, target)


def test_an_escalation_that_was_given_back_meanwhile_stays_so(world, ticket, other):
    escalate(ticket, 1, reason="Too hard", by=world.ana)
    done = merge(ticket, into=other, by=world.manager)
    de_escalate(other, reason="Understood", by=world.manager)
    unmerge(done.pk, by=world.manager)
    assert (level_of(ticket), level_of(other)) == (0, 0)
    assert Escalation.objects.filter(ended_at=None).count() == 0


def level_of(ticket):
    found = escalation_of(Ticket.objects.get(pk=ticket.pk))
    return found.level if found else 0


@pytest.mark.parametrize("side", ["ticket", "other"])
def test_who_is_kept_out_of_either_is_kept_out_of_what_remains(world, ticket, other, side):
    sides = {"ticket": ticket, "other": other}
    keep_out(sides[side], world.ben, reason="It is about him", by=world.lead)
    done = merge(ticket, into=other, by=world.lead)
    for number in (ticket.pk, other.pk):
        with pytest.raises(NotVisible):
            access_ticket(world.ben, number)
    unmerge(done.pk, by=world.lead)
    assert {name: kept_out_ids(one.pk) for name, one in sides.items()} == {
        name: {world.ben.pk} if name == side else set() for name in sides
    }


def test_who_is_let_in_while_merged_stays_out_of_what_kept_them_out(world, ticket, other):
    keep_out(ticket, world.ben, reason="It is about him", by=world.lead)
    done = merge(ticket, into=other, by=world.lead)
    let_in(other, world.ben, by=world.lead)
    assert access_ticket(world.ben, other.pk) == other
    unmerge(done.pk, by=world.lead)
    assert (kept_out_ids(ticket.pk), kept_out_ids(other.pk)) == ({world.ben.pk}, set())


STEPS = st.lists(
    st.tuples(st.sampled_from(["keep", "merge", "undo"]), st.integers(0, 3), st.integers(0, 3)), max_size=12
)


@given(STEPS)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_however_tickets_are_merged_and_unmerged_exclusions_hold_and_come_back(world, steps):
    """Against a plain model: what each ticket says of itself, and which tickets are under which."""
    tickets = [make_ticket(world.support, world.customer) for _n in range(4)]
    agents = [world.ana, world.ben, world.cleo, world.light]
    own, under, merges = [set() for _one in tickets], list(range(4)), []
    for do, one, two in steps:
        if do == "keep" and under[one] == one:
            if two not in own[one]:
                keep_out(tickets[one], agents[two], reason="About them", by=world.owner)
                own[one].add(two)
                for made in merges:
                    if made.target == one:
                        made.since.add(two)
        elif do == "merge" and under[one] == one and under[two] == two and one != two:
            made = merge(tickets[one], into=tickets[two], by=world.owner)
            under[one] = two
            merges.append(Made(made.pk, one, two))
        elif do == "undo" and merges:
            made = merges[one % len(merges)]
            if under[made.target] == made.target:
                merges.remove(made)
                unmerge(made.pk, by=world.owner)
                under[made.source] = made.source
                own[made.source] |= made.since
        for n in range(4):
            group = [m for m in range(4) if at_last(under, m) == n]
            wanted = {agents[a].pk for m in group for a in own[m]}
            assert [kept_out_ids(tickets[m].pk) for m in group] == [wanted] * len(group)


@dataclass
class Made:
    """One merge of the model, and who was kept out of what remained since."""

    pk: int
    source: int
    target: int
    since: set[int] = field(default_factory=set)


def at_last(under, n):
    while under[n] != n:
        n = under[n]
    return n


def test_others_are_asked_when_who_was_asked_sees_the_ticket_no_more(world, ticket, limit):
    limit(role="team_lead", most=10_000)
    waiting = ask(ticket, world.ana, 8000)
    assert waiting.approver_ids == [world.lead.pk]
    keep_out(ticket, world.lead, reason="It is about him", by=world.manager)
    waiting.refresh_from_db()
    assert waiting.approver_ids == [world.lead.pk, world.manager.pk]
    assert [*decisions_to_take(world.manager)] == [waiting]
    client = Client()
    client.force_login(world.ana)
    page = client.get(f"/tickets/{ticket.pk}/history/").content.decode()
    assert "are asked: Refund: 80.00 EUR" in page
    assert "in time" not in page


def test_who_still_sees_it_stays_asked_when_a_ticket_moves(world, ticket, limit):
    limit(role="team_lead", most=10_000)
    waiting = ask(ticket, world.ana, 8000)
    move_team(ticket, world.workshop.pk, by=world.ana)
    waiting.refresh_from_db()
    assert (waiting.approver_ids, Decision.objects.count()) == ([world.lead.pk], 1)
