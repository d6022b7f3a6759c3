"""Settings, skills, capacity and absences: who sees which pages, and what is done there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from careline.accounts.actions.leads import remember_leads
from careline.accounts.models import Membership
from careline.testing.world import make_agent
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.contracts import Stretch
from careline.workforce.models import Absence, AgentSkill, Capacity, Skill
from careline.workforce.queries import agent_calendar, capacity_of, is_available

pytestmark = pytest.mark.django_db
STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")
PLANS = ("owner", "manager", "lead")
MANAGES = ("owner", "manager")


@pytest.fixture
def led(world):
    """Support is led by its lead; two skills are named."""
    Membership.objects.filter(agent=world.lead, team=world.support).update(is_lead=True)
    remember_leads([world.lead.pk])
    world.lead.refresh_from_db()
    create_skill("French", kind="language", by=world.owner)
    create_skill("High voltage", kind="licence", by=world.owner)
    return world


@pytest.fixture
def november(monkeypatch):
    """It is Monday, 23 November 2026: the absences written down lie ahead."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))


def skill(name):
    return Skill.objects.get(name=name)


@pytest.mark.parametrize("who", STAFF)
def test_pages_of_planning_are_for_who_plans(client, led, who, django_assert_max_num_queries):
    client.force_login(getattr(led, who))
    french = skill("French")
    pages = {"skills/": PLANS, "capacity/": PLANS, "skills/list/": MANAGES, f"skills/{french.pk}/": MANAGES,
             "absences/": STAFF, "absences/new/": STAFF}  # fmt: skip
    for page, allowed in pages.items():
        with django_assert_max_num_queries(14):
            assert client.get(f"/settings/{page}").status_code == (200 if who in allowed else 403), page
    posts = {
        f"skills/{french.pk}/archive/": MANAGES,
        "skills/list/": MANAGES,
        "skills/": PLANS,
        "capacity/": PLANS,
    }
    for page, allowed in posts.items():
        if who not in allowed:
            assert client.post(f"/settings/{page}", {"name": "x", "kind": "other"}).status_code == 403, page
    assert not Skill.objects.filter(is_archived=True).exists() and Skill.objects.count() == 2


def test_a_stranger_is_sent_to_the_door(client, led):
    for page in ("skills/", "capacity/", "absences/", "absences/new/"):
        assert client.get(f"/settings/{page}").status_code == 302, page


def test_a_lead_fills_the_table_of_their_team(client, led):
    client.force_login(led.lead)
    french, licence = skill("French"), skill("High voltage")
    given = {
        f"{led.ana.pk}-{french.pk}": "4", f"{led.ben.pk}-{licence.pk}": "2", f"{led.ben.pk}-{licence.pk}-until": "2027-01-31",
        f"{led.cleo.pk}-{french.pk}": "5",
    }  # fmt: skip
    client.post("/settings/skills/", given | {"team": led.support.pk})
    assert {*AgentSkill.objects.values_list("agent", "skill", "level", "expires_on")} == {
        (led.ana.pk, french.pk, 4, None), (led.ben.pk, licence.pk, 2, date(2027, 1, 31)),
    }  # fmt: skip
    shown = client.get("/settings/skills/").content.decode()
    assert "<option selected>4</option>" in shown and 'value="2027-01-31"' in shown and "Cleo" not in shown
    client.post("/settings/skills/", {f"{led.ana.pk}-{french.pk}": ""})
    assert AgentSkill.objects.count() == 1


def test_nothing_of_a_table_is_kept_where_one_cell_is_wrong(client, led):
    client.force_login(led.lead)
    french, licence = skill("French"), skill("High voltage")
    given = {
        f"{led.ana.pk}-{french.pk}": "4",
        f"{led.ben.pk}-{licence.pk}": "2",
        f"{led.ben.pk}-{licence.pk}-until": "soon",
    }
    assert "“soon” is no date" in client.post("/settings/skills/", given, follow=True).content.decode()
    assert client.post("/settings/skills/", {f"{led.ana.pk}-{french.pk}": "9"}).status_code == 404
    assert not AgentSkill.objects.exists()


