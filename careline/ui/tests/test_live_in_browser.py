import time

import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from careline.ui.tests.live_peer import Peer, peer, stream

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("careline.ui.tests.test_live_in_browser"),
]

PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block body_attributes %}hx-ext="morph"{% endblock %}
{% block body %}<p id="live" hidden data-live="/live" data-from="{{ request.GET.from }}" data-refused="log in again" data-live-worker="{% static 'ui/islands/live-worker.js' %}" {% island "live" %}><span data-words>away</span></p>
<main>{{ part|safe }}</main>{% endblock %}"""
PART = """<section id="part" data-refresh-on="ticket:12" hx-get="/part" hx-trigger="careline:refresh" hx-swap="morph:outerHTML">
<h1>{words}</h1><details id="d"><summary>more</summary>text</details><label>Say <input id="say" value="{words}"></label>
<div id="draft" data-keep>{words}</div></section>"""
shown = {"words": "first"}


def whole(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({"part": PART.format(**shown)}, request))


urlpatterns = [
    path("ui/", include("careline.ui.urls")),
    path("live", stream),
    path("page", whole),
    path("part", lambda request: HttpResponse(PART.format(**shown))),
]


@pytest.fixture(autouse=True)
def fresh_peer():
    shown["words"] = "first"
    fresh = Peer()
    peer.asked, peer.to_send, peer.is_down, peer.refuses = fresh.asked, fresh.to_send, False, False
    peer.first = fresh.first
    yield
    for _ in range(8):
        peer.to_send.put(None)


def until(condition, seconds=8.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def page(chromium, served):
    opened = chromium.new_context().new_page()
    opened.set_default_timeout(8000)
    with opened.expect_response("**/part"):  # what came between the page and the stream is fetched once
        opened.goto(served.url + "/page")
    opened.wait_for_selector("html[data-live=open]")
    opened.wait_for_timeout(100)
    return opened


def test_a_part_fetches_itself_again_and_keeps_what_a_person_does(page):
    page.locator("#d summary").click()
    page.locator("#say").fill("being typed")
    shown["words"] = "second"
    peer.to_send.put({"id": "c1", "name": "message.received", "topics": ["ticket:12"]})
    page.wait_for_selector("h1:text('second')")
    assert page.locator("#d").get_attribute("open") is not None
    assert page.locator("#say").input_value() == "being typed"
    assert page.evaluate("document.activeElement.id") == "say"
    assert page.locator("#draft").inner_text() == "first"


def test_scripts_hear_what_happened(page):
    page.evaluate(
        "document.addEventListener('careline:event', (event) => { window.heard = event.detail; document.documentElement.dataset.heard = 'yes'; })"
    )
    peer.to_send.put({"id": "c7", "name": "ticket.assigned", "topics": ["ticket:12"], "ticket": 12})
    page.wait_for_selector("html[data-heard]")
    assert page.evaluate("window.heard") == {
        "name": "ticket.assigned",
        "cursor": "c7",
        "topics": ["ticket:12"],
        "ticket": 12,
    }


def test_an_event_of_another_ticket_leaves_the_page_alone(page):
    shown["words"] = "second"
    peer.to_send.put({"id": "c1", "name": "message.received", "topics": ["ticket:13"]})
    page.wait_for_timeout(400)
    assert page.locator("h1").inner_text() == "first"


def test_after_a_loss_it_goes_on_where_it_stopped(page):
    peer.to_send.put({"id": "c41", "name": "message.received", "topics": ["ticket:12"]})
    peer.to_send.put(None)
    until(lambda: len(peer.asked) > 1)
    assert peer.asked[0] == {"topics": "ticket:12", "last": None}
    assert peer.asked[-1] == {"topics": "ticket:12", "last": "c41"}


def test_a_lost_connection_is_said_quietly_and_taken_back(page):
    peer.is_down = True
    peer.to_send.put(None)
    page.wait_for_selector("#live:not([hidden])", timeout=15000)
    peer.is_down = False
    page.wait_for_selector("#live", state="hidden", timeout=15000)


def test_what_came_before_the_stream_was_open_is_fetched(chromium, served):
    opened = chromium.new_context().new_page()
    opened.set_default_timeout(8000)
    opened.route("**/live*", lambda route: (shown.update(words="second"), route.continue_()))
    opened.goto(served.url + "/page")
    opened.wait_for_selector("h1:text('second')")


def test_a_person_who_was_logged_out_is_told(page, served):
    peer.refuses = True
    peer.to_send.put(None)
    page.wait_for_selector("#live span:text('log in again')", timeout=15000)


def test_two_tabs_share_one_stream(page, served):
    other = page.context.new_page()
    other.goto(served.url + "/page")
    other.wait_for_selector("html[data-live=open]")
    shown["words"] = "second"
    peer.to_send.put({"id": "c1", "name": "message.received", "topics": ["ticket:12"]})
    other.wait_for_selector("h1:text('second')")
    assert len(peer.asked) == 1


def test_a_page_that_says_where_it_was_made_fetches_nothing_again(chromium, served):
    opened = chromium.new_context().new_page()
    opened.set_default_timeout(8000)
    parts = []
    opened.on("request", lambda request: parts.append(request.url) if "/part" in request.url else None)
    opened.goto(served.url + "/page?from=7/100:105:101")
    opened.wait_for_selector("html[data-live=open]")
    opened.wait_for_timeout(400)
    assert parts == []
    assert peer.asked == [{"topics": "ticket:12", "last": "7/100:105:101"}]


def test_a_second_tab_that_is_older_than_the_stream_gets_what_lies_between(chromium, served):
    context = chromium.new_context()
    peer.first = "7/106:107:"
    first = context.new_page()
    first.goto(served.url + "/page?from=7/100:105:101")
    first.wait_for_selector("html[data-live=open]")
    peer.to_send.put({"id": "7/108:110:", "name": "message.received", "topics": ["ticket:12"]})
    first.wait_for_timeout(300)
    second = context.new_page()
    second.goto(served.url + "/page?from=7/105:108:106")
    second.wait_for_selector("html[data-live=open]")
    until(lambda: len(peer.asked) > 1)
    assert peer.asked[1]["last"] == "7/105:108:106"
    third = context.new_page()
    third.goto(served.url + "/page?from=7/120:120:")
    third.wait_for_selector("html[data-live=open]")
    third.wait_for_timeout(300)
    assert len(peer.asked) == 2


def test_topics_that_come_later_begin_a_little_before(chromium, served):
    opened = chromium.new_context().new_page()
    opened.goto(served.url + "/page?from=7/100:105:101")
    opened.wait_for_selector("html[data-live=open]")
    opened.wait_for_timeout(3200)
    peer.to_send.put({"id": "7/108:110:", "name": "message.received", "topics": ["ticket:12"]})
    opened.wait_for_timeout(300)
    opened.evaluate("document.querySelector('main').dataset.topics = 'ticket:13'")
    until(lambda: len(peer.asked) > 1)
    assert peer.asked[1] == {"topics": "ticket:12,ticket:13", "last": "c0"}
