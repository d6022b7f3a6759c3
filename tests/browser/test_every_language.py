"""Every page in German and Spanish, whose words are longer: nothing scrolls sideways, no label is cut off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.accounts.models import Agent
from careline.testing.catalogues import LANGUAGES
from careline.testing.world import make_ticket
from careline.tickets.models import Ticket

from .test_every_page import PAGES, TOO_WIDE, places

pytestmark = pytest.mark.slow(seconds=80)

__all__ = ["places"]
WIDE = ["desk", "customers"]
NARROW = [area for area in PAGES if area not in (*WIDE, "doors")]
CUT_OFF = """() => [...document.querySelectorAll('.button, .tab, .badge, .field__label, .menu__item > span, label, th, h1, h2')]
  .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !one.closest('.cut, .hidden-visually, [data-island="catalogue"]') && !one.querySelector('.cut')
    && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible')
  .map(one => `cut off: ${one.textContent.trim().slice(0, 60)}`)"""
FAULTS = f"""async () => {{
  await document.fonts.ready;
  return [...({TOO_WIDE})(), ...({CUT_OFF})()];
}}"""


def faults_of(page, start, addresses, places, *, widths=(390,)):
    """Walk through the addresses in each width; returns what is wrong at each where something is."""
    found = {}
    for address in addresses:
        answer = page.goto(start + address.format(**places))
        assert answer.status == (410 if "/join/nonsense" in address else 200), address
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            faults = page.evaluate(FAULTS)
            found |= {(address, width): faults} if faults else {}
    return found


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("areas", "widths"), [(WIDE, (390, 1440)), (NARROW, (390,))], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_in_every_language(world, desk, house, places, language, areas, widths):
    Agent.objects.update(language=language)
    page = desk(world.owner, "/", width=390, height=844)
    assert page.locator("html").get_attribute("lang") == language
    addresses = [address for area in areas for address in PAGES[area]]
    assert faults_of(page, house.url, addresses, places, widths=widths) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_strangers_see_fits_in_every_language(world, desk, house, places, language):
    page = desk(None, "/login/", width=390, height=844)
    page.set_extra_http_headers({"Accept-Language": language})
    assert faults_of(page, house.url, PAGES["doors"], places, widths=(390, 1440)) == {}
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_goes_on_in_the_words_that_the_server_began_with(world, desk, language):
    Agent.objects.update(language=language)
    for minutes in (0, 5, 3 * 60, 25 * 60, 3 * 24 * 60, 8 * 24 * 60, 400 * 24 * 60):
        ticket = make_ticket(world.support, world.customer)
        at = timezone.now() - timedelta(minutes=minutes + 0.2)
        Ticket.objects.filter(pk=ticket.pk).update(last_customer_at=at)
    page = desk(world.ana, "/views/my_teams/")
    page.wait_for_selector(".row time[title]", state="attached")
    shown = page.locator(".row time").all_text_contents()
    written = page.evaluate(
        "fetch(location.href).then(answer => answer.text()).then(html => [...new DOMParser().parseFromString(html, 'text/html')"
        ".querySelectorAll('.row time')].map(one => one.textContent))"
    )
    assert len(written) == 7
    assert shown == written
