"""Settings of service targets: made, changed, ordered and removed on pages; what is typed is kept."""

import pytest
from django.test import Client

from careline.core.models import Event
from careline.policies.actions.recompute import recompute_slice
from careline.policies.models import Clock, ServicePolicy
from careline.policies.queries.policies import as_policy
from careline.policies.tests.test_clocks import arrive
from careline.policies.tests.test_panel import client_of
from careline.testing.world import World

HOME = "/settings/targets/"
URGENT = {
    "group": "0",
    "g0-match": "all",
    "g0-c": "0",
    "g0c0-field": "priority",
    "g0c0-op": "is",
    "g0c0-value": "urgent",
}
FORM = {
    "name": "Standard",
    "active": "1",
    "pauses": ["3", "4"],
    "t-first_response-2": "4h",
    "t-resolution-2": "1d 4h",
}


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.manager)


def test_a_policy_is_made_with_what_was_typed(client: Client) -> None:
    steps = {
        "s-first_response-0-when": "30m", "s-first_response-0-side": "before", "s-first_response-0-what": "notify:lead",
        "s-first_response-1-when": "1h", "s-first_response-1-side": "after", "s-first_response-1-what": "raise",
    }  # fmt: skip
    assert client.post(f"{HOME}new/", FORM | URGENT | steps).status_code == 302
    made = as_policy(ServicePolicy.objects.get())
    first, solution = made.targets
    assert first.seconds == {2: 14400} and solution.seconds == {2: 100800}
    assert [(step.offset, step.do, step.who) for step in first.steps] == [
        (-1800, "notify", ("lead",)),
        (3600, "raise", ()),
    ]
    assert made.pauses == {3, 4} and next(iter(made.conditions)).value == ["urgent"]
    assert Event.objects.get(name="policy.saved").data["promises"]["first_response"] == {"2": 14400}
    page = client.get(f"{HOME}{made.id}/").content.decode()
    for words in ('value="4h"', 'value="1d 4h"', 'value="30m"', "would have matched"):
        assert words in page, words


def test_what_can_not_be_understood_is_marked_and_stays(client: Client) -> None:
    answered = client.post(f"{HOME}new/", FORM | {"t-resolution-4": "soonish"})
    page = answered.content.decode()
    assert answered.status_code == 422 and 'value="soonish"' in page and "is no length of time" in page
    assert not ServicePolicy.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"t-first_response-2": "", "t-resolution-2": ""}, "at least one target"),
    ],
)
def test_a_policy_needs_a_name_and_a_target(client: Client, changed, words) -> None:
    answered = client.post(f"{HOME}new/", FORM | changed)
    assert answered.status_code == 422 and words in answered.content.decode()


def test_the_order_is_that_of_the_buttons(client: Client) -> None:
    for name in ("One", "Two"):
        client.post(f"{HOME}new/", FORM | {"name": name})
    one, two = ServicePolicy.objects.order_by("pk")
    client.post(f"{HOME}order/", {"order": [one.pk, two.pk], "do": f"up-{two.pk}"})
    assert [*ServicePolicy.objects.order_by("position").values_list("name", flat=True)] == ["Two", "One"]


def test_a_changed_policy_reaches_what_is_open_and_a_removed_one_leaves_it(
    world: World, client: Client
) -> None:
    client.post(f"{HOME}new/", FORM)
    ticket, made = arrive(world), ServicePolicy.objects.get()
    client.post(f"{HOME}{made.pk}/", FORM | {"t-first_response-2": "2h", "version": "1"})
    recompute_slice(0, limit=50)
    assert Clock.objects.get(ticket=ticket, kind="first_response").seconds == 7200
    client.post(f"{HOME}{made.pk}/removal/")
    recompute_slice(0, limit=50)
    running = Clock.objects.filter(ticket=ticket, stopped_at=None)
    assert [*running.values_list("kind", flat=True)] == ["internal"]


