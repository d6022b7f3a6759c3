"""Settings, business hours: who sees the pages, what they show, and what is done there."""

from datetime import UTC, date, datetime

import pytest

from careline.accounts.actions.set_up import Opening, set_up
from careline.accounts.models import Agent, Company
from careline.core.models import Event
from careline.testing.inboxes import make_inbox
from careline.testing.world import make_organisation
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.models import BusinessHours, HoursException, HoursUse
from careline.workforce.queries import calendar_of, hours_for

pytestmark = pytest.mark.django_db
STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")
HERE = "/settings/hours/"
SHIFT = (Stretch(540, 750), Stretch(810, 1080))
WEEK = (SHIFT,) * 5 + ((), ())
FILLED = {
    "name": "Office", "time_zone": "Europe/Berlin", "country": "DE", "subdivision": "BY", "day_0": "9-12:30, 13:30-18",
    "day_1": "9-17", "day_5": "closed",
}  # fmt: skip


@pytest.fixture
def hours(world):
    made = create_hours(HoursDetails("Office", "Europe/Berlin", WEEK, "DE", "BY"), by=world.owner)
    add_exception(
        ExceptionDetails("Outing", date(2026, 12, 18), date(2026, 12, 18)), hours=None, by=world.owner
    )
    open_late = ExceptionDetails("Sale", date(2026, 12, 19), date(2026, 12, 19), (Stretch(600, 1200),))
    add_exception(open_late, hours=made, by=world.owner)
    return made