def test_the_tables_cost_the_same_for_many_people(client, led, django_assert_max_num_queries):
    for n in range(12):
        person = make_agent(f"Person{n} Many", teams=[led.support])
        set_skill(person, skill("French"), level=3, expires_on=None, by=led.owner)
    client.force_login(led.owner)
    for page in ("skills", "capacity"):
        with django_assert_max_num_queries(14):
            assert client.get(f"/settings/{page}/?team={led.support.pk}").content.decode().count("Many") >= 12


def test_skills_are_named_renamed_and_archived(client, led):
    client.force_login(led.manager)
    assert client.post("/settings/skills/list/", {"name": "Welsh", "kind": "language"}).status_code == 302
    assert client.post("/settings/skills/list/", {"name": "welsh", "kind": "language"}).status_code == 422
    welsh = skill("Welsh")
    client.post(f"/settings/skills/{welsh.pk}/", {"name": "Cymraeg", "kind": "language"})
    assert (
        client.post(f"/settings/skills/{welsh.pk}/", {"name": "French", "kind": "language"}).status_code
        == 422
    )
    client.post(f"/settings/skills/{welsh.pk}/archive/")
    assert skill("Cymraeg").is_archived and "Cymraeg" not in client.get("/settings/skills/").content.decode()
    client.post(f"/settings/skills/{welsh.pk}/archive/")
    assert not skill("Cymraeg").is_archived


def test_capacity_and_working_hours_are_set_by_team(client, led):
    client.force_login(led.owner)
    early = create_hours(HoursDetails("Early", "UTC", ((Stretch(360, 840),),) * 7), by=led.owner)
    given = {
        "0-email": "20",
        f"{led.ana.pk}-email": "5",
        f"{led.ana.pk}-hours": early.pk,
        f"{led.ben.pk}-email": "",
    }
    client.post("/settings/capacity/", given | {"team": led.support.pk})
    assert capacity_of(led.ana, "email") == 5 and capacity_of(led.ben, "email") == 20
    assert agent_calendar(led.ana.pk).is_open(datetime(2026, 11, 23, 7, tzinfo=UTC))
    client.post(
        "/settings/capacity/", {f"{led.ana.pk}-email": "", f"{led.ana.pk}-hours": "", "team": led.support.pk}
    )
    assert capacity_of(led.ana, "email") == 20 and agent_calendar(led.ana.pk) is None
    bad = client.post("/settings/capacity/", {"0-email": "many", "team": led.support.pk}, follow=True)
    assert "“many” is no number" in bad.content.decode()


def test_a_lead_sets_their_people_but_not_what_is_usual(client, led):
    client.force_login(led.lead)
    client.post(
        "/settings/capacity/", {"0-email": "1", f"{led.ana.pk}-email": "7", f"{led.cleo.pk}-email": "7"}
    )
    assert [(row.agent, row.most) for row in Capacity.objects.all()] == [(led.ana, 7)]


def test_ones_own_holiday_is_written_down_in_ones_own_time(client, led, november):
    led.ana.time_zone = "Europe/Berlin"
    led.ana.save()
    client.force_login(led.ana)
    given = {
        "agent": led.ana.pk,
        "starts_at": "2027-01-04T09:00",
        "ends_at": "2027-01-11T09:00",
        "cover": led.ben.pk,
        "reason": "Snow",
    }
    assert client.post("/settings/absences/new/", given).status_code == 302
    row = Absence.objects.get()
    assert (row.starts_at, row.cover) == (datetime(2027, 1, 4, 8, tzinfo=UTC), led.ben)
    shown = client.get("/settings/absences/").content.decode()
    assert "Snow" in shown and "Ben Agent" in shown and "09:00" in shown
    edited = given | {"ends_at": "2027-01-12T09:00", "agent": led.ben.pk}
    client.post(f"/settings/absences/{row.pk}/", edited)
    row.refresh_from_db()
    assert row.ends_at == datetime(2027, 1, 12, 8, tzinfo=UTC) and row.agent == led.ana
    assert client.post("/settings/absences/new/", given).status_code == 422
    client.post(f"/settings/absences/{row.pk}/removal/")
    assert not Absence.objects.exists()


