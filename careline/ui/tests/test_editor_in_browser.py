import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.urls("careline.ui.tests.test_editor_in_browser")]

PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block body %}<main>
<form data-editor="{% static 'ui/vendor/trix.umd.min.js' %}" {% island "editor" %}><input type="hidden" id="words" value="{{ draft }}">
<trix-toolbar id="tools"></trix-toolbar>
<trix-editor input="words" toolbar="tools" role="textbox" aria-multiline="true" aria-label="Answer"></trix-editor></form>
<time datetime="2026-01-01T00:00:00Z"></time></main>{% endblock %}"""


def page(request):
    context = {"draft": request.GET.get("draft", "")}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("ui/", include("careline.ui.urls")), path("page", page)]


@pytest.fixture
def opened(chromium, served):
    def open_with(query=""):
        tab = chromium.new_context().new_page()
        tab.set_default_timeout(8000)
        tab.fetched = []
        tab.on("request", lambda request: "trix" in request.url and tab.fetched.append(request.url))
        tab.goto(f"{served.url}/page{query}")
        tab.wait_for_selector("trix-editor[contenteditable]", state="attached")
        return tab

    return open_with


def test_the_editor_is_fetched_only_when_somebody_turns_to_it(opened):
    tab = opened()
    tab.wait_for_timeout(200)
    assert tab.fetched == []
    tab.locator("trix-editor").focus()
    tab.wait_for_selector("trix-editor[contenteditable=true]")
    assert len(tab.fetched) == 1


def test_what_is_typed_while_it_is_on_its_way_is_kept_in_order(opened):
    tab = opened()
    waiting = []
    tab.route("**/trix*", lambda route: waiting.append(route))
    tab.locator("trix-editor").focus()
    tab.keyboard.type("One <b>&")
    tab.keyboard.press("Enter")
    tab.keyboard.type("two")
    waiting[0].continue_()
    tab.wait_for_selector("trix-editor[contenteditable=true]")
    tab.keyboard.type(" three")
    assert tab.locator("trix-editor").inner_text() == "One <b>&\ntwo three"
    expect(tab.locator("#words")).to_have_value(
        "<div>One &lt;b&gt;&amp;<br>two three</div>"
    )  # with the next frame


def test_what_is_sent_right_after_the_last_key_has_its_last_letter(opened):
    tab = opened("?draft=<div>kep</div>")
    tab.wait_for_selector("trix-editor[contenteditable=true]")
    sent = tab.evaluate(
        """() => new Promise((resolve) => {
            const form = document.querySelector("form");
            form.addEventListener("submit", (event) => {
                event.preventDefault();
                resolve(document.querySelector("#words").value);
            });
            document.querySelector("trix-editor").focus();
            document.querySelector("trix-editor").editor.setSelectedRange(3);
            const typed = { inputType: "insertText", data: "t", bubbles: true, cancelable: true };
            document.querySelector("trix-editor").dispatchEvent(new InputEvent("beforeinput", typed));
            form.requestSubmit();
        })"""
    )
    assert sent == "<div>kept</div>"


def test_a_draft_that_waits_is_shown_at_once(opened):
    tab = opened("?draft=<div>kept</div>")
    tab.wait_for_selector("trix-editor[contenteditable=true]")
    assert tab.locator("trix-editor").inner_text() == "kept"
