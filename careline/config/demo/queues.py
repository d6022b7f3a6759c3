"""Who gets which ticket of the demo company by itself: one queue in force, and one that waits to be switched on."""

from careline.accounts.models import Agent, Team
from careline.routing.actions.adopt import adopt
from careline.routing.actions.cover import cover_begun
from careline.routing.actions.save_queue import QueueDetails, create_queue
from careline.routing.contracts import Need
from careline.tickets.queries.conditions import from_json
from careline.workforce.models import Skill

AT_ONCE = 100
_WORDS = ("e-bike", "display", "battery")
_DRIVES = from_json(
    {
        "groups": [
            {
                "match": "any",
                "conditions": [{"field": "subject", "op": "contains", "value": one} for one in _WORDS],
            }
        ]
    }
)


def make_queues(*, teams: dict[str, Team], by: Agent) -> None:
    """Make the queues, and give what fits to whom it belongs; called last, when everybody has what they had."""
    drives, german = (Skill.objects.get(name=name) for name in ("E-bike drives", "German"))
    create_queue(
        QueueDetails(
            "E-bike drives", _DRIVES, teams["Workshop"].pk, (Need(drives.pk, 2),), overflow="skill", after_minutes=60,
        ),
        by=by,
    )  # fmt: skip
    create_queue(
        QueueDetails(
            "Everything else", needs=(Need(german.pk, 2),), strategy="previous", fallback="round_robin",
            is_active=False,
        ),
        by=by,
    )  # fmt: skip
    cover_begun()
    last = 0
    while last := adopt(last, limit=AT_ONCE):
        pass
