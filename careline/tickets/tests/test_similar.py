"""Similar tickets: own words weigh, rights hold, and every path of search shows no more than may be seen."""

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.models import Ticket
from careline.tickets.queries.quick import quick_search
from careline.tickets.queries.search import search
from careline.tickets.queries.similar import similar_tickets

TEXT = "The hydraulic lever leaks mineral oil over the rotor"


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_tickets_that_share_words_are_similar_the_closest_first(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, subject="Lever leaks", text=TEXT)
    close = make_ticket(
        world.workshop,
        make_customer(),
        subject="Leaking lever",
        text="Mineral oil on the rotor, the lever leaks",
    )
    far = make_ticket(
        world.support, make_customer(), subject="Lever", text="The lever leaks a bit of oil, I think"
    )
    make_ticket(world.support, make_customer(), subject="Invoice", text="Please send it again")
    assert [one.number for one in similar_tickets(world.ana, ticket)] == [close.pk, far.pk]


def test_the_panel_shows_them_and_a_stranger_gets_nothing(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, subject="Lever leaks", text=TEXT)
    other = make_ticket(world.support, make_customer(), subject="Lever & oil leaks", text=TEXT)
    part = logged_in(world.light).get(f"/tickets/{ticket.pk}/similar/").content.decode()
    assert f"/tickets/{other.pk}/" in part and "Lever &amp; oil leaks" in part
    alone = make_ticket(world.support, make_customer(), subject="Bell", text="It rings")
    assert (
        "None that are much alike"
        in logged_in(world.ana).get(f"/tickets/{alone.pk}/similar/").content.decode()
    )
    hidden = make_ticket(world.complaints, make_customer(), subject="Lever leaks", text=TEXT)
    assert logged_in(world.stranger).get(f"/tickets/{hidden.pk}/similar/").status_code == 404
    assert Client().get(f"/tickets/{ticket.pk}/similar/").status_code == 302


def test_similar_tickets_take_few_statements(world: World, django_assert_max_num_queries) -> None:
    ticket = make_ticket(world.support, world.customer, subject="Lever leaks", text=TEXT)
    make_ticket(world.support, make_customer(), subject="Lever leaks", text=TEXT)
    similar_tickets(world.ana, ticket)
    with django_assert_max_num_queries(8):
        assert len(similar_tickets(world.ana, ticket)) == 1


PLACES = st.lists(
    st.tuples(
        st.sampled_from(["support", "complaints", "workshop"]),
        st.lists(st.sampled_from(["lever", "leaks", "rotor", "oil"]), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=6,
)
PEOPLE = st.sampled_from(["ana", "cleo", "stranger", "light", "lead", "manager", "auditor", "gone"])


@given(
    places=PLACES,
    name=PEOPLE,
    asked=st.sampled_from(["lever", "lev*", "is:open", "leaks oil", "from:customer", "-rotor lever", "#"]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_of_search_shows_more_than_may_be_seen(world: World, places, name: str, asked: str) -> None:
    person, customer = getattr(world, name), make_customer()
    made = [
        make_ticket(getattr(world, team), make_customer() if n % 2 else customer, subject=" ".join(words), text=" ".join(words) + " lever")
        for n, (team, words) in enumerate(places)
    ]  # fmt: skip
    visible = {*Ticket.objects.visible_to(person).values_list("pk", flat=True)}
    asked = f"#{made[-1].pk}" if asked == "#" else asked
    for answer in (search(person, asked), search(person, asked, order="newest"), quick_search(person, asked)):
        assert {found.row.number for found in answer.found} <= visible
    for ticket in made:
        assert {one.number for one in similar_tickets(person, ticket)} <= visible
