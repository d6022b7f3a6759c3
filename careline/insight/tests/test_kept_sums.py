"""Sums over many tickets are kept: shown at once with their age, never to somebody who may see less, or more."""

import json
import time
from dataclasses import fields, replace
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

import careline.insight.actions.keep_sum as keeping
from careline.insight.actions.keep_sum import keep_sum
from careline.insight.contracts import DIMENSIONS, Slice
from careline.insight.models import KeptSum
from careline.insight.periods import period_of
from careline.insight.queries import period_sums
from careline.insight.queries.period_sums import find_kept, is_long, key_of, sum_period
from careline.insight.summed import Question, pack, unpack
from careline.insight.tests.test_pages import client_of, solved
from careline.testing.world import World
from careline.tickets.models import Exclusion
from careline.workforce.queries import forget_hours

YEAR = "/insight/?days=365"


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch):
    forget_hours()
    monkeypatch.setattr(period_sums, "LONG", 0)


def question_of(world: World, **other) -> Question:
    period = period_of(365, zone="Europe/Berlin", now=timezone.now())
    teams = (world.support.pk, world.workshop.pk)
    return Question(Slice(world.ana.pk, teams, period.since, period.until, **other), period, "team")


def made_ago(**span) -> None:
    moment = timezone.now() - timedelta(**span)
    KeptSum.objects.update(made_at=moment, heeded_at=moment)


@pytest.mark.parametrize("path", [YEAR, "/insight/targets/?days=365"])
def test_the_first_page_comes_at_once_and_fetches_its_sums(world: World, path: str) -> None:
    solved(world, 5)
    client = client_of(world.ana)
    first = client.get(path).content.decode()
    assert "are being summed up" in first and "sum=anew" in first and 'hx-trigger="load"' in first
    fetched = client.get(path + "&sum=anew").content.decode()
    assert "of the tickets solved in this period" in fetched or "1 ticket was solved" in fetched
    assert 'hx-trigger="load" hx-select="#sums"' not in fetched
    again = client.get(path).content.decode()
    assert "are being summed up" not in again and 'hx-select="#sums"' not in again and "Sum up anew" in again


def test_what_was_kept_says_how_old_it_is_and_after_five_minutes_is_made_anew(world: World) -> None:
    solved(world, 5)
    client = client_of(world.ana)
    client.get(YEAR + "&sum=anew")
    solved(world, 6, sender="dan@customer.example")
    client = client_of(world.ana)
    made_ago(minutes=4)
    page = client.get(YEAR).content.decode()
    assert (
        "1 ticket was solved" in page
        and "Computed 4 minutes ago." in page
        and 'hx-select="#sums"' not in page
    )
    made_ago(minutes=6)
    page = client.get(YEAR).content.decode()
    assert "1 ticket was solved" in page and "Computed 6 minutes ago." in page and "on their way" in page
    assert 'hx-select="#sums"' in page
    assert "2 tickets were solved" in client.get(YEAR + "&sum=anew").content.decode()
    assert "2 tickets were solved" in client.get(YEAR).content.decode()


def test_nobody_is_shown_what_was_summed_up_for_others(world: World) -> None:
    hidden = solved(world, 5)
    Exclusion.objects.create(ticket=hidden, agent=world.ben, reason="about him", by=world.owner)
    assert "1 ticket was" in client_of(world.ana).get(YEAR + "&sum=anew").content.decode()
    assert "are being summed up" in client_of(world.ben).get(YEAR).content.decode()
    assert "0 tickets" in client_of(world.ben).get(YEAR + "&sum=anew").content.decode()
    Exclusion.objects.create(ticket=hidden, agent=world.ana, reason="about her", by=world.owner)
    assert "are being summed up" in client_of(world.ana).get(YEAR).content.decode(), "from this moment on"


OTHER = {
    "team_ids": (1,), "is_business": False, "channel": "chat", "priority": 3, "type": "task", "agent_id": 9,
    "agent_ids": (9,), "moment": "created_at",
}  # fmt: skip


def test_each_part_of_a_question_has_an_answer_of_its_own(world: World) -> None:
    one = question_of(world)
    assert {*OTHER} == {each.name for each in fields(Slice)} - {"viewer_id", "since", "until"}
    others = [
        Question(replace(one.asked, **{name: value}), one.period, one.by) for name, value in OTHER.items()
    ]
    others += [Question(one.asked, one.period, by) for by in ("", *DIMENSIONS)]
    others += [Question(one.asked, period_of(90, zone="Europe/Berlin", now=timezone.now()), "team")]
    others += [Question(one.asked, period_of(365, zone="Asia/Tokyo", now=timezone.now()), "team")]
    assert len({key_of(each) for each in others} | {key_of(one)}) == len(others), "by team is the same"
    later = period_of(365, zone="Europe/Berlin", now=one.period.until + timedelta(seconds=1))
    assert key_of(Question(one.asked.between(later.since, later.until), later, "team")) == key_of(one)


@pytest.mark.parametrize("by", ["", *DIMENSIONS])
def test_what_is_kept_is_what_was_computed(world: World, by: str) -> None:
    for n in range(4):
        solved(world, 3 + n, sender=f"one{n}@customer.example")
    client_of(world.ana)
    question = replace(question_of(world), by=by)
    summed = sum_period(question)
    assert summed.now.tickets == 4
    assert unpack(json.loads(json.dumps(pack(summed)))) == replace(summed, targets=[*summed.targets])


def test_what_another_version_kept_is_made_anew(world: World) -> None:
    question = question_of(world)
    keep_sum(question)
    KeptSum.objects.update(said={"now": {"tickets": 1, "gone": 2}})
    assert find_kept(key_of(question)) is None
    assert keep_sum(question).summed.now.tickets == 0


@pytest.mark.django_db(transaction=True)
def test_who_asks_the_same_meanwhile_waits_for_it_instead_of_doing_it_again(
    world: World, monkeypatch
) -> None:
    question, sums = question_of(world), []

    def sum_once_somebody_waits(asked: Question):
        sums.append(1)
        while not _somebody_waits():
            time.sleep(0.02)
        return sum_period(asked)

    monkeypatch.setattr(keeping, "sum_period", sum_once_somebody_waits)
    threads = [Thread(target=_ask, args=(question,)) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sums == [1] and KeptSum.objects.count() == 1


def _ask(question: Question) -> None:
    keep_sum(question)
    connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        return cursor.fetchone()[0]


def test_a_day_later_they_are_swept_away_and_few_tickets_are_never_kept(world: World, monkeypatch) -> None:
    keep_sum(question_of(world))
    made_ago(hours=25)
    keep_sum(question_of(world, channel="chat"))
    assert KeptSum.objects.count() == 1
    monkeypatch.setattr(period_sums, "LONG", 200_000)
    assert not is_long(question_of(world))
