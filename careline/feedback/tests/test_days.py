"""A day begins where people are: in the report where its reader is, in the background where the company is."""

from datetime import UTC, date, datetime

import pytest

from careline.accounts.models import Agent, Company
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.actions.review_measure import tell_due_measures
from careline.feedback.actions.take_measure import Wish, take_measure
from careline.feedback.models import Complaint, Measure
from careline.testing.world import make_ticket

EVENING = datetime(2026, 12, 1, 5, tzinfo=UTC)  # nine in the evening of 30 November in Los Angeles


@pytest.mark.parametrize(("day", "count"), [("2026-11-30", 1), ("2026-12-01", 0)])
def test_a_complaint_counts_on_the_day_that_its_reader_had(world, client, day, count):
    row = open_complaint(
        make_ticket(world.support, world.customer), Opening("Late", "Delivery"), by=world.ana
    )
    Complaint.objects.filter(pk=row.pk).update(received_at=EVENING)
    Agent.objects.filter(pk=world.owner.pk).update(time_zone="America/Los_Angeles")
    client.force_login(world.owner)
    shown = client.get(f"/complaints/report/?since={day}&until={day}")
    assert shown.context["report"].whole.count == count


def test_the_report_ends_today_as_its_reader_has_it(world, client, monkeypatch):
    Agent.objects.filter(pk=world.owner.pk).update(time_zone="America/Los_Angeles")
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    client.force_login(world.owner)
    assert client.get("/complaints/report/").context["until"] == date(2026, 11, 30)


def test_the_day_to_look_again_begins_as_the_companys_do(world, monkeypatch):
    Company.objects.update(time_zone="America/Los_Angeles")
    measure = take_measure(make_ticket(world.support, world.customer), Wish("warn", "Insults"), by=world.ana)
    Measure.objects.filter(pk=measure.pk).update(review_on=date(2026, 12, 1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    assert tell_due_measures() == 0
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING.replace(hour=8))
    assert tell_due_measures() == 1
