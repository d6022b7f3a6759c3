"""What business hours do when something happens elsewhere."""

from django.utils.translation import gettext as _

from careline.accounts.events import CompanySetUp
from careline.accounts.queries import find_company, speaking_house
from careline.core.events import Recorded, reacts_to
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.countries import country_of_zone
from careline.workforce.models import BusinessHours

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
