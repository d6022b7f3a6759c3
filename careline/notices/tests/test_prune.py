"""Old notices go: read ones after a month, unread ones after four; and what people chose about mails before is taken over."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.utils import timezone

from careline.notices.actions.prune import prune
from careline.notices.actions.tell import tell
from careline.notices.contracts import USUAL, Kind, Thing, Way
from careline.notices.models import Notice, Preference, Sending

pytestmark = pytest.mark.django_db


def aged(world, ticket, key, days, *, is_read):
    (pk,) = tell(Thing(key=key, event_id=1, reasons={world.ana.pk: Kind.MINE}, ticket_id=ticket.pk))
    at = timezone.now() - timedelta(days=days)
    Notice.objects.filter(pk=pk).update(created_at=at, read_at=at if is_read else None)
    return pk


def test_read_ones_go_after_a_month_and_unread_ones_after_four(world, ticket):
    young = aged(world, ticket, "1", 29, is_read=True)
    aged(world, ticket, "2", 31, is_read=True)
    unread = aged(world, ticket, "3", 31, is_read=False)
    aged(world, ticket, "4", 121, is_read=False)
    Sending.objects.update(state="sent")
    assert prune() == 2 and {*Notice.objects.values_list("pk", flat=True)} == {young, unread}


def test_what_still_waits_to_be_sent_stays(world, ticket):
    aged(world, ticket, "1", 200, is_read=False)
    assert prune() == 0 and Sending.objects.filter(state="due").exists()


def test_no_mail_stays_no_mail_and_mine_alone_stays_mine_alone(world):
    migration = import_module("careline.notices.migrations.0002_choices_of_mail")
    taking, later = migration.take_over, {*Kind} - {*migration.USUAL, *migration.ADDED}
    known = [kind for kind in Kind if kind not in later or Way.MAIL not in USUAL[kind].ways]
    rows = [
        SimpleNamespace(agent_id=world.ana.pk, level="none"),
        SimpleNamespace(agent_id=world.ben.pk, level="assigned"),
    ]
    old = SimpleNamespace(objects=SimpleNamespace(exclude=lambda level: rows))
    models = {"NoticePreference": old, "Preference": Preference}
    taking(SimpleNamespace(get_model=lambda app, name: models[name]), None)
    none, mine = Preference.objects.order_by("agent_id")
    assert not any(Way.MAIL in none.ways(kind) for kind in known)
    assert all(none.ways(kind) == USUAL[kind].ways - {Way.MAIL} for kind in known), "and the rest is as usual"
    assert [kind for kind in Kind if mine.ways(kind) != USUAL[kind].ways] == [Kind.WATCHED]
