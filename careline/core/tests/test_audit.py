"""The audit chain: what was edited, deleted or slipped in is found and named; a redaction keeps the chain whole."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, connections, transaction

from careline.core import audit
from careline.core.audit.digest import COLUMNS, digest
from careline.core.events import FACTS, Actor, Fact, emit
from careline.core.models import Event, Seal, SealedEvent
from careline.testing.racing import race

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class BellRang(Fact):
    name: ClassVar[str] = "audit_test.bell_rang"
    who: str

    @property
    def subject(self):
        return "bell:1"


FACTS.pop(BellRang.name)  # an event of this test only: not among the names that people choose from


ANA = Actor("agent", 7)


def ring(who="Carla", by=ANA):
    with transaction.atomic():
        return emit(BellRang(who=who), by=by)


def kinds():
    return [(one.kind, one.event_id) for one in audit.verify().problems]


def edit(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def rung():
    ids = [ring(f"Guest {n}") for n in range(3)]
    audit.seal()
    ids += [ring(f"Guest {n}") for n in range(3, 6)]
    audit.seal()
    return ids


def test_an_untouched_log_is_sound(rung):
    verdict = audit.verify()
    assert verdict.is_sound
    assert (verdict.seals, verdict.events) == (2, 6)
    assert verdict.head == Seal.objects.latest("pk").hash
    assert audit.last_verdict().head == verdict.head


def test_sealing_twice_seals_nothing_twice(rung):
    assert audit.seal() == 0
    assert SealedEvent.objects.count() == 6


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE core_event SET data = \'{"who": "Mallory"}\' WHERE id = %s',
        "UPDATE core_event SET at = at + interval '1 second' WHERE id = %s",
        "UPDATE core_event SET actor_id = 8 WHERE id = %s",
        "UPDATE core_event SET subject = 'bell:2' WHERE id = %s",
        "UPDATE core_event SET name = 'bell.cast' WHERE id = %s",
        "UPDATE core_event SET topics = '{}' WHERE id = %s",
    ],
)
def test_an_edited_event_is_named(rung, change):
    edit(change, rung[1])
    assert kinds() == [("edited", rung[1])]


def test_a_deleted_event_is_named(rung):
    edit("DELETE FROM core_event WHERE id = %s", rung[4])
    assert kinds() == [("deleted", rung[4])]


def test_an_event_slipped_in_as_an_old_transaction_is_named(rung):
    edit(
        "INSERT INTO core_event (id, txid, name, subject, topics, actor_kind, actor_id, data)"
        " VALUES (900000, '3', 'bell.rang', 'bell:1', '{}', 'agent', 7, '{}')"
    )
    assert kinds() == [("inserted", 900000)]


def test_an_event_that_is_dated_back_is_named_though_it_was_sealed(rung):
    edit(
        "INSERT INTO core_event (id, at, name, subject, topics, actor_kind, actor_id, data)"
        " VALUES (900000, now() - interval '3 days', 'bell.rang', 'bell:1', '{}', 'agent', 7, '{}')"
    )
    audit.seal()
    assert kinds() == [("inserted", 900000)]


def test_who_covers_an_edit_with_a_new_digest_breaks_the_batch(rung):
    edit("UPDATE core_event SET actor_id = 8 WHERE id = %s", rung[1])
    edit("UPDATE core_sealedevent SET salt = NULL WHERE event_id = %s", rung[1])
    row = Event.objects.filter(pk=rung[1]).values_list(*COLUMNS).get()
    edit("UPDATE core_sealedevent SET digest = %s WHERE event_id = %s", digest(row), rung[1])
    assert [kind for kind, _event in kinds()] == ["batch"]


def test_a_row_that_is_removed_with_its_digest_breaks_the_batch(rung):
    edit("DELETE FROM core_event WHERE id = %s", rung[1])
    edit("DELETE FROM core_sealedevent WHERE event_id = %s", rung[1])
    assert ("batch", rung[0]) in kinds()


def test_an_end_that_was_cut_off_is_told_until_it_is_back(rung):
    noted = audit.verify().head
    edit("DELETE FROM core_event WHERE id >= %s", rung[3])
    edit("DELETE FROM core_sealedevent WHERE event_id >= %s", rung[3])
    edit("DELETE FROM core_seal WHERE first_id >= %s", rung[3])

    assert kinds() == [("cut", 0)]
    assert kinds() == [("cut", 0)]
    edit("DELETE FROM core_heartbeat")
    assert [one.kind for one in audit.verify(expected=noted).problems] == ["cut"]


def test_a_redaction_takes_the_words_and_keeps_the_chain_whole(rung):
    with transaction.atomic():
        assert audit.redact({rung[1]: {"who": ""}, 0: {}}, reason="erasure", by=Actor("agent", 7)) == 1

    verdict = audit.verify()
    assert (verdict.problems, verdict.redacted) == ([], 1)
    assert Event.objects.get(pk=rung[1]).data == {"who": ""}
    assert SealedEvent.objects.get(pk=rung[1]).salt is None, "the old words can't be tried out"
    announced = Event.objects.get(name="audit.redacted")
    assert announced.data["digests"].keys() == {str(rung[1])}
    assert announced.actor_id == 7


def test_after_a_redaction_a_further_edit_is_found(rung):
    with transaction.atomic():
        audit.redact({rung[1]: {"who": ""}}, reason="erasure")
    edit('UPDATE core_event SET data = \'{"who": "Mallory"}\' WHERE id = %s', rung[1])
    assert kinds() == [("edited", rung[1])]


def test_an_event_can_be_redacted_twice_and_before_it_is_sealed(rung):
    fresh = ring("Nobody yet")
    for words in ("x", ""):
        with transaction.atomic():
            audit.redact({fresh: {"who": words}, rung[0]: {"who": words}}, reason="erasure")
    assert kinds() == []


def test_a_backlog_is_sealed_in_several_batches(rung, monkeypatch):
    edit(
        "INSERT INTO core_event (at, name, subject, topics, actor_kind, actor_id, data)"
        " SELECT now() - interval '1 day', 'bell.rang', 'bell:1', '{}', 'system', 0, '{}' FROM generate_series(1, 12000)"
    )
    edit("DELETE FROM core_sealedevent")
    edit("DELETE FROM core_seal")

    assert audit.seal() == 12006
    assert Seal.objects.count() == 3
    assert kinds() == []


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_sealed_late_and_two_sealers_seal_once():
    from threading import Event as Signal
    from threading import Thread

    begun, may_end = Signal(), Signal()

    def slowly():
        try:
            with transaction.atomic():
                emit(BellRang(who="slow"))
                begun.set()
                may_end.wait(10)
        finally:
            connections.close_all()

    slow = Thread(target=slowly)
    slow.start()
    begun.wait(10)
    ring("quick")
    assert audit.seal() == 1
    may_end.set()
    slow.join()

    race(audit.seal, audit.seal)
    audit.seal()
    assert SealedEvent.objects.count() == 2
    assert kinds() == []


def test_the_log_is_searched_by_who_what_about_what_and_when(rung):
    other = ring("Ben", by=Actor("agent", 8))
    edit("UPDATE core_event SET at = now() - interval '2 days' WHERE id = %s", rung[0])
    newest = Event.objects.get(pk=other).at

    assert [one.pk for one in audit.find(audit.Question(actor="agent:8"))] == [other]
    assert audit.find(audit.Question(name="agent.role_changed")) == []
    assert len(audit.find(audit.Question(name="audit_test.bell_rang", subject="bell:1"), limit=4)) == 4
    assert [one.pk for one in audit.find(audit.Question(since=newest))] == [other]
    assert len(audit.find(audit.Question(until=newest), before=rung[3])) == 3
