"""Drafts that are handed to colleagues: seen, taken over once, and no word that was kept is ever lost."""

import contextlib

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.racing import race
from careline.testing.world import World, make_ticket, make_world
from careline.tickets.actions.attach_file import attach_file
from careline.tickets.actions.discard_draft import discard_draft
from careline.tickets.actions.offer_draft import offer_draft, withdraw_draft
from careline.tickets.actions.reply import reply
from careline.tickets.actions.save_draft import DraftConflict, save_draft
from careline.tickets.actions.take_draft import take_draft
from careline.tickets.contracts import Address, DraftContent, NotVisible, Outgoing, Refused
from careline.tickets.models import Draft, DraftFile, Message, Ticket

PART = {"HTTP_HX_REQUEST": "true"}
CARLA = (Address("carla@customer.example"),)


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def write(ticket: Ticket, html: str, *, by, version: int = 0, kind: str = "reply") -> Draft:
    return save_draft(DraftContent(kind=kind, html=html, to=CARLA), ticket=ticket, by=by, version=version)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_offered_draft_is_seen_and_taken_over_with_its_files(world: World, ticket: Ticket) -> None:
    write(ticket, "<p>Half an answer</p>", by=world.ana)
    attach_file(ticket, kind="reply", name="plan.txt", content=b"plan", by=world.ana)
    ben = logged_in(world.ben)
    assert "Half an answer" not in ben.get(f"/tickets/{ticket.pk}/").content.decode()
    offered = offer_draft(ticket, kind="reply", by=world.ana)
    page = ben.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "Half an answer" in page and "plan.txt" in page and "Take the draft over" in page
    answer = ben.post(f"/tickets/{ticket.pk}/offered/{offered.pk}/taking/", **PART).content.decode()
    draft = Draft.objects.get()
    assert (draft.agent, draft.html, draft.to) == (
        world.ben,
        "<p>Half an answer</p>",
        [["carla@customer.example", ""]],
    )
    assert draft.files.get().uploaded_by == world.ben and "plan.txt" in answer
    assert "took over a draft by <b>Ana Agent</b>" in answer and "Take the draft over" not in answer
    file = draft.files.get()
    sent = reply(
        ticket, Outgoing(draft.html, file_keys=(file.key,), draft_version=draft.version), by=world.ben
    )
    assert sent.attachments.get().name == "plan.txt" and not Draft.objects.exists()


def test_what_the_new_owner_wrote_stays_before_it(world: World, ticket: Ticket) -> None:
    write(ticket, "<p>From Ana</p>", by=world.ana)
    write(ticket, "<p>From Ben</p>", by=world.ben)
    taken = take_draft(offer_draft(ticket, kind="reply", by=world.ana).pk, by=world.ben)
    assert taken.html == "<p>From Ben</p><p>From Ana</p>" and Draft.objects.get() == taken


def test_a_window_that_has_not_seen_the_words_does_not_spend_them(world: World, ticket: Ticket) -> None:
    seen = write(ticket, "<p>From Ben</p>", by=world.ben).version
    write(ticket, "<p>From Ana</p>", by=world.ana)
    taken = take_draft(offer_draft(ticket, kind="reply", by=world.ana).pk, by=world.ben)
    reply(ticket, Outgoing("<p>From Ben</p>", draft_version=seen), by=world.ben)
    assert "From Ana" in Draft.objects.get().html
    with pytest.raises(DraftConflict):
        write(ticket, "<p>From Ben, changed</p>", by=world.ben, version=seen)
    reply(ticket, Outgoing(taken.html, draft_version=taken.version), by=world.ben)
    assert not Draft.objects.exists()


