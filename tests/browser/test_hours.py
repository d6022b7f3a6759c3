"""Business hours in a browser: the picture follows what is typed, a country brings its regions, all of it is saved."""

from playwright.sync_api import expect

from careline.workforce.models import BusinessHours


def test_the_picture_follows_what_is_typed_and_nothing_is_saved_before(world, desk, shot):
    page = desk(world.manager, "/settings/hours/new/", width=1440)
    picture = page.locator("#preview")
    expect(picture.get_by_text("09:00–17:00").first).to_be_visible()
    page.get_by_label("Name").fill("Shop")
    page.get_by_label("Monday").fill("7-11, 12-16")
    expect(picture.get_by_text("07:00–11:00, 12:00–16:00").first).to_be_visible()
    page.get_by_label("Monday").press_sequentially(", ")
    page.get_by_label("Monday").press_sequentially("x")
    expect(picture.get_by_text("comes back once")).to_be_visible()
    page.get_by_label("Monday").fill("7-11, 12-16")
    page.get_by_label("Public holidays of").select_option("DE")
    page.get_by_label("Region").select_option("BY")
    shot(page, "business-hours")
    assert not BusinessHours.objects.exists()
    page.get_by_role("button", name="Copy Monday").click()
    expect(page.get_by_label("Friday")).to_have_value("7-11, 12-16")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Shop", level=1)).to_be_visible()
    row = BusinessHours.objects.get()
    assert (row.country, row.subdivision, row.week[4]) == ("DE", "BY", [[420, 660], [720, 960]])


def test_a_worked_example_is_asked_for_other_hours(world, desk):
    page = desk(world.manager, "/settings/hours/new/", width=390, height=844)
    example = page.locator(".fortnight__example")
    expect(example.get_by_text("is due on")).to_be_visible()
    page.get_by_label("An answer owed within").fill("1")
    page.get_by_label("An answer owed within").press("Tab")
    expect(example.get_by_text("business hour, from now on,")).to_be_visible()