@pytest.fixture
def december(monkeypatch):
    """It is Thursday, 17 December 2026, noon in London."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 12, 17, 12, tzinfo=UTC))


@pytest.mark.parametrize("who", STAFF)
def test_pages_are_for_who_manages_hours(client, world, hours, who, django_assert_max_num_queries):
    client.force_login(getattr(world, who))
    make_inbox(world.support)
    days = HoursException.objects.first()
    may = who in ("owner", "manager")
    for page in ("", "new/", f"{hours.pk}/", f"{hours.pk}/days/", "days/", "use/", "use/?q=bike"):
        with django_assert_max_num_queries(12):
            assert client.get(HERE + page).status_code == (200 if may else 403), page
    posts = ("new/", "preview/", "regions/", f"{hours.pk}/", f"{hours.pk}/days/", "days/", f"days/{days.pk}/removal/", "use/",
             f"{hours.pk}/default/", f"{hours.pk}/removal/")  # fmt: skip
    for page in posts if not may else ():
        assert client.post(HERE + page, FILLED).status_code == 403, page
    assert BusinessHours.objects.count() == 1 and HoursException.objects.count() == 2


def test_a_stranger_is_sent_to_the_door(client, hours):
    assert client.get(f"{HERE}{hours.pk}/").status_code == 302
    assert client.post(f"{HERE}{hours.pk}/removal/").status_code == 302
    assert BusinessHours.objects.exists()


def test_hours_are_written_down_and_seen(client, world):
    client.force_login(world.manager)
    made = client.post(f"{HERE}new/", FILLED)
    row = BusinessHours.objects.get()
    assert made.status_code == 302 and made["Location"] == f"{HERE}{row.pk}/"
    assert row.week == [[[540, 750], [810, 1080]], [[540, 1020]], [], [], [], [], []] and row.is_default
    shown = client.get(f"{HERE}{row.pk}/").content.decode()
    assert "09:00–12:30, 13:30–18:00" in shown and "Bayern" in shown


def test_new_hours_begin_in_the_companys_zone_and_its_country(client, world):
    Company.objects.update(time_zone="Europe/Madrid")
    client.force_login(world.manager)
    shown = client.get(f"{HERE}new/").content.decode()
    assert '<option value="Europe/Madrid" selected>' in shown and '<option value="ES" selected>' in shown
    assert shown.count("09:00–17:00") >= 5


def test_what_cannot_be_read_stands_at_its_day_and_nothing_is_lost(client, world):
    client.force_login(world.manager)
    answer = client.post(f"{HERE}new/", FILLED | {"day_2": "nine to five"})
    assert answer.status_code == 422 and not BusinessHours.objects.exists()
    assert (
        "“nine to five” can’t be read" in answer.content.decode()
        and "9-12:30, 13:30-18" in answer.content.decode()
    )


def test_a_week_without_open_time_is_refused(client, world):
    client.force_login(world.manager)
    answer = client.post(f"{HERE}new/", {"name": "Never", "time_zone": "UTC"})
    assert answer.status_code == 422 and "at least one day" in answer.content.decode()


def test_mondays_line_is_copied_to_the_working_days_without_saving(client, world, hours):
    client.force_login(world.manager)
    answer = client.post(f"{HERE}{hours.pk}/", FILLED | {"copy": "1"})
    assert answer.status_code == 200 and answer.content.decode().count("9-12:30, 13:30-18") == 5
    hours.refresh_from_db()
    assert hours.week[1] == [[540, 750], [810, 1080]]


def test_the_picture_names_holidays_and_exceptions(client, world, hours, december):
    client.force_login(world.manager)
    shown = client.get(f"{HERE}{hours.pk}/").content.decode()
    picture = shown[shown.index('class="fortnight"') :]
    for words in ("Outing", "Sale", "10:00–20:00", "Christmas Day", "Thu 17 Dec", "Wed 30 Dec"):
        assert words in picture
    assert "is due on Thursday 17 December, 17:30" in picture and "(Europe/Berlin)" in picture


def test_the_example_is_worked_out_over_lunch_days_off_and_weekends(client, world, hours, december):
    client.force_login(world.manager)
    page = client.post(
        f"{HERE}preview/", FILLED | {"hours": hours.pk, "target": "6", "day_3": "9-17", "day_4": "9-17"}
    )
    # Thursday 13:00 to 17:00 in Berlin, Friday is the outing, Saturday the sale from 10.
    assert "due on Saturday 19 December, 12:00" in page.content.decode()


def test_the_preview_of_a_line_that_is_being_typed_waits(client, world):
    client.force_login(world.manager)
    shown = client.post(f"{HERE}preview/", FILLED | {"day_0": "9-"}).content.decode()
    assert "comes back once" in shown and not BusinessHours.objects.exists()


@pytest.mark.parametrize(
    "odd", [{"target": "²"}, {"target": "-5"}, {"hours": "x" * 40}, {"time_zone": "Mars"}, {"country": "ZZ"}]
)
def test_a_preview_of_nonsense_harms_nobody(client, world, odd):
    client.force_login(world.manager)
    assert client.post(f"{HERE}preview/", FILLED | odd).status_code == 200


def test_where_no_holidays_are_known_that_is_said(client, world, december):
    client.force_login(world.manager)
    for country, said in (("BV", True), ("DE", False), ("", False)):
        shown = client.post(f"{HERE}preview/", FILLED | {"country": country}).content.decode()
        assert ("No public holidays of this country are known here for 2026" in shown) is said


def test_a_country_brings_its_regions(client, world):
    client.force_login(world.manager)
    assert "Bayern" in client.post(f"{HERE}regions/", {"country": "DE"}).content.decode()
    assert "<select" not in client.post(f"{HERE}regions/", {"country": ""}).content.decode()
    assert client.post(f"{HERE}new/", FILLED | {"country": "FR"}).status_code == 302
    assert BusinessHours.objects.get().subdivision == ""


def test_days_off_are_added_and_taken_back(client, world, hours, december):
    client.force_login(world.manager)
    for bad in (
        {"name": "X", "first_day": "soon"},
        {"name": "X", "first_day": "2026-05-02", "last_day": "2026-05-01"},
    ):
        assert client.post(f"{HERE}days/", bad).status_code == 422
    given = {
        "name": "Between the years",
        "first_day": "2026-12-28",
        "last_day": "2026-12-30",
        "stretches": "",
    }
    assert client.post(f"{HERE}days/", given)["Location"] == HERE
    row = HoursException.objects.get(name="Between the years")
    assert "Between the years" in client.get(HERE).content.decode()
    assert client.post(f"{HERE}days/{row.pk}/removal/")["Location"] == HERE
    assert client.post(f"{HERE}days/{row.pk}/removal/").status_code == 404


def test_teams_inboxes_and_organisations_get_their_hours(client, world, hours):
    client.force_login(world.owner)
    inbox, firm = make_inbox(world.support), make_organisation("Bikes Ltd")
    shown = client.get(f"{HERE}use/?q=bike").content.decode()
    assert all(name in shown for name in ("Support", "Complaints", inbox.name, "Bikes Ltd"))
    given = {
        f"team-{world.support.pk}": hours.pk,
        f"inbox-{inbox.pk}": hours.pk,
        f"organisation-{firm.pk}": hours.pk,
        "team-999": hours.pk,
    }
    client.post(f"{HERE}use/?q=bike", given)
    assert {*HoursUse.objects.values_list("kind", "subject_id")} == {
        ("team", world.support.pk), ("inbox", inbox.pk), ("organisation", firm.pk),
    }  # fmt: skip
    assert "Bikes Ltd" in client.get(f"{HERE}use/").content.decode()
    client.post(f"{HERE}use/", {f"team-{world.support.pk}": "", f"organisation-{firm.pk}": "77"})
    assert not HoursUse.objects.filter(kind="team").exists() and HoursUse.objects.count() == 2


def test_the_default_is_changed_and_the_old_one_removed(client, world, hours):
    client.force_login(world.owner)
    other = create_hours(HoursDetails("Night", "UTC", WEEK), by=world.owner)
    client.post(f"{HERE}{hours.pk}/removal/")
    assert BusinessHours.objects.count() == 2
    client.post(f"{HERE}{other.pk}/default/")
    client.post(f"{HERE}{hours.pk}/removal/")
    assert hours_for() == other.pk and BusinessHours.objects.get() == other


def test_a_new_company_has_office_hours_in_its_zone_with_its_holidays(db):
    set_up(
        Opening("Ruedas", "Rosa Rueda", "rosa@desk.example", "correct horse battery", "es", "Europe/Madrid")
    )
    row = BusinessHours.objects.get()
    assert (row.time_zone, row.country, row.is_default) == ("Europe/Madrid", "ES", True)
    assert not calendar_of(None).is_open(datetime(2026, 10, 12, 10, tzinfo=UTC))
    assert Event.objects.get(name="hours.created").actor_kind == "system"


def test_a_day_off_is_listed_until_it_is_over_where_the_reader_is(client, world, hours, monkeypatch):
    Agent.objects.filter(pk=world.owner.pk).update(time_zone="America/Los_Angeles")
    # The evening of the 18th, and the small hours of the 19th.
    for hour, is_listed in ((7, True), (9, False)):
        now = datetime(2026, 12, 19, hour, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        client.force_login(world.owner)
        assert ("Outing" in client.get(HERE).content.decode()) is is_listed
