"""Approval in any order and at the same moment: sent once or not at all, and no word is lost."""

import contextlib

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from careline.accounts.models import Agent
from careline.testing.racing import race
from careline.testing.world import make_message, make_ticket, make_world
from careline.tickets.actions.approve import approve
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.reply import reply
from careline.tickets.actions.return_proposal import return_proposal, withdraw_proposal
from careline.tickets.actions.save_draft import DraftConflict, save_draft
from careline.tickets.contracts import Crossed, DraftContent, Outgoing
from careline.tickets.models import Draft, Message, Proposal, Ticket
from careline.tickets.queries.counts import counts


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_at_once_one_does() -> None:
    small = make_world()
    Agent.objects.filter(pk=small.ana.pk).update(replies_need_approval=True)
    ticket = make_ticket(small.support, small.customer)
    waiting = reply(ticket, Outgoing("Oil it"), by=Agent.objects.get(pk=small.ana.pk))
    assert isinstance(waiting, Proposal)
    got = race(
        lambda: approve(waiting.pk, by=small.lead), lambda: approve(waiting.pk, by=small.manager),
        lambda: withdraw_proposal(waiting.pk, by=small.ana), lambda: approve(waiting.pk, by=small.owner),
        lambda: return_proposal(waiting.pk, by=small.manager, comment="No"),
        behind=Ticket.objects.filter(pk=ticket.pk),
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in got) == ["Message", *["Refused"] * 4]
    assert Message.objects.filter(author="agent").count() == 1 and counts(small.manager)["to_approve"] == 0


class Approving(RuleBasedStateMachine):
    """A trainee writes, sends, takes back; a lead approves, edits, returns; the customer writes, teams change."""

    def __init__(self) -> None:
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        self.world = make_world()
        Agent.objects.filter(pk=self.world.ana.pk).update(replies_need_approval=True)
        self.world.ana.refresh_from_db()
        self.ticket = make_ticket(self.world.support, self.world.customer)
        self.window = ["", 0]
        self.kept: set[str] = set()
        self.count = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    def waiting(self) -> Proposal | None:
        return Proposal.objects.filter(state="waiting").order_by("pk").first()

    @rule()
    def load(self) -> None:
        draft = Draft.objects.filter(agent=self.world.ana).first()
        self.window = [draft.html, draft.version] if draft else ["", 0]

    @rule()
    def type_and_save(self) -> None:
        self.count += 1
        html = f"{self.window[0]}<p>w{self.count}x</p>"
        content = DraftContent("reply", html)
        with contextlib.suppress(DraftConflict):
            draft = save_draft(content, ticket=self.ticket, by=self.world.ana, version=self.window[1])
            self.window = [html, draft.version]
            self.kept.add(f"w{self.count}x")

    @rule(seen=st.booleans())
    def send(self, seen: bool) -> None:
        newest = Message.objects.order_by("-pk").first()
        if self.window[0]:
            outgoing = Outgoing(
                self.window[0], draft_version=self.window[1], seen_message_id=newest.pk if seen else None
            )
            assert isinstance(reply(self.ticket, outgoing, by=self.world.ana), Proposal)
            self.load()

    @rule(edits=st.booleans())
    def approve(self, edits: bool) -> None:
        if one := self.waiting():
            with contextlib.suppress(Crossed):
                approve(one.pk, by=self.world.manager, html="<p>Better</p>" if edits else None)
                gone = {word for word in self.kept if edits and word in one.html}
                self.kept -= gone - self.elsewhere(gone)

    def elsewhere(self, words: set[str]) -> set[str]:
        return {word for word in words if f">{word}<" in self.everything()}

    @rule()
    def give_back(self) -> None:
        if one := self.waiting():
            return_proposal(one.pk, by=self.world.manager, comment="No")

    @rule()
    def withdraw(self) -> None:
        if one := self.waiting():
            withdraw_proposal(one.pk, by=self.world.ana)

    @rule()
    def customer_writes(self) -> None:
        self.ticket.refresh_from_db()
        make_message(self.ticket)

    @rule()
    def change_team(self) -> None:
        teams = (self.world.support, self.world.workshop)
        self.ticket.refresh_from_db()
        to = next(team for team in teams if team.pk != self.ticket.team_id)
        self.ticket = move_team(self.ticket, to.pk, by=self.world.manager)

    def everything(self) -> str:
        waiting = Proposal.objects.filter(state="waiting")
        tables = (Draft.objects.all(), waiting, Message.objects.all())
        return "".join(html for rows in tables for html in rows.values_list("html", flat=True))

    @invariant()
    def no_word_is_lost(self) -> None:
        assert self.elsewhere(self.kept) == self.kept

    @invariant()
    def nothing_goes_out_without_an_approval(self) -> None:
        for message in Message.objects.filter(author="agent"):
            assert message.proposal.state == "approved" and message.proposal.decided_by == self.world.manager
        assert self.ticket.first_answered_at is None or Message.objects.filter(author="agent").exists()

    @invariant()
    def the_figure_is_true(self) -> None:
        assert counts(self.world.manager)["to_approve"] == Proposal.objects.filter(state="waiting").count()


def test_in_any_order_no_word_is_lost_and_nothing_goes_out_unapproved(db: None) -> None:
    quick = settings(max_examples=25, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(Approving, settings=quick)
