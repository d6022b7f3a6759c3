import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("careline.ui.tests.urls"),
]


@pytest.fixture
def troubles():
    return []


def open_page(chromium, served, troubles, path="/catalogue/", **context):
    page = chromium.new_context(**context).new_page()
    page.set_default_timeout(8000)
    page.on("console", lambda message: message.type in ("error", "warning") and troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(request.url))
    page.goto(served.url + path)
    page.wait_for_selector("time[data-time=ago][title]", state="attached")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_catalogue_is_accessible(chromium, served, troubles, scheme, width):
    page = open_page(
        chromium, served, troubles, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    assert troubles == []  # before axe, which asks for imported styles at wrong addresses
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_menu_is_walked_by_arrows_and_left_by_escape(chromium, served, troubles):
    page = open_page(chromium, served, troubles)
    page.locator("[popovertarget=presence]").click()
    focused = "document.activeElement.textContent.trim()"
    expect(page.locator(":focus")).to_contain_text("Appearance")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused).startswith("Keys")
    page.keyboard.press("a")
    assert page.evaluate(focused).startswith("Appearance")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "presence"


def test_keys_work_outside_of_text_fields_only(chromium, served, troubles):
    page = open_page(chromium, served, troubles)
    page.locator("#id_address").click()
    page.keyboard.type("gk?")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("k")
    assert page.locator("#keys").is_visible()
    assert page.locator("#keys li", has_text="Keys").count() >= 1
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_the_palette_finds_an_action_by_its_name_and_does_it(chromium, served, troubles):
    page = open_page(chromium, served, troubles)
    page.keyboard.press("Control+k")
    page.keyboard.type("pal")
    expect(page.locator("#palette [role=option][aria-selected=true]")).to_have_text(
        re.compile("^Open the palette")
    )
    page.keyboard.press("Escape")
    assert not page.locator("#palette").is_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("nothing like this")
    expect(page.locator("#palette [data-nothing]")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_theme_shows_at_once_and_stays(chromium, served, troubles):
    page = open_page(chromium, served, troubles, color_scheme="light")
    page.locator("[data-opens=appearance]").last.click()
    with page.expect_response("**/ui/look/"):
        page.get_by_text("Dark", exact=True).click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_what_is_hard_to_take_back_is_asked_first(chromium, served, troubles):
    page = open_page(chromium, served, troubles)
    page.get_by_role("button", name="Delete", exact=True).click()
    dialog = page.locator("#confirm")
    assert dialog.is_visible() and "Its tickets stay" in dialog.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Leave it"
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.url.endswith("/catalogue/")
    page.get_by_role("button", name="Delete", exact=True).click()
    with page.expect_request(lambda request: request.method == "POST"):
        dialog.get_by_role("button", name="Delete").click()


def test_a_picture_opens_large_and_closes_by_escape(chromium, served, troubles):
    page = open_page(chromium, served, troubles)
    page.get_by_role("link", name="Lightbox").click()
    assert page.locator("#lightbox img").get_attribute("alt") == "The sign of Careline"
    page.keyboard.press("Escape")
    assert not page.locator("#lightbox").is_visible()


def test_a_toast_tells_and_goes_when_closed(chromium, served, troubles):
    page = open_page(chromium, served, troubles)
    page.evaluate("document.dispatchEvent(new CustomEvent('careline:toast', {detail: {text: 'Kept'}}))")
    assert page.locator("#toasts .toast").inner_text() == "Kept"


@pytest.mark.parametrize(
    ("status", "answer", "sentence"),
    [
        (200, '<li class="file" data-upload><input type="hidden" name="attachment" value="7">ok</li>', ""),
        (413, "This inbox takes 10 MB.", "This inbox takes 10 MB."),
        (500, "<h1>Server Error</h1>", "did not arrive"),
    ],
)
def test_a_file_goes_up_at_once_and_says_what_became_of_it(
    chromium, served, troubles, status, answer, sentence
):
    page = open_page(chromium, served, troubles)
    page.route("**/upload/", lambda route: route.fulfill(status=status, body=answer))
    form = page.locator("form:has([data-uploads])")
    form.locator("input[type=file]").set_input_files(
        {"name": "brake.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 2000}
    )
    if status == 200:
        form.locator("input[name=attachment][value='7']").wait_for(state="attached")
    else:
        form.locator(".upload[data-failed]", has_text=sentence).first.wait_for()
    assert form.locator("progress").count() == 1  # the one that the catalogue shows
