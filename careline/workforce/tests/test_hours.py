"""Business hours: who may write them down, which count, and that a change is known at once."""

from datetime import UTC, date, datetime, time

import pytest

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception, remove_exception
from careline.workforce.actions.save_hours import (
    HoursDetails,
    change_hours,
    create_hours,
    make_default,
    remove_hours,
)
from careline.workforce.contracts import ALWAYS, HoursRefused, Stretch
from careline.workforce.models import BusinessHours
from careline.workforce.queries import calendar_of, hours_for, is_open_now

DAY = (Stretch(540, 1020),)
OFFICE = (DAY, DAY, DAY, DAY, DAY, (), ())


def details(name="Office", **given):
    return HoursDetails(**{"name": name, "time_zone": "Europe/Berlin", "week": OFFICE, **given})


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_without_any_hours_it_is_always_open(world):
    assert calendar_of(None) is ALWAYS and calendar_of(77) is ALWAYS and is_open_now()
    assert hours_for(team_id=world.support.pk, inbox_id=1, organisation_id=None) is None


def test_the_first_hours_are_the_default_and_known_at_once(world):
    assert calendar_of(None) is ALWAYS
    hours = create_hours(details(), by=world.manager)
    assert hours_for(team_id=world.support.pk) == hours.pk
    assert calendar_of(None).add(at(2026, 11, 23, 7), 3600) == at(2026, 11, 23, 9)
    assert Event.objects.get(name="hours.created").actor_id == world.manager.pk


def test_an_organisation_goes_before_the_inbox_and_the_inbox_before_the_team(world):
    usual, team, inbox, firm = (create_hours(details(n), by=world.owner) for n in ("A", "B", "C", "D"))
    for kind, subject, hours in (("team", 5, team), ("inbox", 6, inbox), ("organisation", 7, firm)):
        assign_hours(kind, subject, hours, by=world.owner)
    assert hours_for(team_id=5, inbox_id=6, organisation_id=7) == firm.pk
    assert hours_for(team_id=5, inbox_id=6, organisation_id=8) == inbox.pk
    assert hours_for(team_id=5, inbox_id=None, organisation_id=None) == team.pk
    assert hours_for(team_id=6, inbox_id=7, organisation_id=5) == usual.pk
    assign_hours("organisation", 7, None, by=world.owner)
    assert hours_for(team_id=5, inbox_id=6, organisation_id=7) == inbox.pk


def test_holidays_of_a_region_are_closed(world):
    hours = create_hours(details(country="DE", subdivision="BY"), by=world.manager)
    assert not calendar_of(hours.pk).is_open(at(2026, 6, 4, 10))  # Corpus Christi, not kept in Berlin
    change_hours(hours, details(country="DE", subdivision="BE"), by=world.manager)
    assert calendar_of(hours.pk).is_open(at(2026, 6, 4, 10))


def test_an_exception_goes_before_a_holiday_and_ones_own_before_the_companys(world):
    hours = create_hours(details(country="DE"), by=world.manager)
    other = create_hours(details("Other", country="DE"), by=world.manager)
    christmas = date(2026, 12, 25)
    add_exception(ExceptionDetails("Sale", christmas, christmas, DAY), hours=None, by=world.manager)
    own = add_exception(ExceptionDetails("Off", christmas, christmas), hours=hours, by=world.manager)
    assert calendar_of(other.pk).is_open(at(2026, 12, 25, 10))
    assert not calendar_of(hours.pk).is_open(at(2026, 12, 25, 10))
    remove_exception(own, by=world.manager)
    assert calendar_of(hours.pk).is_open(at(2026, 12, 25, 10))


def test_days_off_may_run_over_the_end_of_a_year(world):
    hours = create_hours(details(), by=world.manager)
    off = ExceptionDetails("Winter", date(2026, 12, 28), date(2027, 1, 5))
    add_exception(off, hours=hours, by=world.manager)
    assert calendar_of(None).next_open(at(2026, 12, 28)) == at(2027, 1, 6, 8)


@pytest.mark.parametrize(
    "bad",
    [{"week": ((),) * 7}, {"name": "  "}, {"time_zone": "Mars/Base"}, {"country": "DE", "subdivision": "CA"}],
)
def test_hours_that_cannot_be_are_refused(world, bad):
    with pytest.raises(HoursRefused):
        create_hours(details(**bad), by=world.owner)
    assert not BusinessHours.objects.exists()


def test_a_name_is_given_once(world):
    create_hours(details(), by=world.owner)
    with pytest.raises(HoursRefused, match="name"):
        create_hours(details(), by=world.owner)


def test_the_default_hours_stay_while_others_need_them(world):
    first, second = (create_hours(details(name), by=world.owner) for name in ("A", "B"))
    with pytest.raises(HoursRefused, match="default"):
        remove_hours(first, by=world.owner)
    make_default(second, by=world.owner)
    assign_hours("team", 3, first, by=world.owner)
    remove_hours(first, by=world.owner)
    assert hours_for(team_id=3) == second.pk and calendar_of(first.pk) is calendar_of(None)
    assert [*Event.objects.filter(name__startswith="hours.").order_by("pk").values_list("name", flat=True)] == [
        "hours.created", "hours.created", "hours.changed", "hours.assigned", "hours.removed",
    ]  # fmt: skip


def test_nothing_is_told_where_nothing_changed(world):
    hours = create_hours(details(), by=world.owner)
    change_hours(hours, details(), by=world.owner)
    make_default(hours, by=world.owner)
    assign_hours("team", 3, None, by=world.owner)
    assert Event.objects.filter(name__startswith="hours.").count() == 1


@pytest.mark.parametrize("who", ["lead", "ana", "light", "auditor"])
def test_who_may_not_manage_hours_changes_none(world, who):
    hours = create_hours(details(), by=world.owner)
    person, off = getattr(world, who), ExceptionDetails("Off", date(2026, 1, 2), date(2026, 1, 2))
    for act in (
        lambda: create_hours(details("New"), by=person),
        lambda: change_hours(hours, details("New"), by=person),
        lambda: make_default(hours, by=person),
        lambda: remove_hours(hours, by=person),
        lambda: assign_hours("team", 1, hours, by=person),
        lambda: add_exception(off, hours=hours, by=person),
    ):
        with pytest.raises(Forbidden):
            act()
    assert Event.objects.filter(name__startswith="hours.").count() == 1


def test_what_is_known_costs_no_statement(world, django_assert_num_queries):
    create_hours(details(), by=world.owner)
    with django_assert_num_queries(1):
        hours_for(team_id=1)
    with django_assert_num_queries(0):
        calendar_of(hours_for(team_id=1, inbox_id=2, organisation_id=3)).add(at(2026, 1, 1), 60)


def test_an_agents_clock_face_is_not_needed(world):
    hours = create_hours(details(week=((Stretch(0, 1440),),) + ((),) * 6), by=world.owner)
    monday = calendar_of(hours.pk).stretches(at(2026, 11, 22), at(2026, 11, 25))
    assert [(a.time(), b.time()) for a, b in monday] == [(time(23), time(23))]