def test_the_writer_goes_on_until_it_is_taken_and_can_keep_it(world: World, ticket: Ticket) -> None:
    draft = write(ticket, "<p>One</p>", by=world.ana)
    offer_draft(ticket, kind="reply", by=world.ana, to=world.ben)
    draft = write(ticket, "<p>One two</p>", by=world.ana, version=draft.version)
    assert withdraw_draft(ticket, kind="reply", by=world.ana)
    assert not withdraw_draft(ticket, kind="reply", by=world.ana)
    with pytest.raises(Refused):
        take_draft(draft.pk, by=world.ben)
    offer_draft(ticket, kind="reply", by=world.ana)
    take_draft(draft.pk, by=world.ben)
    with pytest.raises(DraftConflict):
        write(ticket, "<p>One two three</p>", by=world.ana, version=draft.version)
    said = [*Event.objects.filter(name__startswith="draft.").order_by("pk").values_list("name", flat=True)]
    assert said == ["draft.offered"] * 3 + ["draft.taken"]


def test_who_may_not_answer_gets_and_takes_nothing(world: World, ticket: Ticket) -> None:
    with pytest.raises(Refused):
        offer_draft(ticket, kind="reply", by=world.ana)
    draft = write(ticket, "<p>One</p>", by=world.ana)
    for to in (world.light, world.ana, world.gone):
        with pytest.raises(Refused):
            offer_draft(ticket, kind="reply", by=world.ana, to=to)
    with pytest.raises(Refused):
        offer_draft(ticket, kind="note", by=world.ana)
    offer_draft(ticket, kind="reply", by=world.ana, to=world.ben)
    for person in (world.lead, world.ana):
        with pytest.raises(Refused):
            take_draft(draft.pk, by=person)
    with pytest.raises(Forbidden):
        take_draft(draft.pk, by=world.light)
    page = logged_in(world.lead).get(f"/tickets/{ticket.pk}/").content.decode()
    assert "Draft for Ben Agent, not sent" in page and "Take the draft over" not in page
    assert take_draft(draft.pk, by=world.ben).agent == world.ben


def test_a_draft_of_a_private_team_is_no_strangers(world: World) -> None:
    secret = make_ticket(world.complaints, world.customer)
    draft = write(secret, "<p>Sorry</p>", by=world.cleo)
    offer_draft(secret, kind="reply", by=world.cleo)
    with pytest.raises(Refused):
        offer_draft(secret, kind="reply", by=world.cleo, to=world.ana)
    with pytest.raises(NotVisible):
        take_draft(draft.pk, by=world.ana)
    ana = logged_in(world.ana)
    own = make_ticket(world.support, world.customer)
    for number in (secret.pk, own.pk):
        assert ana.post(f"/tickets/{number}/offered/{draft.pk}/taking/", **PART).status_code == 404
    for what in ("offer", "withdrawal"):
        assert ana.post(f"/tickets/{secret.pk}/drafts/reply/{what}/", **PART).status_code == 404
    assert (
        logged_in(world.manager).get(f"/tickets/{secret.pk}/").content.decode().count("Take the draft over")
        == 1
    )


def test_the_dialog_names_those_who_can_answer(
    world: World, ticket: Ticket, django_assert_max_num_queries
) -> None:
    write(ticket, "<p>One</p>", by=world.ana)
    client = logged_in(world.ana)
    client.get("/")
    with django_assert_max_num_queries(8):
        page = client.get(f"/tickets/{ticket.pk}/drafts/reply/offer/").content.decode()
    assert "Ben Agent" in page and "Lee Light" not in page and "Ada Auditor" not in page
    answer = client.post(
        f"/tickets/{ticket.pk}/drafts/reply/offer/", {"to": world.ben.pk}, **PART
    ).content.decode()
    assert "Handed to Ben Agent" in answer and "Keep it for myself" in answer
    answer = client.post(f"/tickets/{ticket.pk}/drafts/reply/withdrawal/", **PART).content.decode()
    assert "yours alone again" in answer and "Keep it for myself" not in answer


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_one_has_it_and_two_who_swap_have_both() -> None:
    small = make_world()
    ticket = make_ticket(small.support, small.customer)
    draft = write(ticket, "<p>One</p>", by=small.ana)
    offer_draft(ticket, kind="reply", by=small.ana)
    got = race(
        lambda: take_draft(draft.pk, by=small.ben), lambda: take_draft(draft.pk, by=small.lead),
        behind=Ticket.objects.filter(pk=ticket.pk),
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in got) == ["Draft", "Refused"]
    first = Draft.objects.get()
    second = write(ticket, "<p>Two</p>", by=small.ana)
    for who in (first.agent, small.ana):
        offer_draft(ticket, kind="reply", by=who)
    race(
        lambda: take_draft(second.pk, by=first.agent), lambda: take_draft(first.pk, by=small.ana),
        behind=Ticket.objects.filter(pk=ticket.pk),
    )  # fmt: skip
    kept = "".join(Draft.objects.values_list("html", flat=True))
    assert "One" in kept and "Two" in kept


