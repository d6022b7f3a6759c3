"""What feedback holds about a customer is exported with the rest, and goes when they are erased; figures stay."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from careline.customers.actions.erase_customer import ask_erasure, erase
from careline.customers.actions.export_customer import ask_export, read_export, write_export
from careline.customers.queries.personal_data import what_we_hold
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.actions.take_measure import Wish, take_measure
from careline.feedback.models import Complaint, Measure, MoodReading
from careline.feedback.queries.report import report
from careline.feedback.tests.test_complaints import change


@pytest.fixture
def held(world, angry):
    row = open_complaint(angry, Opening("Zanzibar came late", "Delivery"), by=world.owner)
    change(
        row, world.owner, stage="responded", finding="Zanzibar was closed", lessons="Zanzibar", cost="3 EUR"
    )
    take_measure(angry, Wish("restrict", "Zanzibar insults", terms="Zanzibar terms"), by=world.owner)
    return row


def test_it_is_counted_among_what_we_hold(world, held):
    counts = {str(one.label): one.count for one in what_we_hold(world.customer)}
    assert counts["Complaints and measures"] == 2 and counts["Moods of messages"] == 1


def test_it_is_in_the_export_without_whom_it_is_about(world, held):
    export = ask_export(world.customer, by=world.manager)
    write_export(export.pk)
    export.refresh_from_db()
    _export, content = read_export(export.pk, by=world.manager)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        words = " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    assert "Zanzibar came late" in words and "Zanzibar terms" in words and "my lawyer" in words
    assert "about_id" not in words


def test_erasing_takes_the_words_and_keeps_the_figures(world, held):
    erase(ask_erasure(world.customer, "Asked for it", by=world.owner).pk)
    row = Complaint.objects.get()
    assert "anzibar" not in json.dumps(
        {f: str(getattr(row, f)) for f in ("summary", "finding", "lessons", "remedy")}
    )
    assert not Measure.objects.exists() and not MoodReading.objects.exists()
    now = timezone.now()
    found = report(world.owner, since=now - timedelta(days=1), until=now + timedelta(days=1))
    assert (found.whole.count, found.costs) == (1, [("EUR", 300)])
