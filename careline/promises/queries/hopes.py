"""What speaks against a promise before it is sent: no false hope. Soft: it is said, and the person decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.promises.certainty import certain_words
from careline.promises.contracts import Found
from careline.promises.queries.settings import never_said, promise_settings
from careline.workforce.contracts import BusinessCalendar, Reason
from careline.workforce.queries import availability_of, calendar_of, hours_for

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

_MOMENT = timedelta(seconds=1)


def calendar_for(ticket: Ticket) -> BusinessCalendar:
    """The business hours that count for a ticket."""
    organisation_id = ticket.customer.organisation_id
    return calendar_of(
        hours_for(team_id=ticket.team_id, inbox_id=ticket.inbox_id, organisation_id=organisation_id)
    )


def moment_meant(found: Found, calendar: BusinessCalendar) -> datetime:
    """When a promise is due: a day without a time is meant until its business hours end, or 17:00 on a closed one."""
    if not found.is_whole_day:
        return found.due_at
    zone = found.due_at.tzinfo or ZoneInfo(calendar.zone)
    day = found.due_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    is_always = calendar.is_open(day + timedelta(hours=3)) and calendar.is_open(day + timedelta(hours=22))
    stretches = [] if is_always else calendar.stretches(day, day + timedelta(days=1))
    return stretches[-1][1].astimezone(zone) if stretches else day.replace(hour=17)


def certainties_in(text: str) -> list[str]:
    """What a draft says that leaves no way out, as sentences for people, where the company wants that pointed out."""
    if not promise_settings().forbids_certainty:
        return []
    words = _(
        "“%(words)s” leaves no way out should something come between: say by when, and what happens if not."
    )
    return [words % {"words": one} for one in certain_words(text)]


def objections_to(words: str, due_at: datetime, *, ticket: Ticket, by: Agent) -> list[str]:
    """What speaks against promising this, in words; at most five statements."""
    calendar, rules = calendar_for(ticket), promise_settings()
    most_days, least = rules.most_days, timedelta(minutes=rules.least_minutes)
    found = []
    if due_at <= timezone.now():
        found.append(_("That moment is past."))
    elif not calendar.is_open(due_at) and not calendar.is_open(due_at - _MOMENT):
        found.append(_("Nobody is there then: it is outside your business hours."))
    if timezone.now() < due_at < timezone.now() + least:
        found.append(_("That is sooner than may be promised: nobody may have the time."))
    if due_at > timezone.now() + timedelta(days=most_days):
        found.append(
            _("That is further ahead than the %(days)s days that may be promised.") % {"days": most_days}
        )
    state = availability_of([by], due_at).get(by.pk)
    if state is not None and state.reason == Reason.ABSENT:
        found.append(_("You are absent then: somebody else has to keep it."))
    if (never := never_said(words)) is not None:
        found.append(_("“%(words)s” may not be promised here.") % {"words": never})
    return found
