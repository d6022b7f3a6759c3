import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from careline.ui import slots
from careline.ui.slots import Link

pytestmark = pytest.mark.urls("careline.ui.tests.urls")


def request(path="/"):
    asked = RequestFactory().get(path)
    asked.user = AnonymousUser()
    return asked


def show(template, **context):
    return Template("{% load ui %}" + template).render(Context({"request": request(), **context}))


def test_a_slot_shows_what_is_registered_in_order_with_the_context_of_the_page():
    slots.register("ticket.side", order=20)(lambda request, *, ticket: f"<b>second {ticket}</b>")
    slots.register("ticket.side", order=10)(lambda request, *, ticket: f"<i>first {ticket}</i>")
    assert show('{% slot "ticket.side" ticket=12 %}') == "<i>first 12</i>\n<b>second 12</b>"


def test_a_provider_with_nothing_to_show_leaves_no_trace_and_an_unknown_slot_is_empty():
    slots.register("ticket.side")(lambda request: None)
    assert show('[{% slot "ticket.side" %}{% slot "nobody.here" %}]') == "[]"


def test_a_provider_that_fails_does_not_take_the_page_with_it(caplog):
    slots.register("ticket.side", order=1)(lambda request: 1 / 0)
    slots.register("ticket.side", order=2)(lambda request: "stands")
    assert show('{% slot "ticket.side" %}') == "stands"
    assert "ticket.side" in caplog.text


def test_links_are_shown_to_those_who_may_follow_them():
    slots.register_link("nav", Link(label="Open", url_name="area", icon="inbox"))
    slots.register_link(
        "nav", Link(label="Closed", url_name="area", icon="lock", allowed=lambda request: False)
    )
    assert [link.label for link in slots.links("nav", request())] == ["Open"]


def test_the_link_that_covers_most_of_the_path_is_current():
    area = Link(label="Area", url_name="area", icon="inbox")
    one = Link(label="One", url_name="settings-one", icon="mail", also=("/elsewhere/",))
    assert slots.current([area, one], "/area/12/") == area
    assert slots.current([area, one], "/area/settings/one/new/") == one
    assert slots.current([area, one], "/elsewhere/") == one
    assert slots.current([area, one], "/nowhere/") is None


def test_the_rail_offers_the_settings_as_soon_as_one_page_of_them_is_open():
    assert "Settings" not in show("{% rail_links %}")
    slots.register_link(
        "settings", Link(label="Inboxes", url_name="settings-one", icon="mail", group="Channels")
    )
    assert 'href="/settings/"' in show("{% rail_links %}")


def test_the_list_of_settings_has_groups_and_counts():
    slots.register_link(
        "settings",
        Link(
            label="Arrivals",
            url_name="area",
            icon="inbox",
            group="Channels",
            count=lambda request: "3 failed",
        ),
    )
    page = show("{% settings_links %}")
    assert "Channels" in page and "3 failed" in page


def test_the_list_of_settings_is_there_for_those_who_may_open_one(client):
    assert client.get("/settings/").status_code == 404
    slots.register_link("settings", Link("Inboxes", "settings-one", "mail", about="What comes in"))
    page = client.get("/settings/").content.decode()
    assert "settings-list" in page
    assert page.count("/area/settings/one/") == 2  # in the list beside the page, and in the page
    assert "What comes in" in page
