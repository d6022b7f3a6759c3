"""What the workforce does when something happens: usual hours for a new company, and the end of an absence."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.events import CompanySetUp
from careline.accounts.queries import find_company, speaking_house
from careline.core.events import Recorded, reacts_to
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.countries import country_of_zone
from careline.workforce.events import AbsenceChanged, AbsencePlanned
from careline.workforce.models import BusinessHours
from careline.workforce.tasks import defer_end

_DAY = (Stretch(540, 1020),)


@reacts_to(CompanySetUp, inline=True)
def on_set_up(fact: CompanySetUp, recorded: Recorded) -> None:
    """Give a new company usual hours in its zone, with the holidays of the country that lies in: once in its life."""
    company = find_company()
    if company is None or BusinessHours.objects.exists():
        return
    week = (_DAY, _DAY, _DAY, _DAY, _DAY, (), ())
    with speaking_house():
        name = _("Office hours")
    details = HoursDetails(name, company.time_zone, week, country_of_zone(company.time_zone))
    create_hours(details, by=None)


def on_absence(fact: AbsencePlanned | AbsenceChanged, recorded: Recorded) -> None:
    """Have its end told when that comes."""
    ends_at = datetime.fromisoformat(fact.ends_at)
    if ends_at > timezone.now():
        defer_end(fact.absence_id, ends_at)


for _fact in (AbsencePlanned, AbsenceChanged):
    reacts_to(_fact, inline=True)(on_absence)
