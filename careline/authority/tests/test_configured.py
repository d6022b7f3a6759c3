"""Limits and ladders go into the configuration file and come back."""

import pytest

from careline.authority.actions.save_ladder import save_ladder
from careline.authority.contracts import Step
from careline.authority.models import LadderStep, Limit
from careline.config.sections import authority

pytestmark = pytest.mark.django_db


def test_what_is_written_into_the_file_is_read_from_it(world, ticket, limit):
    limit(count=3, period="week")
    limit(role="team_lead", most=None)
    save_ladder(
        world.support, [Step(1, "lead", "", 2), Step(2, f"team:{world.complaints.pk}", "Law")], by=world.owner
    )
    limits, ladders = authority._dump_limits(), authority._dump_ladders()
    assert ladders == [
        {
            "team": "Support",
            "steps": [
                {"who": "lead", "name": "", "hours": 2},
                {"who": "team:Complaints", "name": "Law", "hours": 4},
            ],
        }
    ]
    Limit.objects.all().delete()
    LadderStep.objects.all().delete()
    for item in limits:
        authority._write_limit(item, None, world.owner)
    for item in ladders:
        authority._write_ladder(item, None, world.owner)
    assert (authority._dump_limits(), authority._dump_ladders()) == (limits, ladders)
    with pytest.raises(ValueError, match="no team “Nowhere”"):
        authority._write_ladder(
            {"team": "Support", "steps": [{"who": "team:Nowhere", "name": "", "hours": 4}]}, None, world.owner
        )
