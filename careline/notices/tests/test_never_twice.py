"""Whatever happens in whatever order, nobody hears of one thing twice in one place.

Hypothesis plays a desk: the same things are told again and again with reasons that differ, read at any moment, the clock
goes on, servers are busy, workers die before and after the wire, and choices change in between.
"""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from careline.channels.contracts import Mailed
from careline.core.models import RateCount
from careline.notices.actions import send_mails as mailing
from careline.notices.actions import send_pushes as pushing
from careline.notices.actions.mark_read import mark_all_read, mark_ticket_read
from careline.notices.actions.tell import tell
from careline.notices.contracts import Kind, Thing
from careline.notices.models import Notice, Preference, Sending, Subscription
from careline.notices.pushing import Pushed
from careline.testing.world import make_ticket

pytestmark = pytest.mark.django_db

THINGS = 3
KINDS = [Kind.WATCHED, Kind.MINE, Kind.MENTIONED, Kind.REMINDED]
FATES = ["taken", "busy", "refused", "killed before", "killed after"]
STEPS = st.one_of(
    st.tuples(st.just("tell"), st.integers(0, THINGS - 1), st.sampled_from(KINDS)),
    st.tuples(st.just("read"), st.integers(0, THINGS - 1), st.none()),
    st.tuples(st.just("read all"), st.none(), st.none()),
    st.tuples(st.just("mail"), st.sampled_from(FATES), st.booleans()),
    st.tuples(st.just("push"), st.sampled_from(FATES), st.booleans()),
    st.tuples(st.just("later"), st.integers(1, 200), st.none()),
    st.tuples(st.just("digest"), st.sampled_from(["off", "hourly", "daily"]), st.none()),
    st.tuples(st.just("quiet"), st.booleans(), st.none()),
)


class Wire:
    """What really went out, of which thing, and whether the other side takes it."""

    def __init__(self):
        self.fate = "taken"
        self.mailed, self.pushed = Counter(), Counter()
        self.unread_when_sent = True

    def _meet(self, counted, notices, taken, busy, refused):
        if self.fate in ("taken", "killed after"):
            counted.update(one.thing for one in notices)
            self.unread_when_sent &= not Notice.objects.filter(
                pk__in=[one.pk for one in notices], read_at__isnull=False
            ).exists()
        if self.fate.startswith("killed"):
            raise KeyboardInterrupt
        return {"taken": taken, "busy": busy}.get(self.fate, refused)

    def mail(self, notices, *, to):
        return self._meet(self.mailed, notices, Mailed.SENT, Mailed.LATER, Mailed.REFUSED)

    def push(self, notice, browser):
        return self._meet(self.pushed, [notice], Pushed.SENT, Pushed.LATER, Pushed.REFUSED)


def run(act):
    """Let a worker work until it is done or dies."""
    try:
        act(seconds=5)
    except KeyboardInterrupt:
        return


def play(step, agent, tickets, wire):
    what, one, other = step
    if what == "tell":
        reasons = {agent.pk: other}
        tell(Thing(key=f"{one}:x", event_id=1, reasons=reasons, ticket_id=tickets[one].pk))
    elif what == "read":
        mark_ticket_read(tickets[one].pk, by=agent)
    elif what == "read all":
        mark_all_read(by=agent, up_to=10**12)
    elif what == "later":
        for row in Sending.objects.filter(state="due"):
            row.due_at -= timedelta(minutes=one)
            row.save(update_fields=["due_at"])
    elif what == "digest":
        Preference.objects.update(digest=one)
    elif what == "quiet":
        Preference.objects.update(days_off=[*range(7)] if one else [])
    else:
        wire.fate = one
        if other:  # the minutes went by
            Sending.objects.filter(state="due").update(due_at=timezone.now())
        run(mailing.send_mails if what == "mail" else pushing.send_pushes)


@pytest.fixture
def desk(world, monkeypatch):
    """Ana with one browser, and three tickets; what goes out meets the wire of the moment."""
    wires = [Wire()]
    monkeypatch.setattr(mailing, "mail_of", lambda notice, agent: [notice])
    monkeypatch.setattr(mailing, "digest_of", lambda notices, agent: notices)
    monkeypatch.setattr(mailing, "mail_agent", lambda mail, to: wires[-1].mail(mail, to=to))
    monkeypatch.setattr(pushing, "push_of", lambda notice, agent, shows_words: notice)
    monkeypatch.setattr(pushing, "deliver", lambda push, browser: wires[-1].push(push, browser))
    return world, [make_ticket(world.support, world.customer) for _n in range(THINGS)], wires


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example([("tell", 0, Kind.MINE), ("mail", "killed after", True), ("mail", "taken", True)])
@example([("tell", 0, Kind.MINE), ("push", "killed after", True), ("push", "taken", True)])
@example(
    [("tell", 0, Kind.WATCHED), ("mail", "taken", True), ("tell", 0, Kind.MENTIONED), ("mail", "taken", True)]
)
@given(steps=st.lists(STEPS, min_size=4, max_size=24))
def test_nobody_hears_of_one_thing_twice_in_one_place(desk, steps):
    world, tickets, wires = desk
    for model in (Notice, Preference, Subscription, RateCount):
        model.objects.all().delete()
    Preference.objects.create(agent=world.ana)
    Subscription.objects.create(agent=world.ana, endpoint="https://x.example/", endpoint_hash="x")
    wires.append(Wire())
    told = {one for what, one, _other in steps if what == "tell"}
    for step in steps:
        play(step, world.ana, tickets, wires[-1])
    wire = wires[-1]
    assert max(wire.mailed.values(), default=0) <= 1, wire.mailed
    assert max(wire.pushed.values(), default=0) <= 1, wire.pushed
    assert wire.unread_when_sent, "what was read is not sent any more"
    assert Notice.objects.count() == len(told)


def test_two_workers_at_once_take_different_ones(desk):
    world, tickets, wires = desk
    for n, ticket in enumerate(tickets):
        tell(Thing(key=f"{n}:x", event_id=1, reasons={world.ana.pk: Kind.MINE}, ticket_id=ticket.pk))
    Sending.objects.update(due_at=timezone.now())
    wires.append(Wire())
    real = wires[-1].mail

    def meanwhile(notices, *, to):
        outcome = real(notices, to=to)
        mailing.send_mails(seconds=5)  # another worker, while this one waits for the server
        return outcome

    wires[-1].mail = meanwhile
    mailing.send_mails(seconds=5)
    assert wires[-1].mailed == Counter({f"{n}:x": 1 for n in range(THINGS)})
