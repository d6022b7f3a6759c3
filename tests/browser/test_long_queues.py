"""A long queue in a real browser: one request a page, the same at depth, and a change that comes while one is far down."""

import math

import pytest
from playwright.sync_api import expect

from careline.testing.world import make_ticket
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.actions.solve import solve
from careline.tickets.models import Ticket
from careline.tickets.tests.test_saved_views import asks

PAGE, PAGES = 50, 13
LIST = "document.getElementById('queue-list')"
IN_SIGHT = (
    "() => { const top = " + LIST + ".getBoundingClientRect().top;"
    " const row = [...document.querySelectorAll('#queue-list [id^=row-]')].find((one) => one.getBoundingClientRect().bottom > top + 40);"
    " return [row.id, Math.round(row.getBoundingClientRect().top)]; }"
)


@pytest.fixture
def many(world):
    """More tickets than the server shows again at once, and none that isn't new."""
    Ticket.objects.all().delete()
    first = make_ticket(world.support, world.customer, subject="Number 0")
    Ticket.objects.bulk_create(copies(first, PAGE * PAGES - 1))
    return world


def copies(ticket, count):
    for n in range(count):
        values = {field.attname: getattr(ticket, field.attname) for field in Ticket._meta.concrete_fields}
        yield Ticket(**values | {"id": ticket.pk + n + 1, "subject": f"Number {n + 1}"})


def wide_view(person):
    """A view of all that is open, shown as a wide list."""
    asked = asks(("status", "is", ["new"]))
    view = create_view(ViewDetails("New ones", conditions=asked, sort="waiting"), by=person)
    choose_view(view.key, by=person, is_wide=True)
    return view.key


@pytest.mark.parametrize("is_wide", [False, True])
def test_a_change_far_down_a_long_queue_leaves_the_reader_and_what_they_chose_in_place(
    many, desk, shot, is_wide
):
    page = desk(many.ana, f"/views/{wide_view(many.ana) if is_wide else 'all-open'}/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "after=" in request.url else None)
    rows = page.locator("#queue-list [id^=row-]")
    while (shown := rows.count()) < PAGE * PAGES:
        page.evaluate(f"{LIST}.scrollTop = {LIST}.scrollHeight")
        expect(rows).not_to_have_count(shown)
    pages = math.ceil(PAGE * PAGES / (2 * PAGE if is_wide else PAGE))
    assert len(set(asked)) == pages - 1
    assert len(asked) <= pages, "each page is fetched once, but for one that the list's first renewal crossed"
    numbers = [
        int(one.removeprefix("row-")) for one in rows.evaluate_all("rows => rows.map((row) => row.id)")
    ]
    assert len(set(numbers)) == PAGE * PAGES
    page.evaluate(f"{LIST}.scrollTop = document.getElementById('row-{numbers[580]}').offsetTop")
    chosen = [numbers[2], numbers[590]]
    for number in chosen:
        page.locator(f"#row-{number} .row__select input").evaluate("box => box.click()")
    page.evaluate(f"{LIST}.scrollTop = document.getElementById('row-{numbers[580]}').offsetTop - 60")
    page.wait_for_timeout(300)
    before = page.evaluate(IN_SIGHT)
    solve(Ticket.objects.get(pk=numbers[575]), by=many.ben)
    expect(page.locator(f"#row-{numbers[575]}")).to_have_count(0)
    assert page.evaluate(IN_SIGHT) == before
    assert rows.count() == PAGE * PAGES - 1
    assert [page.locator(f"#row-{one} .row__select input").is_checked() for one in chosen] == [True, True]
    solve(Ticket.objects.get(pk=numbers[5]), by=many.ben)
    page.evaluate(f"{LIST}.scrollTop = 0")
    expect(page.locator(f"#row-{numbers[5]}")).to_have_count(0)
    assert rows.evaluate_all("rows => rows.map((row) => row.id)") == [
        f"row-{one}" for one in numbers if one not in (numbers[5], numbers[575])
    ]
    shot(page, "queue-long-wide" if is_wide else "queue-long")


def test_a_change_near_the_last_row_shown_brings_no_row_twice(many, desk):
    page = desk(many.ana, "/views/all-open/")
    rows = page.locator("#queue-list [id^=row-]")
    while (shown := rows.count()) < PAGE * (PAGES - 2):
        page.evaluate(f"{LIST}.scrollTop = {LIST}.scrollHeight")
        expect(rows).not_to_have_count(shown)
    page.evaluate(f"{LIST}.scrollTop -= 2000")
    number = int(rows.nth(rows.count() - 20).get_attribute("id").removeprefix("row-"))
    solve(Ticket.objects.get(pk=number), by=many.ben)
    expect(page.locator(f"#row-{number}")).to_have_count(0)
    while page.locator("#queue-more").count():
        shown = rows.count()
        page.evaluate(f"{LIST}.scrollTop = {LIST}.scrollHeight")
        expect(rows).not_to_have_count(shown)
    numbers = rows.evaluate_all("rows => rows.map((row) => row.id)")
    assert len(numbers) == len(set(numbers)) == PAGE * PAGES - 1
