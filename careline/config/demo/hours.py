"""When the demo company is there: its hours with a lunch and days off, who can do what, and who is away."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from careline.accounts.models import Agent, Team
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception
from careline.workforce.actions.save_hours import HoursDetails, change_hours, create_hours
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.actions.set_capacity import set_capacity
from careline.workforce.contracts import Week
from careline.workforce.day_words import read_day
from careline.workforce.models import BusinessHours

ZONE = ZoneInfo("Europe/Berlin")


def make_hours(told: dict[str, Any], *, teams: dict[str, Team], agents: dict[str, Agent], by: Agent) -> None:
    """Write down hours, days off, skills, capacity and absences as the story tells them; days count from today."""
    for one in told["hours"]:
        _hours(one, teams, by)
    for one in told["days"]:
        first = _day(one["in"])
        details = ExceptionDetails(
            one["name"], first, first + timedelta(days=one.get("for", 1) - 1), read_day(one["open"])
        )
        add_exception(details, hours=None, by=by)
    for one in told["skills"]:
        skill = create_skill(one["name"], kind=one["kind"], by=by)
        until = _day(one["until"]) if "until" in one else None
        for name, level in one["who"].items():
            set_skill(agents[name], skill, level=level, expires_on=until, by=by)
    for name, most in told["capacity"].items():
        set_capacity(agents[name], "email", most=most, by=by)
    for one in told["absences"]:
        _absence(one, agents)


def _hours(told: dict[str, Any], teams: dict[str, Team], by: Agent) -> None:
    """The first ones are those that the set-up wrote down."""
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        read_day(words) for words in told["week"]
    )
    week: Week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    details = HoursDetails(told["name"], ZONE.key, week, "DE", told["region"])
    usual = BusinessHours.objects.filter(is_default=True).first()
    row = change_hours(usual, details, by=by) if usual and not told["teams"] else create_hours(details, by=by)
    for name in told["teams"]:
        assign_hours("team", teams[name].pk, row, by=by)


def _absence(told: dict[str, Any], agents: dict[str, Agent]) -> None:
    agent, cover = agents[told["who"]], agents[told["cover"]]
    starts_at = datetime.combine(_day(told["in"]), time(), ZONE)
    ends_at = starts_at + timedelta(days=told["for"])
    plan_absence(agent, AbsenceDetails(starts_at, ends_at, cover.pk, told["reason"]), by=agent)


def _day(ahead: int) -> date:
    return timezone.now().astimezone(ZONE).date() + timedelta(days=ahead)
