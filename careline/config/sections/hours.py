"""Business hours with the days that are otherwise, who goes by which, and the skills that the company names."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from careline.accounts.models import Agent, Team
from careline.channels.models import Inbox
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import choice, flag, mapping, several, text
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception, remove_exception
from careline.workforce.actions.save_hours import HoursDetails, change_hours, create_hours, make_default
from careline.workforce.actions.save_skill import archive_skill, change_skill, create_skill, restore_skill
from careline.workforce.contracts import Week
from careline.workforce.day_words import read_day, write_day
from careline.workforce.models import BusinessHours, HoursException, HoursUse, Skill
from careline.workforce.queries.known import day_of, week_of

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PLAIN = ("name", "time_zone", "country", "subdivision")
_EXCEPTION = ("name", "first_day", "last_day", "open")
_USUAL: Item = {"country": "", "subdivision": "", "days": [], "teams": [], "inboxes": []}


def _dump_hours() -> list[Item]:
    teams = dict(Team.objects.values_list("pk", "name"))
    inboxes = dict(Inbox.objects.values_list("pk", "address"))
    rows = BusinessHours.objects.order_by("name").prefetch_related("exceptions", "uses")
    return [_hours(row, teams, inboxes) for row in rows]


def _hours(row: BusinessHours, teams: dict[int, str], inboxes: dict[int, str]) -> Item:
    week = dict(zip(_DAY_NAMES, map(write_day, week_of(row.week)), strict=True))
    used = {
        kind: [one.subject_id for one in row.uses.all() if one.kind == kind] for kind in ("team", "inbox")
    }
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "week": week,
        "days": _said(row.exceptions.all()),
        "teams": sorted(teams[one] for one in used["team"] if one in teams),
        "inboxes": sorted(inboxes[one] for one in used["inbox"] if one in inboxes),
    }


def _write_hours(item: Item, old: Item | None, by: Agent) -> None:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        read_day(item["week"].get(name, "")) for name in _DAY_NAMES
    )
    week: Week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    details = HoursDetails(**{name: item[name] for name in _PLAIN}, week=week)
    if old:
        row = change_hours(BusinessHours.objects.get(name=item["name"]), details, by=by)
    else:
        row = create_hours(details, by=by)
    _write_days(item["days"], row, by)
    _write_uses("team", {team_id(name) for name in item["teams"]}, row, by)
    _write_uses("inbox", {_inbox_id(address) for address in item["inboxes"]}, row, by)


def _write_uses(kind: str, wanted: set[int], row: BusinessHours, by: Agent) -> None:
    before = {*HoursUse.objects.filter(kind=kind, hours=row).values_list("subject_id", flat=True)}
    for subject in before - wanted:
        assign_hours(kind, subject, None, by=by)
    for subject in wanted:
        assign_hours(kind, subject, row, by=by)


def _inbox_id(address: str) -> int:
    inbox = Inbox.objects.filter(address=address).first()
    if inbox is None:
        raise ValueError(f"there is no inbox “{address}”")
    return inbox.pk


def _dump_company() -> list[Item]:
    default = BusinessHours.objects.filter(is_default=True).first()
    return [
        {"default": default.name if default else "", "days": _said(HoursException.objects.filter(hours=None))}
    ]


def _write_company(item: Item, _old: Item | None, by: Agent) -> None:
    default = BusinessHours.objects.filter(name=item["default"]).first()
    if default is None and (item["default"] or BusinessHours.objects.exists()):
        raise ValueError(f"there are no business hours “{item['default']}” to be the default")
    if default is not None:
        make_default(default, by=by)
    _write_days(item["days"], None, by)


def _said(rows: Any) -> list[Item]:
    """Exceptions as the file has them, in the order of their days."""
    ordered = sorted(rows, key=lambda one: (one.first_day, one.last_day, one.name, one.pk))
    return [
        {
            "name": one.name, "first_day": one.first_day.isoformat(), "last_day": one.last_day.isoformat(),
            "open": write_day(day_of(one.stretches)),
        }
        for one in ordered
    ]  # fmt: skip


def _write_days(wanted: list[Item], row: BusinessHours | None, by: Agent) -> None:
    """Those that the file does not name go, and those that are new come."""
    left = [*wanted]
    for one in HoursException.objects.filter(hours=row):
        said = _said([one])[0]
        if said in left:
            left.remove(said)
        else:
            remove_exception(one, by=by)
    for said in left:
        first, last = date.fromisoformat(said["first_day"]), date.fromisoformat(said["last_day"])
        add_exception(ExceptionDetails(said["name"], first, last, read_day(said["open"])), hours=row, by=by)


def _dump_skills() -> list[Item]:
    rows = Skill.objects.order_by("name")
    return [{"name": one.name, "kind": one.kind, "archived": one.is_archived} for one in rows]


def _write_skill(item: Item, old: Item | None, by: Agent) -> None:
    skill = (
        Skill.objects.get(name=item["name"]) if old else create_skill(item["name"], kind=item["kind"], by=by)
    )
    change_skill(skill, name=item["name"], kind=item["kind"], by=by)
    if item["archived"] != skill.is_archived:
        (archive_skill if item["archived"] else restore_skill)(skill, by=by)


def _exception(value: Any) -> Item:
    """Check one exception: a day, or several in a row, with hours ("" for closed); brought to how it is written."""
    given = mapping(value)
    given = {"open": "", "last_day": given.get("first_day"), **given}
    if sorted(given) != sorted(_EXCEPTION) or not all(isinstance(given[name], str) for name in _EXCEPTION):
        raise ValueError("a day has name, first_day, last_day (in quotes) and open")
    for name in ("first_day", "last_day"):
        date.fromisoformat(given[name])
    return {name: given[name] for name in _EXCEPTION} | {"open": write_day(read_day(given["open"]))}


def _week(value: Any) -> dict[str, str]:
    """Check a week: days by name with hours in one line; those that are left out are closed."""
    given = mapping(value)
    if unknown := sorted(set(given) - set(_DAY_NAMES)):
        raise ValueError(f"a week has no {', '.join(unknown)}")
    if not all(isinstance(one, str) for one in given.values()):
        raise ValueError("the hours of a day are text; put them in quotes")
    return {name: write_day(read_day(given.get(name, ""))) for name in _DAY_NAMES}


def _days(value: Any) -> list[Item]:
    """Check exceptions, and put them in the order in which they are written."""
    found: list[Item] = several(_exception)(value)
    return sorted(found, key=lambda one: (one["first_day"], one["last_day"], one["name"]))


def register() -> None:
    """Register the sections of the workforce room; after inboxes and teams, which they name."""
    hours = {
        "name": text(80, is_required=True), "time_zone": choice(sorted(available_timezones())), "week": _week,
        "country": text(2), "subdivision": text(20), "days": _days,
        "teams": several(text(80), is_sorted=True), "inboxes": several(text(254), is_sorted=True),
    }  # fmt: skip
    register_section(Section("hours", hours, _dump_hours, _write_hours, ("name",), _USUAL), order=62)
    company = {"default": text(80), "days": _days}
    register_section(Section("company_hours", company, _dump_company, _write_company), order=63)
    skill = {"name": text(80, is_required=True), "kind": choice(Skill.Kind.values), "archived": flag}
    usual: Item = {"kind": "other", "archived": False}
    register_section(Section("skills", skill, _dump_skills, _write_skill, ("name",), usual), order=64)
