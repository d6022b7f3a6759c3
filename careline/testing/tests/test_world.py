"""The small world is what it says."""

import pytest

from careline.accounts.queries import visible_team_ids
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.models import Interval, MessageSearch
from careline.tickets.queries.search import search


def test_the_stranger_sees_no_private_team(world: World) -> None:
    assert world.complaints.pk not in visible_team_ids(world.stranger)
    assert world.complaints.pk in visible_team_ids(world.cleo)
    assert world.complaints.pk in visible_team_ids(world.auditor)


def test_a_made_ticket_has_words_intervals_and_messages(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, assignee=world.ana)
    make_message(ticket, agent=world.ana)
    ticket.refresh_from_db()
    assert ticket.message_count == 2 == ticket.messages.count()
    assert Interval.objects.filter(ticket=ticket, ended_at=None).count() == 3
    assert MessageSearch.objects.filter(ticket_id=ticket.pk).count() == 2


@pytest.mark.parametrize("text", ["It's 12:30: don't!", "a:b 'c' \\ & | ! <->", "Prüfung: «Reifen»"])
def test_any_text_can_be_said_and_found(world: World, text: str) -> None:
    ticket = make_ticket(world.support, world.customer, subject=text, text=text)
    make_message(ticket, text=f"{text} Speichenschlüssel", agent=world.ana)
    found = search(world.ana, "speichenschlussel").found
    assert [one.row.number for one in found] == [ticket.pk]
