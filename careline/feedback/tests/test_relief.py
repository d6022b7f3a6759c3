"""Relief from abuse: handed over in one step with a while to cool down; measures with a record and a day to look again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.accounts.models import Agent, Membership
from careline.core.models import Event
from careline.customers.queries.access import is_blocked
from careline.feedback.actions.hand_over_abuse import Relief, hand_over_abuse
from careline.feedback.actions.take_measure import Wish, lift_measure, take_measure
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.models import Measure
from careline.feedback.queries.measures import usual_review
from careline.routing.actions.route import route
from careline.routing.tests.conftest import make_queue, work
from careline.testing.world import make_ticket
from careline.tickets.actions.keep_out import keep_out
from careline.tickets.models import Message, Status
from careline.workforce.models import Capacity
from careline.workforce.queries import is_available


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer, text="You idiots", assignee=world.ana)


def test_it_goes_to_the_lead_with_a_note_and_a_cool_down_that_ends_by_itself(world, ticket):
    assert hand_over_abuse(ticket, Relief("lead", "Insults <b>all</b> day"), by=world.ana) == 30
    ticket.refresh_from_db()
    assert ticket.assignee == world.lead
    note = Message.objects.get(ticket=ticket, is_public=False)
    assert "Insults <b>all</b> day" in note.text
    now = timezone.now()
    assert not is_available(world.ana, now + timedelta(minutes=29))
    from careline.workforce.models import Absence

    absence = Absence.objects.get(agent=world.ana)
    assert absence.ends_at <= now + timedelta(minutes=31)
    assert Event.objects.get(name="abuse.handed_over").data["minutes"] == 30


def test_it_can_go_to_another_team_and_nobody_has_to_cool_down(world, ticket):
    assert (
        hand_over_abuse(
            ticket, Relief(f"team:{world.complaints.pk}", "Insults", cools_down=False), by=world.ana
        )
        == 0
    )
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (world.complaints, None)


def test_a_lead_alone_chooses_a_team_and_nothing_is_done_by_halves(world, ticket):
    with pytest.raises(FeedbackRefused, match="no lead"):
        hand_over_abuse(ticket, Relief("lead", "Insults"), by=world.lead)
    with pytest.raises(FeedbackRefused):
        hand_over_abuse(ticket, Relief("lead", "  "), by=world.ana)
    assert not Message.objects.filter(is_public=False).exists()


def offered(client, ticket):
    """What the page offers, in its order."""
    page = client.get(f"/tickets/{ticket.pk}/relief/").text
    return re.findall(r'<option value="([^"]+)"', page)


def test_colleagues_who_are_here_and_have_room_come_first_then_leads_then_teams_and_the_queue(
    world, ticket, client
):
    ben, cleo, lead = world.ben, world.cleo, world.lead
    for person in (ben, cleo):
        Membership.objects.get_or_create(team=world.support, agent=person)
    make_ticket(world.support, world.customer, assignee=ben, status=Status.OPEN)
    client.force_login(world.ana)
    told = offered(client, ticket)
    assert told[:3] == [f"agent:{cleo.pk}", f"agent:{ben.pk}", f"agent:{lead.pk}"]
    assert told[-1] == "queue" and {one.partition(":")[0] for one in told[3:-1]} == {"team"}
    Capacity.objects.create(agent=ben, channel=ticket.channel, most=1)
    Agent.objects.filter(pk=cleo.pk).update(presence="away")
    assert offered(client, ticket)[0] == f"agent:{lead.pk}"
    with pytest.raises(FeedbackRefused, match="Choose again"):
        hand_over_abuse(ticket, Relief(f"agent:{cleo.pk}", "Insults"), by=world.ana)
    Capacity.objects.all().delete()
    keep_out(ticket, lead, reason="It concerns them.", by=world.owner)
    assert offered(client, ticket)[:1] == [f"agent:{ben.pk}"] and f"agent:{lead.pk}" not in offered(
        client, ticket
    )
    client.post(f"/tickets/{ticket.pk}/relief/", {"to": f"agent:{ben.pk}", "words": "Insults"})
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team) == (ben, world.support)


def test_where_nobody_else_is_here_it_can_still_be_put_back_for_whoever_comes_next(world, ticket, client):
    Agent.objects.exclude(pk__in=[world.ana.pk, world.cleo.pk]).update(presence="offline")
    Membership.objects.filter(team=world.support).exclude(agent=world.ana).delete()
    client.force_login(world.ana)
    told = offered(client, ticket)
    assert told[0] == f"team:{world.complaints.pk}" and not any(one.startswith("agent:") for one in told)
    assert "Nobody else of this team is here" in client.get(f"/tickets/{ticket.pk}/relief/").text
    client.post(f"/tickets/{ticket.pk}/relief/", {"to": "queue", "words": "Insults", "cools_down": "on"})
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team) == (None, world.support)


def test_who_may_not_change_tickets_may_not_hand_over(world, ticket):
    with pytest.raises(Forbidden):
        hand_over_abuse(ticket, Relief("lead", "Insults"), by=world.light)


def test_a_warning_is_any_agents_and_more_is_the_leads(world, ticket):
    warned = take_measure(ticket, Wish("warn", "Insults"), by=world.ana)
    assert warned.review_on > timezone.localdate()
    with pytest.raises(Forbidden):
        take_measure(ticket, Wish("block", "Insults"), by=world.ana)
    with pytest.raises(FeedbackRefused, match="already"):
        take_measure(ticket, Wish("warn", "Again"), by=world.ana)
    with pytest.raises(FeedbackRefused, match="served"):
        take_measure(ticket, Wish("restrict", "Insults"), by=world.lead)
    with pytest.raises(FeedbackRefused, match="passed"):
        take_measure(
            ticket,
            Wish("block", "Insults", review_on=timezone.localdate() - timedelta(days=1)),
            by=world.lead,
        )


def test_a_block_sets_later_mail_aside_until_it_is_lifted(world, ticket):
    measure = take_measure(ticket, Wish("block", "Threats"), by=world.lead)
    assert is_blocked("carla@customer.example") is not None
    lift_measure(measure, "Apologised", by=world.lead)
    assert is_blocked("carla@customer.example") is None
    names = Event.objects.filter(name__startswith="abuse.").order_by("pk").values_list("name", flat=True)
    assert [*names] == ["abuse.measure_taken", "abuse.measure_lifted"]


@pytest.mark.parametrize("who", ["owner", "manager", "lead", "ana", "light", "auditor"])
def test_the_pages_for_everybody(world, client, ticket, who):
    may = who not in ("light", "auditor")
    client.force_login(getattr(world, who))
    for page in ("relief", "measures"):
        answer = client.get(f"/tickets/{ticket.pk}/{page}/")
        assert answer.status_code == (200 if may else 403)
        assert ("Block: mail" in answer.content.decode()) == (
            page == "measures" and who in ("owner", "manager", "lead")
        )


def test_a_stranger_is_refused(world, client):
    ticket = make_ticket(world.complaints, world.customer)
    measure = take_measure(ticket, Wish("warn", "Insults"), by=world.owner)
    client.force_login(world.stranger)
    for page in ("relief", "measures"):
        assert client.get(f"/tickets/{ticket.pk}/{page}/").status_code == 404
    assert client.post(f"/complaints/measures/{measure.pk}/end/").status_code in (403, 404)


def test_all_of_it_by_the_pages(world, client, ticket):
    client.force_login(world.lead)
    assert (
        client.post(f"/tickets/{ticket.pk}/measures/", {"kind": "restrict", "reason": "Insults"}).status_code
        == 422
    )
    client.post(
        f"/tickets/{ticket.pk}/measures/", {"kind": "restrict", "reason": "Insults", "terms": "By mail only"}
    )
    assert "By mail only" in client.get(f"/tickets/{ticket.pk}/feedback/").content.decode()
    assert "Insults" in client.get("/complaints/measures/").content.decode()
    client.post(f"/complaints/measures/{Measure.objects.get().pk}/end/", {"reason": "Better"})
    assert "Insults" not in client.get("/complaints/measures/").content.decode()
    assert "Insults" in client.get("/complaints/measures/?show=all").content.decode()
    client.force_login(world.ana)
    assert client.post(f"/tickets/{ticket.pk}/relief/", {"to": "lead", "words": ""}).status_code == 422
    client.post(f"/tickets/{ticket.pk}/relief/", {"to": "lead", "words": "Threats", "cools_down": "on"})
    ticket.refresh_from_db()
    assert ticket.assignee == world.lead


def test_routing_gives_nothing_new_until_the_cool_down_is_over(world, ticket):
    make_queue(world, strategy="least_loaded")
    Agent.objects.exclude(pk=world.ana.pk).update(presence="away")
    Agent.objects.filter(pk=world.ana.pk).update(presence="available")
    work()
    hand_over_abuse(ticket, Relief("lead", "Insults"), by=world.ana)
    fresh = make_ticket(world.support, world.customer, subject="Somebody else")
    assert route(fresh.pk) == 0
    assert route(fresh.pk, at=timezone.now() + timedelta(minutes=31)) == world.ana.pk


def test_what_happened_with_a_customer_stands_in_the_record(world, ticket, client):
    lift_measure(
        take_measure(ticket, Wish("warn", "Insults on the phone"), by=world.ana), "Sorry", by=world.lead
    )
    hand_over_abuse(ticket, Relief("lead", "Insults", cools_down=False), by=world.ana)
    client.force_login(world.ben)
    page = client.get(f"/tickets/{ticket.pk}/measures/").text
    assert "Insults on the phone" in page and "handed over once" in page
    assert f'value="{usual_review().isoformat()}"' in page
