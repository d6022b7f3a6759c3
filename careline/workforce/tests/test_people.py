"""Skills, capacity, absences: who may say what, who can do what, and who covers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from careline.accounts.actions.change_presence import change_presence
from careline.accounts.actions.leads import remember_leads
from careline.accounts.contracts import Forbidden
from careline.accounts.models import Agent, Membership
from careline.core.models import Event
from careline.testing.racing import race
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.plan_absence import (
    AbsenceDetails,
    change_absence,
    plan_absence,
    withdraw_absence,
)
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.actions.save_skill import archive_skill, change_skill, create_skill, set_skill
from careline.workforce.actions.set_capacity import set_capacity
from careline.workforce.contracts import Reason, Stretch, WorkforceRefused
from careline.workforce.models import Absence, AgentSkill, Skill
from careline.workforce.queries import (
    absences_for,
    availability_of,
    capacities_of,
    capacity_of,
    cover_of,
    is_available,
    who_can,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def led(world):
    """Support is led by its lead."""
    Membership.objects.filter(agent=world.lead, team=world.support).update(is_lead=True)
    remember_leads([world.lead.pk])
    world.lead.refresh_from_db()
    return world


def away(agent, *, cover=None, by=None, since=NOW, until=NOW + WEEK, reason=""):
    return plan_absence(
        agent, AbsenceDetails(since, until, cover.pk if cover else None, reason), by=by or agent
    )


def test_who_can_is_who_has_every_skill_well_enough(led):
    french, bells = (
        create_skill("French", kind="language", by=led.manager),
        create_skill("Bells", kind="product", by=led.manager),
    )
    set_skill(led.ana, french, level=4, expires_on=None, by=led.lead)
    set_skill(led.ana, bells, level=2, expires_on=None, by=led.lead)
    set_skill(led.ben, french, level=2, expires_on=None, by=led.lead)
    set_skill(led.cleo, french, level=5, expires_on=None, by=led.manager)
    names = lambda *asked: [one.name for one in who_can(*asked, NOW)]  # noqa: E731
    assert names(led.support.pk, [french.pk]) == ["Ana Agent", "Ben Agent"]
    assert names(led.support.pk, {french.pk: 3}) == ["Ana Agent"]
    assert names(led.support.pk, {french.pk: 1, bells.pk: 3}) == []
    assert names(None, [french.pk]) == ["Ana Agent", "Ben Agent", "Cleo Complaints"]
    assert names(led.support.pk, []) == [
        "Ana Agent",
        "Ben Agent",
        "Lou Lead",
    ]  # neither light agents nor who left
    assert who_can(led.support.pk, [french.pk], NOW)[0].levels == {french.pk: 4}


def test_a_licence_counts_until_the_end_of_its_last_day(led):
    licence = create_skill("E-bike licence", kind="licence", by=led.manager)
    set_skill(led.ana, licence, level=3, expires_on=date(2026, 11, 23), by=led.lead)
    assert who_can(led.support.pk, [licence.pk], datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert not who_can(led.support.pk, [licence.pk], datetime(2026, 11, 24, 12, tzinfo=UTC))


def test_who_can_costs_the_same_for_many(led, django_assert_num_queries):
    french = create_skill("French", kind="language", by=led.manager)
    for one in (led.ana, led.ben):
        set_skill(one, french, level=3, expires_on=None, by=led.lead)
    is_available(led.ana)
    with django_assert_num_queries(4):
        assert len(who_can(led.support.pk, [french.pk], NOW)) == 2


def test_why_somebody_takes_no_work(led):
    night = (Stretch(1320, 1440),)
    shift = create_hours(HoursDetails("Night", "UTC", (night,) * 7), by=led.manager)
    assign_hours("agent", led.ben.pk, shift, by=led.manager)
    change_presence(led.cleo, presence=Agent.Presence.AWAY)
    change_presence(led.stranger, presence=Agent.Presence.OFFLINE)
    away(led.lead, cover=led.ana)
    people = [led.ana, led.ben, led.cleo, led.stranger, led.lead, led.gone]
    found = availability_of(people, NOW)
    assert [found[one.pk].reason for one in people] == [
        None, Reason.OFF_HOURS, Reason.AWAY, Reason.OFFLINE, Reason.ABSENT, Reason.GONE,
    ]  # fmt: skip
    assert found[led.lead.pk].cover_id == led.ana.pk
    assert is_available(led.ana, NOW) and not is_available(led.ben, NOW)
    assert is_available(led.ben, NOW.replace(hour=23))


def test_the_cover_of_a_cover_who_is_absent_too_takes_the_place(led):
    away(led.ana, cover=led.ben)
    away(led.ben, cover=led.lead)
    assert cover_of(led.ana, NOW) == led.lead
    assert cover_of(led.ana, NOW + 2 * WEEK) is None and cover_of(led.lead, NOW) is None


def test_covers_who_name_each_other_end(led):
    away(led.ana, cover=led.ben)
    away(led.ben, cover=led.ana)
    assert cover_of(led.ana, NOW) is None
    assert availability_of([led.ana, led.ben], NOW)[led.ana.pk].cover_id is None


def test_a_cover_who_left_covers_nobody(led):
    away(led.ana, cover=led.ben)
    Agent.objects.filter(pk=led.ben.pk).update(is_active=False)
    assert cover_of(led.ana, NOW) is None


def test_capacity_is_ones_own_else_the_companys_else_the_usual(led):
    assert (
        capacity_of(led.ana, "chat") == 3
        and capacity_of(led.ana, "voice") == 1
        and capacity_of(led.ana, "email") == 30
    )
    set_capacity(None, "email", most=12, by=led.manager)
    set_capacity(led.ana, "email", most=0, by=led.lead)
    assert capacities_of([led.ana.pk, led.ben.pk], "email") == {led.ana.pk: 0, led.ben.pk: 12}
    set_capacity(led.ana, "email", most=None, by=led.lead)
    assert capacity_of(led.ana, "email") == 12
    assert [event.data["most"] for event in Event.objects.filter(name="capacity.changed").order_by("pk")] == [
        12,
        0,
        -1,
    ]


@pytest.mark.parametrize("most", [-1, 1001])
def test_a_capacity_that_is_none_is_refused(led, most):
    with pytest.raises(WorkforceRefused):
        set_capacity(led.ana, "email", most=most, by=led.manager)


def test_an_absence_keeps_its_reason_to_itself(led):
    row = away(led.ana, cover=led.ben, reason="An operation")
    assert "operation" not in str([*Event.objects.values_list("data", flat=True)])
    assert [*absences_for(led.ana, since=NOW)] == [row] == [*absences_for(led.lead, since=NOW)]
    assert (
        not absences_for(led.ben, since=NOW).exists() and not absences_for(led.stranger, since=NOW).exists()
    )


def test_two_absences_of_one_person_never_overlap(led):
    row = away(led.ana)
    with pytest.raises(WorkforceRefused, match="already"):
        away(led.ana, since=NOW + WEEK - timedelta(minutes=1), until=NOW + 2 * WEEK)
    away(led.ana, since=NOW + WEEK, until=NOW + 2 * WEEK)
    with pytest.raises(WorkforceRefused, match="already"):
        change_absence(row, AbsenceDetails(NOW, NOW + WEEK + timedelta(hours=1)), by=led.ana)
    assert change_absence(
        row, AbsenceDetails(NOW, NOW + timedelta(days=1)), by=led.ana
    ).ends_at == NOW + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_of_two_absences_planned_at_once_one_is_refused(world):
    def plan():
        try:
            return away(world.ana)
        except WorkforceRefused:
            return None

    race(plan, plan)
    assert Absence.objects.count() == 1


def test_an_absence_that_cannot_be_is_refused(led):
    for details in (
        AbsenceDetails(NOW, NOW),
        AbsenceDetails(NOW, NOW + WEEK, led.ana.pk),
        AbsenceDetails(NOW, NOW + WEEK, led.gone.pk),
        AbsenceDetails(NOW, NOW + WEEK * 200),
    ):
        with pytest.raises(WorkforceRefused):
            plan_absence(led.ana, details, by=led.ana)
    assert not Absence.objects.exists()


def test_an_absence_is_taken_back_once(led):
    row = away(led.ana)
    withdraw_absence(row, by=led.lead)
    withdraw_absence(row, by=led.lead)
    names = Event.objects.filter(name__startswith="absence.").order_by("pk").values_list("name", flat=True)
    assert [*names] == ["absence.planned", "absence.withdrawn"] and is_available(led.ana, NOW)


def test_one_plans_for_oneself_and_for_those_one_leads_only(led):
    french = create_skill("French", kind="language", by=led.manager)
    away(led.ana, by=led.ana)
    away(led.ben, by=led.lead)
    away(led.cleo, by=led.manager)
    for act in (
        lambda: away(led.stranger, by=led.lead),
        lambda: away(led.lead, by=led.ana),
        lambda: set_skill(led.ana, french, level=5, expires_on=None, by=led.ana),
        lambda: set_skill(led.cleo, french, level=5, expires_on=None, by=led.lead),
        lambda: set_capacity(led.ana, "chat", most=1, by=led.ana),
        lambda: set_capacity(None, "chat", most=1, by=led.lead),
        lambda: create_skill("Welsh", kind="language", by=led.lead),
    ):
        with pytest.raises(Forbidden):
            act()
    assert not AgentSkill.objects.exists() and Absence.objects.count() == 3


def test_a_skill_is_named_once_and_archived_not_lost(led):
    french = create_skill("French", kind="language", by=led.manager)
    for name, kind in (("french", "language"), (" ", "language"), ("Welsh", "song")):
        with pytest.raises(WorkforceRefused):
            create_skill(name, kind=kind, by=led.manager)
    set_skill(led.ana, french, level=3, expires_on=None, by=led.manager)
    change_skill(french, name="Français", kind="language", by=led.manager)
    archive_skill(french, by=led.manager)
    assert Skill.objects.get().is_archived and AgentSkill.objects.get().level == 3
    with pytest.raises(WorkforceRefused):
        set_skill(led.ana, french, level=6, expires_on=None, by=led.manager)
    set_skill(led.ana, french, level=0, expires_on=None, by=led.manager)
    assert not AgentSkill.objects.exists()