class Writing(RuleBasedStateMachine):
    """Two agents with a window each write, hand over, take, send and discard: what was kept stands somewhere."""

    people = st.sampled_from(["ana", "ben"])

    def __init__(self) -> None:
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        self.world = make_world()
        self.ticket = make_ticket(self.world.support, self.world.customer)
        self.window = {"ana": ["", 0], "ben": ["", 0]}
        self.kept: set[str] = set()
        self.count = 0

    def who(self, name: str):
        return getattr(self.world, name)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    def look(self, name: str) -> None:
        """Load the page again."""
        draft = Draft.objects.filter(ticket=self.ticket, agent=self.who(name), kind="reply").first()
        self.window[name] = [draft.html, draft.version] if draft else ["", 0]

    @rule(name=people)
    def load(self, name: str) -> None:
        self.look(name)

    @rule(name=people)
    def type_and_save(self, name: str) -> None:
        self.count += 1
        word = f"w{self.count}x"
        html, version = self.window[name]
        self.window[name][0] = html = f"{html}<p>{word}</p>"
        try:
            draft = write(self.ticket, html, by=self.who(name), version=version)
        except DraftConflict:
            return
        self.window[name][1] = draft.version
        self.kept.add(word)

    @rule(name=people, named=st.booleans())
    def offer(self, name: str, named: bool) -> None:
        other = self.who("ben" if name == "ana" else "ana")
        with contextlib.suppress(Refused):
            offer_draft(self.ticket, kind="reply", by=self.who(name), to=other if named else None)

    @rule(name=people)
    def take(self, name: str) -> None:
        for draft in Draft.objects.exclude(agent=self.who(name)).exclude(offered_at=None):
            take_draft(draft.pk, by=self.who(name))
            self.look(name)

    @rule(name=people)
    def send(self, name: str) -> None:
        html, version = self.window[name]
        if html:
            reply(self.ticket, Outgoing(html, to=CARLA, draft_version=version), by=self.who(name))
            self.look(name)

    @rule(name=people)
    def discard(self, name: str) -> None:
        draft = Draft.objects.filter(ticket=self.ticket, agent=self.who(name), kind="reply").first()
        if draft:
            self.kept -= {word for word in self.kept if f">{word}<" in draft.html}
        discard_draft(self.ticket, kind="reply", by=self.who(name))
        self.look(name)

    @invariant()
    def every_kept_word_stands_somewhere(self) -> None:
        texts = [
            *Draft.objects.values_list("html", flat=True),
            *Message.objects.values_list("html", flat=True),
        ]
        everything = "".join(texts)
        assert not [word for word in self.kept if f">{word}<" not in everything]
        assert not DraftFile.objects.exists()


@pytest.mark.django_db
def test_no_kept_word_is_lost_whatever_two_people_do() -> None:
    run_state_machine_as_test(
        Writing, settings=settings(max_examples=25, stateful_step_count=20, deadline=None)
    )