def test_who_covers_sees_for_whom_and_not_why(client, led):
    now = timezone.now()
    plan_absence(
        led.cleo, AbsenceDetails(now, now + timedelta(days=3), led.ana.pk, "Private matter"), by=led.cleo
    )
    client.force_login(led.ana)
    shown = client.get("/settings/absences/").content.decode()
    assert "You cover for" in shown and "Cleo Complaints" in shown and "Private matter" not in shown
    client.force_login(led.ben)
    shown = client.get("/settings/absences/").content.decode()
    assert "Cleo" not in shown and "Everybody is here" not in shown and "No absence of yours" in shown


def test_nobody_elses_absence_is_planned_seen_or_taken_back(client, led):
    now = timezone.now()
    row = plan_absence(
        led.cleo, AbsenceDetails(now, now + timedelta(days=3), None, "Private matter"), by=led.cleo
    )
    for person in (led.ana, led.lead, led.auditor):
        client.force_login(person)
        assert "Private matter" not in client.get("/settings/absences/").content.decode()
        assert client.get(f"/settings/absences/{row.pk}/").status_code == 404
        assert client.post(f"/settings/absences/{row.pk}/removal/").status_code == 404
        given = {"agent": led.cleo.pk, "starts_at": "2027-05-04T09:00", "ends_at": "2027-05-11T09:00"}
        assert client.post("/settings/absences/new/", given).status_code == 422
    client.force_login(led.manager)
    assert "Private matter" in client.get("/settings/absences/").content.decode()
    assert Absence.objects.count() == 1 and not is_available(led.cleo)


def test_across_a_border_of_time_zones_an_absence_shows_both_clocks_and_is_one_moment(client, led, november):
    led.lead.time_zone, led.ana.time_zone = "Europe/Berlin", "America/New_York"
    for one in (led.lead, led.ana):
        one.save(update_fields=["time_zone"])
    client.force_login(led.lead)
    assert "In your time zone, Europe/Berlin." in client.get("/settings/absences/new/").content.decode()
    given = {
        "agent": led.ana.pk,
        "starts_at": "2027-03-26T15:00",
        "ends_at": "2027-03-29T15:00",
        "cover": "",
        "reason": "",
    }
    assert client.post("/settings/absences/new/", given).status_code == 302
    row = Absence.objects.get()
    # Summer time begins in Berlin on the 28th; in New York it began before: five hours between them, then six.
    assert (row.starts_at, row.ends_at) == (
        datetime(2027, 3, 26, 14, tzinfo=UTC), datetime(2027, 3, 29, 13, tzinfo=UTC),
    )  # fmt: skip
    theirs = client.get("/settings/absences/").content.decode()
    assert "Fri 26 Mar 2027, 15:00" in theirs and "their clock: Fri 26 Mar, 10:00" in theirs
    assert "Mon 29 Mar 2027, 15:00" in theirs and "their clock: Mon 29 Mar, 09:00" in theirs
    client.force_login(led.ana)
    own = client.get("/settings/absences/").content.decode()
    assert "Fri 26 Mar 2027, 10:00" in own and "their clock" not in own


def test_a_moment_that_no_clock_shows_is_refused_beside_its_field(client, world):
    world.ana.time_zone = "Europe/Berlin"
    world.ana.save(update_fields=["time_zone"])
    client.force_login(world.ana)
    given = {
        "agent": world.ana.pk,
        "starts_at": "2027-03-28T02:30",
        "ends_at": "2027-03-29T15:00",
        "reason": "Moving",
    }
    page = client.post("/settings/absences/new/", given)
    assert page.status_code == 422 and not Absence.objects.exists()
    assert "starts_at" in page.context["form"].errors and "Moving" in page.content.decode()
