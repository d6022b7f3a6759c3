"""The command palette leads to every page that a person may open, and to none that they may not."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROLES = ("owner", "manager", "lead", "ana", "light", "auditor")
REACHED_OTHERWISE = {
    "/logout/",
    "/ui/settings/",
    "/settings/arrivals/counts/",
    "/settings/bulk/",
    "/decisions/",
    "/settings/security/codes/new/",
    "/settings/security/passkeys/add/",
    "/settings/security/password/set/",
}
"""Leaving, what a phone shows instead of the list of settings, a part, lists that stay empty for who changes no
tickets, and steps of the pages on security."""


def addresses(patterns, above=""):
    for one in patterns:
        path = above + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern) and not re.search(r"[<(\\^$]", path):
            yield f"/{path}"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ROLES)
def test_the_palette_knows_every_page_a_person_may_open_and_no_other(world, who):
    client = Client()
    client.force_login(getattr(world, who))
    places = {place["href"]: place for place in client.get(reverse("ui:places")).json()["places"]}
    for href, place in places.items():
        answer = client.get(href, follow=True)
        assert answer.status_code == 200, href
        assert place["name"] and place["icon"]
    missing = []
    for address in addresses(get_resolver().url_patterns):
        if address.startswith(("/login/", "/api/", "/live")) or address in places:
            continue
        answer = client.get(address)
        if answer.status_code == 200 and not answer.streaming and b"<html" in answer.content[:500]:
            missing.append(address)
    assert not {*missing} - REACHED_OTHERWISE, sorted({*missing} - REACHED_OTHERWISE)
