"""All settings on one page: looked at in every size and scheme, without a violation."""

import pytest
from playwright.sync_api import expect

from tests.browser.faults import violations_of

SIZES = [(1440, 900, "light"), (390, 844, "dark")]


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
def test_all_settings_stand_on_one_page(world, desk, shot, width, height, scheme):
    page = desk(world.owner, "/settings/", width=width, height=height, scheme=scheme)
    expect(page.locator(".settings-list__item", has_text="Health")).to_be_visible()
    assert violations_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, f"settings-{width}-{scheme}")
