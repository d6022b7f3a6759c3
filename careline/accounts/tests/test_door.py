"""Every address is closed to people who are not logged in, but for those named here."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

OPEN_TO_ALL = {
    "account_login",
    "account_logout",  # by GET it asks, by POST it ends whatever session there is
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "accounts:set_up",
    "accounts:join",
    "core:live",
    "core:ready",
    "core:metrics",
    "notices:service_worker",  # a script without a word of anybody
}
OPEN_ROOMS = (
    "channels:form",
    "api:",
)  # the web form of an inbox; the API asks for tokens (config/tests/test_api.py)


def addresses(patterns: list, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def is_open(pattern: URLPattern) -> bool:
    return not getattr(pattern.callback, "login_required", True)


def test_only_the_named_views_are_open_to_strangers():
    opened = {name for name, pattern in addresses(get_resolver().url_patterns) if is_open(pattern)}

    assert {name for name in opened - OPEN_TO_ALL if not name.startswith(OPEN_ROOMS)} == set()


@pytest.mark.django_db
def test_an_anonymous_request_reaches_no_other_page(world):
    client, reached = Client(), []
    for name, pattern in addresses(get_resolver().url_patterns):
        if name in OPEN_TO_ALL or name.startswith(OPEN_ROOMS):
            continue
        for method in (client.get, client.post):
            answer = method("/" + _filled(name, pattern))
            if answer.status_code not in (302, 401, 403, 404, 405):
                reached.append((name, answer.status_code))

    assert reached == []


def _filled(name: str, pattern: URLPattern) -> str:
    from django.urls import reverse

    given = {key: _example(converter) for key, converter in pattern.pattern.converters.items()}
    return reverse(name, kwargs=given).lstrip("/")


def _example(converter: object) -> object:
    kinds = {"IntConverter": 1, "UUIDConverter": "00000000-0000-0000-0000-000000000001"}
    return kinds.get(type(converter).__name__, "x")
