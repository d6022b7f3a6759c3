"""Search in a browser: the page by keyboard, first results in the palette."""

import pytest
from playwright.sync_api import expect

from careline.testing.world import make_customer, make_organisation, make_ticket
from careline.tickets.models import Macro

SIZES = [(1440, 900, "light"), (390, 844, "dark")]


@pytest.fixture
def bells(world):
    """A desk with bells of all kinds."""
    organisation = make_organisation("Bell & Sons", domain="bell.example")
    make_customer("Bella Bell", email="bella@bell.example", organisation=organisation)
    Macro.objects.create(
        name="Bell rings too quietly", html="<p>Dear {{customer.first_name}}, please turn the bell.</p>"
    )
    return [
        make_ticket(world.support, world.customer, subject=f"The bell number {n}", text=f"My bell rings {n} times, then the ringing stops.")
        for n in range(1, 6)
    ]  # fmt: skip


def open_palette(page):
    """Press its key until the page has its behaviours."""
    for _ in range(50):
        page.keyboard.press("Control+k")
        if page.locator("#palette:modal").count():
            return
        page.wait_for_timeout(100)
    raise AssertionError("no palette")


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
def test_everything_is_on_one_page(world, desk, shot, bells, width, height, scheme):
    page = desk(world.ana, "/search/?q=bell", width=width, height=height, scheme=scheme)
    expect(page.get_by_role("heading", name="Customers")).to_be_visible()
    expect(page.get_by_role("link", name="Bella Bell")).to_be_visible()
    expect(page.locator(".result mark").first).to_be_visible()
    shot(page, f"search-{width}-{scheme}")


def test_results_are_walked_through_by_keyboard(world, desk, bells):
    page = desk(world.ana, "/search/?q=bell")
    open_palette(page)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Bella Bell")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Bell & Sons")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("k")
    expect(page.get_by_role("combobox", name="Search everything")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{bells[-1].pk}/**")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_palette_finds_tickets_and_people(world, desk, shot, bells, width):
    page = desk(world.ana, "/customers/", width=width, height=844)
    open_palette(page)
    page.keyboard.type("bell")
    expect(page.get_by_role("option", name="Bella Bell")).to_be_visible()
    expect(page.get_by_role("option", name="The bell number 5")).to_be_visible()
    shot(page, f"palette-search-{width}")
    page.get_by_role("option", name="Bella Bell").click()
    page.wait_for_url("**/customers/*/")


def test_operators_are_completed_by_keyboard(world, desk, shot, bells):
    page = desk(world.ana, "/search/")
    open_palette(page)
    page.keyboard.press("Escape")
    box = page.get_by_role("combobox", name="Search everything")
    box.focus()
    page.keyboard.type("bell sta")
    expect(page.get_by_role("option", name="status:")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("bell status:")
    page.keyboard.type("n")
    expect(page.get_by_role("option", name="status:new")).to_be_visible()
    shot(page, "search-completion")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(box).to_have_value("bell status:new ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=bell+status*")
    expect(page.locator(".result").first).to_be_visible()


def test_a_result_opens_at_the_message_with_the_words_marked(world, desk, shot, bells):
    page = desk(world.ana, "/search/?q=ringing")
    page.get_by_role("link", name="The bell number 3").click()
    page.wait_for_url("**/tickets/**found=**")
    for _ in range(100):
        if page.evaluate("() => CSS.highlights.get('found')?.size") == 2:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("() => [...CSS.highlights.get('found')].map(String)") == ["rings", "ringing"]
    shot(page, "search-opened")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_filters_are_a_sheet(world, desk, shot, bells, scheme):
    page = desk(world.ana, "/search/?q=bell", width=390, height=844, scheme=scheme)
    filters = page.locator("#filters")
    expect(filters).to_be_hidden()
    page.get_by_role("button", name="Narrow down").click()
    expect(filters).to_be_visible()
    shot(page, f"search-filters-390-{scheme}")
    filters.get_by_role("link", name="The last 7 days").click()
    page.wait_for_url("**created%3A**")
    expect(filters).to_be_hidden()


def test_the_palette_uses_a_macro_on_an_open_ticket_and_leads_to_it_elsewhere(world, desk, bells):
    page = desk(world.ana, f"/tickets/{bells[0].pk}/")
    open_palette(page)
    page.keyboard.type("quietly")
    page.locator("#palette").get_by_role("option", name="Bell rings too quietly").click()
    expect(page.locator("#reply-text")).to_contain_text("Dear Carla, please turn the bell.")
    page = desk(world.lead, "/search/")
    open_palette(page)
    page.keyboard.type("quietly")
    page.locator("#palette").get_by_role("option", name="Bell rings too quietly").click()
    page.wait_for_url("**/settings/macros/**")
