"""Beside a ticket: working days as this company works, and words for the customer in the customer's language."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.promises.actions.make_promise import make_promise
from careline.testing.world import make_ticket
from careline.tickets.models import Ticket
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.queries import forget_hours

pytestmark = pytest.mark.django_db
DAY = Stretch(9 * 60, 17 * 60)


@pytest.fixture
def client(world):
    client = Client()
    client.force_login(world.ana)
    return client


def test_a_day_off_is_no_working_day(world, client, monkeypatch):
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2026, 11, 26, 15, tzinfo=UTC)
    )  # a Thursday
    ticket = make_ticket(world.support, world.customer)
    hours = create_hours(HoursDetails("Shop", "UTC", (*[(DAY,)] * 5, (), ())), by=world.owner)
    days = [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)]
    draft = {"html": "<div>We will send it within two working days.</div>"}

    def offered():
        forget_hours()
        page = client.post(f"/tickets/{ticket.pk}/promises/check/", draft).content.decode()
        return datetime.fromisoformat(page.partition('name="when" value="')[2].partition('"')[0]).date()

    assert offered() == days[1]
    add_exception(ExceptionDetails("Works outing", days[0], days[0], ()), hours=hours, by=world.owner)
    assert offered() == days[2]
    forget_hours()


@pytest.mark.parametrize(
    ("language", "words"),
    [("de-AT", "Wir hatten Ihnen"), ("es", "Le dijimos"), ("fr", "We told you"), ("", "We told you")],
)
def test_what_the_customer_reads_of_a_move_is_suggested_in_their_language(world, client, language, words):
    ticket = make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=ticket.pk).update(language=language)
    due = timezone.now() + timedelta(days=2)
    make_promise(ticket, "It is ready.", due, by=world.ana, waits_for_sending=False)
    assert words in client.get(f"/tickets/{ticket.pk}/promises/").content.decode()
