"""Who covers is told when an absence names them, changes and ends; the absent, of what others do; in their own time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.core.models import Event
from careline.notices.actions.choose import Choices, choose
from careline.notices.contracts import Kind, Way
from careline.notices.letters import mail_of
from careline.notices.models import Notice
from careline.notices.tests.conftest import told, work
from careline.notices.words import known_for, say
from careline.testing.world import World
from careline.workforce.actions.plan_absence import (
    AbsenceDetails,
    change_absence,
    end_absence,
    plan_absence,
    withdraw_absence,
)
from careline.workforce.models import Absence

pytestmark = pytest.mark.django_db(transaction=True)  # what one transaction does is one thing, told once
STARTS, ENDS = datetime(2027, 3, 26, 23, tzinfo=UTC), datetime(2027, 4, 2, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november(monkeypatch) -> None:
    """It is Monday, 23 November 2026: the absence lies ahead."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))


def plan(world: World, *, cover, by=None, starts=STARTS, ends=ENDS) -> Absence:
    details = AbsenceDetails(starts, ends, cover.pk if cover else None, "Surgery")
    return plan_absence(world.ana, details, by=by or world.ana)


def words(agent) -> list[str]:
    work()
    notices = [*Notice.objects.filter(agent=agent).order_by("pk")]
    known = known_for(notices)
    return [say(one, known).words for one in notices]


def test_who_is_named_is_told_and_the_absent_is_not_told_of_their_own_doing(world: World) -> None:
    plan(world, cover=world.ben)
    assert words(world.ben) == [
        "Ana Agent is absent from Fri 26 Mar, 23:00 to Fri 2 Apr, 22:00, and you cover"
    ]
    assert (told(world.ben), told(world.ana)) == (["cover"], [])
    assert not Event.objects.filter(data__icontains="surgery").exists()


def test_what_others_plan_for_somebody_is_told_to_them(world: World) -> None:
    row = plan(world, cover=world.ben, by=world.manager)
    withdraw_absence(row, by=world.manager)
    assert words(world.ana) == [
        "You are absent from Fri 26 Mar, 23:00 to Fri 2 Apr, 22:00, and Ben Agent covers",
        "Your absence from Fri 26 Mar, 23:00 to Fri 2 Apr, 22:00 was taken back",
    ]
    assert words(world.ben)[-1] == (
        "Ana Agent is not absent after all: you don’t cover from Fri 26 Mar, 23:00 to Fri 2 Apr, 22:00"
    )


def test_a_change_is_told_to_the_old_cover_and_to_the_new_one(world: World) -> None:
    row = plan(world, cover=world.ben)
    change_absence(
        row, AbsenceDetails(STARTS, ENDS + timedelta(days=1), world.ben.pk, "Surgery"), by=world.ana
    )
    assert words(world.ben)[1] == (
        "Ana Agent is absent at other times: you cover from Fri 26 Mar, 23:00 to Sat 3 Apr, 22:00"
    )
    change_absence(row, AbsenceDetails(STARTS, ENDS, world.lead.pk, "Surgery"), by=world.ana)
    assert words(world.ben)[2] == "You don’t cover for Ana Agent any more"
    assert words(world.lead) == [
        "Ana Agent is absent from Fri 26 Mar, 23:00 to Fri 2 Apr, 22:00, and you cover"
    ]
    change_absence(row, AbsenceDetails(STARTS, ENDS, world.lead.pk, "None of your business"), by=world.ana)
    assert len(words(world.lead)) == 1, "the reason alone concerns nobody else"


def test_the_end_is_told_once_when_it_comes_and_only_of_what_stands(world: World, monkeypatch) -> None:
    row = plan(world, cover=world.ben)
    later = ENDS + timedelta(days=2)
    change_absence(row, AbsenceDetails(STARTS, later, world.ben.pk), by=world.ana)
    jobs = ProcrastinateJob.objects.filter(task_name="careline.absence_over").order_by("pk")
    assert [job.scheduled_at for job in jobs] == [ENDS, later]
    monkeypatch.setattr("django.utils.timezone.now", lambda: ENDS)
    end_absence(row.pk)
    assert len(words(world.ben)) == 2, "it lasts longer by now"
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    end_absence(row.pk)
    end_absence(row.pk)
    assert words(world.ben)[2:] == ["The absence of Ana Agent is over: you don’t cover any more"]
    assert words(world.ana) == ["Your absence is over"]


def test_what_is_over_when_it_is_written_down_ends_without_a_word(world: World) -> None:
    now = timezone.now()
    row = plan(world, cover=world.ben, starts=now - timedelta(days=3), ends=now - timedelta(days=1))
    end_absence(row.pk)
    assert not Event.objects.filter(name="absence.ended").exists()
    assert not ProcrastinateJob.objects.filter(task_name="careline.absence_over").exists()


def test_each_hears_of_it_by_their_own_choice_in_their_own_zone_and_comes_to_the_page(world: World) -> None:
    choose(Choices({Kind.COVER: frozenset({Way.MAIL})}), by=world.lead)
    plan(world, cover=world.lead, starts=STARTS - timedelta(days=9), ends=STARTS - timedelta(days=8))
    work()
    assert not Notice.objects.get(agent=world.lead).is_at_desk, "by mail alone, as they chose"
    world.ben.time_zone = "Asia/Tokyo"
    world.ben.save(update_fields=["time_zone"])
    plan(world, cover=world.ben)
    work()
    notice = Notice.objects.get(agent=world.ben)
    mail = mail_of(notice, world.ben)
    # Summer time begins in Berlin meanwhile; in Tokyo nothing changes.
    assert "Ana Agent is absent from Sat 27 Mar, 08:00 to Sat 3 Apr, 07:00, and you cover." in mail.lines
    client = Client()
    client.force_login(world.ben)
    answer = client.post(f"/notices/{notice.pk}/read/", {"open": "1"})
    assert answer["Location"] == "/settings/absences/"
    page = client.get("/settings/absences/").content.decode()
    assert "You cover for" in page and "Sat 27 Mar 2027, 08:00" in page
