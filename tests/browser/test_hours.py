"""Business hours of the demo company in a browser: lunch, holidays, days apart, several calendars, and what they come to."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from careline.workforce.models import BusinessHours, HoursUse
from tests.browser.faults import faults_of
from tests.browser.test_service_targets import wide_again, work


def coming_tuesday():
    """A day that is usually open, three to nine days from now."""
    day = timezone.localdate() + timedelta(days=3)
    return day + timedelta(days=(1 - day.weekday()) % 7)


def type_hours(page, shot):
    """Hours with a lunch and the holidays of a region: the picture follows, and mistakes lose nothing."""
    page.get_by_role("main").get_by_role("link", name="New hours").click()
    picture = page.locator("#preview")
    page.get_by_label("Name").fill("Late shift")
    expect(page.get_by_label("Public holidays of")).to_have_value("DE")  # where the company is
    page.get_by_label("Region").select_option("SN")
    page.get_by_label("Monday").fill("12-15, 15:30-20, 19-21")
    expect(picture.get_by_text("comes back once")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_day_0_error")).to_have_text("15:30–20:00 and 19:00–21:00 overlap.")
    expect(page.get_by_label("Name")).to_have_value("Late shift")
    expect(page.get_by_label("Region")).to_have_value("SN")
    assert faults_of(page) == [] and not BusinessHours.objects.filter(name="Late shift").exists()
    wide_again(page)
    page.get_by_label("Monday").fill("12-15, 15:30-20")
    expect(picture.get_by_text("12:00–15:00, 15:30–20:00").first).to_be_visible()
    page.get_by_role("button", name="Copy Monday").click()
    expect(page.get_by_label("Friday")).to_have_value("12-15, 15:30-20")
    page.get_by_label("An answer owed within").fill("1")
    page.get_by_label("An answer owed within").press("Tab")
    expect(page.locator(".fortnight__example")).to_contain_text("business hour, from now on, is due on")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Late shift", level=1)).to_be_visible()
    expect(page.get_by_label("Monday")).to_have_value("12:00–15:00, 15:30–20:00")
    expect(picture).to_contain_text("Works outing")  # a day off of the whole company holds here too
    shot(page, "business-hours")


def add_days(page, what, day, *, hours=""):
    """Days with other hours; the last before the first is said beside it."""
    page.get_by_role("link", name="Add days").click()
    page.get_by_label("What it is").fill(what)
    page.get_by_label("First day").fill(day.isoformat())
    page.get_by_label("Last day").fill((day - timedelta(days=1)).isoformat())
    page.get_by_label("Open").fill(hours)
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#id_last_day_error")).to_contain_text("The last day comes before the first.")
    expect(page.get_by_label("Open")).to_have_value(hours)
    page.get_by_label("Last day").fill("")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("main")).to_contain_text(what)


def test_hours_with_a_lunch_holidays_and_days_apart_are_given_to_a_team_and_move_what_its_tickets_owe(
    radhaus, desk, shot
):
    work()  # what its story left to do
    ticket, off = radhaus.ticket("Klingel im Winter"), coming_tuesday()
    page = desk(radhaus.person("Mirela"), "/settings/hours/")
    start = page.url.split("/settings")[0]
    shop, orders = (page.get_by_role("row").filter(has_text=name) for name in ("Shop and workshop", "Orders"))
    expect(shop).to_contain_text("09:00–12:30, 13:30–18:00")
    expect(shop).to_contain_text("Germany, Berlin")
    expect(orders).to_contain_text("1 goes by them")
    type_hours(page, shot)
    add_days(page, "Late opening", timezone.localdate() + timedelta(days=2), hours="14-22")
    expect(page.locator("#preview")).to_contain_text("14:00–22:00")
    page.goto(f"{start}/settings/hours/")
    work()
    add_days(page, "Staff day", off)
    work()
    page.get_by_role("link", name="Choose who goes by which hours").click()
    page.get_by_label("Workshop").first.select_option(label="Late shift")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Workshop").first.locator("option:checked")).to_have_text("Late shift")
    assert faults_of(page) == []
    wide_again(page)
    assert (
        HoursUse.objects.get(kind="team", subject_id=radhaus.team("Workshop").pk).hours.name == "Late shift"
    )

    # The worker computes what is open anew: the panel counts by these hours, and the history says what moved and why.
    work()
    page.goto(f"{start}/tickets/{ticket.pk}/")
    day_off = f"{off:%a} {off.day} {off:%b}"
    expect(page.locator("#clocks")).to_contain_text(
        re.compile(rf"80 h of business hours from .*; closed on .*{day_off}.* → ")
    )
    page.goto(f"{start}/tickets/{ticket.pk}/history/")
    history = page.get_by_role("main")
    expect(history).to_contain_text("days with other hours were added: Staff day")
    expect(history).to_contain_text(
        re.compile(r"Resolution is due .* instead of .*: other business hours count")
    )
