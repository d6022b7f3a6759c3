import re

import pytest
from django.template.loader import render_to_string

pytestmark = pytest.mark.urls("careline.ui.tests.urls")


def test_the_catalogue_shows_every_part(client):
    page = client.get("/catalogue/").content.decode()
    assert page.count("catalogue__part") >= 15
    assert 'aria-describedby="id_address_hint id_address_error"' in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_stands_alone_and_offers_a_way_on(name):
    page = render_to_string(f"{name}.html")
    assert "<h1" in page and 'href="/"' in page
    assert "<script" not in page


@pytest.mark.parametrize("name", ["ui/shell.html", "ui/page.html", "ui/settings.html", "ui/public.html"])
def test_no_page_needs_inline_script_or_style(client, name):
    page = client.get(f"/template/{name}").content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page)


def test_the_shell_has_a_skip_link_and_landmarks(client):
    page = client.get("/template/ui/page.html").content.decode()
    assert (
        page.index('href="#main"')
        < page.index('<nav class="rail"')
        < page.index('<main class="sheet" id="main"')
    )


def test_a_page_carries_its_language_and_direction(client):
    page = client.get("/template/ui/page.html", headers={"Accept-Language": "de"}).content.decode()
    assert '<html lang="de" dir="ltr"' in page