def test_a_new_desk_begins_with_a_press(client: Client) -> None:
    assert "Begin with the suggested policy" in client.get(HOME).content.decode()
    assert client.post(f"{HOME}suggestion/").status_code == 302
    page = client.get(HOME).content.decode()
    assert "For everybody" in page and "Urgent\u00a01\u00a0h" in page


def test_who_changed_it_meanwhile_is_not_overwritten(client: Client) -> None:
    client.post(f"{HOME}new/", FORM)
    made = ServicePolicy.objects.get()
    client.post(f"{HOME}{made.pk}/", FORM | {"name": "Other", "version": "1"})
    answered = client.post(f"{HOME}{made.pk}/", FORM | {"version": "1"})
    assert answered.status_code == 422 and "moment ago" in answered.content.decode()
    made.refresh_from_db()
    assert made.name == "Other"


@pytest.mark.parametrize("who", ["ana", "lead", "light", "auditor", "stranger"])
def test_only_who_manages_targets_gets_in(world: World, who) -> None:
    client = client_of(getattr(world, who))
    for address in (HOME, f"{HOME}new/"):
        refused = client.get(address)
        assert refused.status_code == 403 and "targets.manage" not in refused.content.decode()
    assert client.post(f"{HOME}new/", FORM).status_code == 403
    assert client.post(f"{HOME}suggestion/").status_code == 403
    assert client.post(f"{HOME}order/", {"order": "1"}).status_code == 403


def test_the_page_takes_few_queries(client: Client, django_assert_max_num_queries) -> None:
    for name in ("One", "Two", "Three"):
        client.post(f"{HOME}new/", FORM | {"name": name})
    with django_assert_max_num_queries(9):
        client.get(HOME)


@pytest.mark.parametrize(
    ("changed", "beside", "words"),
    [
        ({"name": " "}, 'aria-describedby="name-error"', "needs a name"),
        ({"t-first_response-2": "", "t-resolution-2": ""}, 'id="targets-error"', "at least one target"),
        ({"hours": "987654"}, 'id="hours-error"', "no such business hours"),
        ({"s-resolution-0-when": "30m"}, 'id="s-resolution-0-error"', "Choose what is done."),
        ({"s-resolution-0-what": "raise"}, 'id="s-resolution-0-error"', "Write how long before or after."),
        ({"s-resolution-0-when": "soonish", "s-resolution-0-what": "raise"}, 'id="s-resolution-0-error"', "no length of time"),
        ({"s-resolution-0-when": "1h", "s-resolution-0-what": "notify:agent:987654"}, 'id="s-resolution-0-error"', "not here any more"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, changed, beside, words
) -> None:
    answered = client.post(f"{HOME}new/", FORM | {"s-first_response-3-when": "45m", "s-first_response-3-what": "raise"} | changed)  # fmt: skip
    page = answered.content.decode()
    assert answered.status_code == 422 and beside in page and words in page
    assert 'value="45m"' in page and all(
        f'value="{value}"' in page for key, value in changed.items() if value and key[1] == "-"
    )
    assert not ServicePolicy.objects.exists()


def test_a_step_that_names_somebody_who_left_is_shown_and_has_to_be_chosen_anew(
    world: World, client: Client
) -> None:
    step = {"s-first_response-0-when": "1h", "s-first_response-0-side": "after"}
    client.post(f"{HOME}new/", FORM | step | {"s-first_response-0-what": f"notify:agent:{world.ben.pk}"})
    made = ServicePolicy.objects.get()
    world.ben.is_active = False
    world.ben.save(update_fields=["is_active"])
    page = client.get(f"{HOME}{made.pk}/").content.decode()
    assert (
        "somebody who is not here any more" in page
        and f'value="notify:agent:{world.ben.pk}" selected' in page
    )


def test_a_version_that_is_no_number_is_taken_as_none(client: Client) -> None:
    client.post(f"{HOME}new/", FORM)
    made = ServicePolicy.objects.get()
    assert client.post(f"{HOME}{made.pk}/", FORM | {"version": "²", "hours": "²"}).status_code == 302
