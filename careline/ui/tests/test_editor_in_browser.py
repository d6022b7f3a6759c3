import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.urls("careline.ui.tests.test_editor_in_browser")]

PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block body %}<main>
<form {% island "editor" %}><input type="hidden" id="words" value="{{ draft }}">
<div id="text" data-text="words" data-images="/pictures/" role="textbox" aria-multiline="true" aria-label="Answer"></div>
<div role="toolbar" aria-label="Formatting" data-tools="text"><button type="button" data-format="bold">Bold</button>
<button type="button" data-format="bullet" tabindex="-1">List</button><button type="button" data-format="link" tabindex="-1">Link</button>
<span data-link hidden><input aria-label="Address"><button type="button" data-link-set>Set</button></span></div></form>
<time datetime="2026-01-01T00:00:00Z"></time></main>{% endblock %}"""
PASTE = """([kinds]) => {
    const carried = new DataTransfer();
    Object.entries(kinds).forEach(([kind, words]) => carried.setData(kind, words));
    const pasted = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
    document.querySelector("#text").dispatchEvent(pasted);
}"""


def page(request):
    context = {"draft": request.GET.get("draft", "")}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("ui/", include("careline.ui.urls")), path("page", page)]


@pytest.fixture
def opened(chromium, served):
    complaints = []

    def open_with(query=""):
        tab = chromium.new_context().new_page()
        tab.set_default_timeout(8000)
        tab.fetched = []
        tab.on("request", lambda request: "squire" in request.url and tab.fetched.append(request.url))
        tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(f"{served.url}/page{query}")
        tab.wait_for_selector("#text[contenteditable]", state="attached")
        return tab

    yield open_with
    assert [one for one in complaints if "Failed to load" not in one] == []


@pytest.fixture
def rich(opened):
    """A field whose editor is there and that has the caret."""
    tab = opened()
    tab.locator("#text").focus()
    tab.wait_for_selector("#text[data-rich]")
    return tab


def kept(tab):
    return tab.locator("#words").input_value()


def test_the_editor_is_fetched_only_when_somebody_turns_to_it(opened):
    tab = opened()
    tab.wait_for_timeout(200)
    assert tab.fetched == []
    tab.locator("#text").focus()
    tab.wait_for_selector("#text[data-rich]")
    assert len(tab.fetched) == 1


def test_what_is_typed_while_it_is_on_its_way_is_kept_in_order(opened):
    tab = opened()
    waiting = []
    tab.route("**/squire*", lambda route: waiting.append(route))
    tab.locator("#text").focus()
    tab.keyboard.type("One <b>&")
    tab.keyboard.press("Enter")
    tab.keyboard.type("two")
    assert kept(tab) == "<div>One &lt;b&gt;&amp;</div><div>two</div>"
    waiting[0].continue_()
    tab.wait_for_selector("#text[data-rich]")
    tab.keyboard.type(" three")
    assert tab.locator("#text").inner_text() == "One <b>&\ntwo three"
    assert kept(tab) == "<div>One &lt;b&gt;&amp;</div><div>two three</div>"


def test_a_draft_is_not_lost_to_what_is_typed_before_the_editor_is_there(opened):
    tab = opened("?draft=<div>begun</div>")
    tab.wait_for_selector("#text[data-rich]")
    assert tab.locator("#text").inner_text() == "begun"
    tab.route("**/squire*", lambda route: route.abort())
    tab.goto(tab.url)
    tab.wait_for_timeout(200)
    tab.locator("#text").focus()
    tab.keyboard.type("and more")
    assert kept(tab) == "<div>begun</div><div>and more</div>"


def test_what_is_sent_right_after_the_last_key_has_its_last_letter(opened):
    tab = opened("?draft=<div>kep</div>")
    tab.wait_for_selector("#text[data-rich]")
    sent = tab.evaluate(
        """() => new Promise((resolve) => {
            const form = document.querySelector("form");
            form.addEventListener("submit", (event) => {
                event.preventDefault();
                resolve(document.querySelector("#words").value);
            });
            document.querySelector("#text div").append("t");
            form.requestSubmit();
        })"""
    )
    assert sent == "<div>kept</div>"


def test_nothing_written_is_nothing_kept(rich):
    rich.keyboard.type("a")
    rich.keyboard.press("Backspace")
    assert kept(rich) == ""


def test_tools_and_keys_format_and_say_what_is_on(rich):
    rich.keyboard.type("plain ")
    rich.get_by_role("button", name="Bold").click()
    rich.keyboard.type("bold")
    expect(rich.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    rich.keyboard.press("Control+b")
    rich.keyboard.press("Control+i")
    rich.keyboard.type(" slanted")
    assert kept(rich).replace("&nbsp;", " ") == "<div>plain <b>bold</b><i> slanted</i></div>"
    expect(rich.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "false")


def test_a_step_is_undone_and_done_again(rich):
    rich.keyboard.type("one")
    rich.get_by_role("button", name="List").click()
    assert kept(rich) == "<ul><li>one</li></ul>"
    rich.keyboard.press("Control+z")
    assert kept(rich) == "<div>one</div>"
    rich.keyboard.press("Control+Shift+z")
    assert kept(rich) == "<ul><li>one</li></ul>"


def test_a_link_is_made_by_keyboard_alone(rich):
    rich.keyboard.type("shop")
    rich.keyboard.press("Control+a")
    rich.keyboard.press("Tab")
    rich.keyboard.press("ArrowLeft")
    expect(rich.get_by_role("button", name="Link")).to_be_focused()
    rich.keyboard.press("Enter")
    expect(rich.get_by_label("Address")).to_be_focused()
    rich.keyboard.type("bikes.example/shop")
    rich.keyboard.press("Enter")
    assert kept(rich) == '<div><a href="https://bikes.example/shop">shop</a></div>'
    expect(rich.locator("#text")).to_be_focused()


def test_pasted_words_lose_their_looks_and_keep_their_sense(rich):
    html = (
        '<h4 style="color:red" class="x" onclick="evil()">Head</h4><p style="font-size:40px">a '
        '<span style="font-weight:700">b</span> <a href="javascript:evil()">c</a> <a href="https://x.example/">d</a></p>'
        '<script>evil()</script><img src="https://x.example/t.gif"><img src="/elsewhere/1/"><img src="/pictures/1/" alt="e">'
    )
    rich.evaluate(PASTE, [{"text/html": html, "text/plain": "no"}])
    expect(rich.locator("#text h3")).to_have_text("Head")
    assert "style" not in kept(rich) and "class" not in kept(rich) and "evil" not in kept(rich)
    assert '<p>a <b>b</b> <a>c</a> <a href="https://x.example/">d</a>' in kept(rich)
    assert rich.evaluate(
        "[...document.querySelectorAll('#text img')].map(one => one.getAttribute('src'))"
    ) == ["/pictures/1/"]


def test_pasted_plain_words_keep_their_lines(rich):
    rich.evaluate(PASTE, [{"text/plain": "one\n<b>two</b>"}])
    expect(rich.locator("#text")).to_contain_text("<b>two</b>")
    assert kept(rich) == "<div>one</div><div>&lt;b&gt;two&lt;/b&gt;</div>"
