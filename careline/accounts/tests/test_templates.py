"""No page of the library that does the log in shows its own face."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLPattern

import careline
from careline.accounts import door_urls

HOUSE = Path(careline.__file__).parent
OTHERS = [
    "account/signup_closed.html",
    "socialaccount/authentication_error.html",
    "socialaccount/login_cancelled.html",
    "socialaccount/login.html",
    "429.html",
]


def shown() -> set[str]:
    names = set(OTHERS)
    for entry in door_urls.urlpatterns:
        for pattern in [entry] if isinstance(entry, URLPattern) else entry.url_patterns:
            view = getattr(pattern.callback, "view_class", None)
            names.add(getattr(view, "template_name", None))
    return names - {None}


@pytest.mark.parametrize("name", sorted(shown()))
def test_every_page_of_log_in_is_ours(name):
    assert Path(get_template(name).origin.name).is_relative_to(HOUSE)


def test_the_list_is_not_empty():
    assert len(shown()) > 20
